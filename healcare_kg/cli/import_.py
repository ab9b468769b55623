"""`import`: what is written elsewhere, into the graph."""

from __future__ import annotations

from importlib import import_module

import click

from healcare_kg.errors import UsageError

__all__ = ["command"]

# What can be imported, and the module of this package that has it as `command`.
_KINDS = {"facts": "import_facts", "card": "import_card"}


class _Kinds(click.Group):
    """The kinds of input, each imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_KINDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _KINDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = import_module(f"healcare_kg.cli.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _KINDS and not args[0].startswith("-"):
            raise UsageError(
                f"{args[0]!r} can't be imported; say what the file is: {', '.join(_KINDS)}"
            )
        return super().resolve_command(ctx, args)


@click.command("import", cls=_Kinds, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Read facts from files into the graph's own files, all or none."""
