"""`cache`: what is kept on disk between runs, and removing it."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import click

from healcare_kg.cache.builder import remove, snapshot_folders, tidy
from healcare_kg.cache.folder import CACHE_VARIABLE, cache_folder, folder_size, snapshots_folder
from healcare_kg.cache.manifest import Layout
from healcare_kg.errors import UsageError
from healcare_kg.results.output import terminal_width
from healcare_kg.results.table import write_table

__all__ = ["command"]


@click.group(
    "cache",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show the cache folder: its place, and the snapshots of graphs in it.

    A snapshot is made when a graph is asked for the first time and again when one of its files
    has changed. HEALCARE_KG_CACHE sets the folder; --no-cache at a query leaves it alone.
    """
    if ctx.invoked_subcommand is not None:
        return
    folder = _folder()
    click.echo(f"{folder}: {_size(folder)}")
    rows = [_described(place) for place in snapshot_folders(snapshots_folder(folder))]
    if rows:
        titles = ("snapshot", "triples", "size", "last used", "of")
        write_table(titles, rows, sys.stdout, width=terminal_width())


@command.command("clear")
def clear() -> None:
    """Remove everything from the cache folder but what is being read at this moment."""
    folder = _folder()
    before = folder_size(folder)
    root = snapshots_folder(folder)
    in_use = [place for place in snapshot_folders(root) if not remove(place)]
    tidy(root, kept=0)
    for name in ("queries", "digests.json"):
        place = folder / name
        if place.is_dir():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)
    click.echo(f"{folder}: {_readable(before - folder_size(folder))} freed")
    if in_use:
        click.echo(f"healcare_kg: {len(in_use)} of the snapshots can't be removed now", err=True)


def _folder() -> Path:
    folder = cache_folder()
    if folder is None:
        raise UsageError(f"this user has no home folder; set {CACHE_VARIABLE} to a folder")
    return folder


def _described(place: Path) -> list[str]:
    layout = Layout(place)
    try:
        content = json.loads(layout.manifest.read_bytes())
        triples, sources = str(content["triples"]), [str(s) for s in content["sources"]]
        used = time.strftime("%Y-%m-%d %H:%M", time.localtime(layout.lock.stat().st_mtime))
    except (OSError, ValueError, KeyError, TypeError):
        return [place.name[:12], "", _size(place), "", "damaged"]
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    return [place.name[:12], triples, _size(place), used, f"{sources[0]}{more}"]


def _size(folder: Path) -> str:
    return _readable(folder_size(folder))


def _readable(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
