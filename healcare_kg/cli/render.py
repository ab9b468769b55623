"""`render`: documents made from the graph."""

from __future__ import annotations

import click

from healcare_kg.cli.lazy_group import LazyGroup

__all__ = ["command"]


@click.command(
    "render",
    cls=LazyGroup,
    modules={
        "ontology": "render_ontology",
        "survey": "render_survey",
        "coverage": "render_coverage",
        "all": "render_all",
    },
    unknown="there is no document {} to render",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """Write a document that is made from the graph, in English or Chinese."""
