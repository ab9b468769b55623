"""`render all`: every page of `docs/` that is made from the graph."""

from __future__ import annotations

from pathlib import Path

import click

from healcare_kg.errors import InputError

__all__ = ["PAGES", "command"]

# A document and the names of its pages, by language.
PAGES = {
    "ontology": {"en": "ontology.md", "zh": "ontology.zh.md"},
    "survey": {"en": "survey.en.md", "zh": "survey.zh.md"},
    "coverage": {"en": "coverage.md", "zh": "coverage.zh.md"},
}


@click.command("all", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to write to instead of this checkout's docs/.",
)
@click.pass_context
def command(ctx: click.Context, *, into: Path | None) -> None:
    """Write every page of docs/ that is made from the graph, in both languages.

    For after a change of the graph: the tests compare these pages with it.
    """
    from healcare_kg.resources import shipped_root

    folder = into or shipped_root() / "docs"
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; say with --into where to write")
    group = ctx.parent.command if ctx.parent else None
    for document, names in PAGES.items():
        page = group.get_command(ctx, document) if isinstance(group, click.Group) else None
        for lang, name in names.items():
            assert page is not None  # PAGES names documents of this group
            page.main(["--lang", lang, "-o", str(folder / name)], standalone_mode=False)
            click.echo(f"{folder / name}: written")
