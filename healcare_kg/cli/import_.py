"""`import`: what is written elsewhere, into the graph."""

from __future__ import annotations

import click

from healcare_kg.cli.lazy_group import LazyGroup

__all__ = ["command"]


@click.command(
    "import",
    cls=LazyGroup,
    modules={"facts": "import_facts", "card": "import_card", "survey": "import_survey"},
    unknown="{} can't be imported: say what kind of file it is",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """Read facts from files into the graph's own files, all or none."""
