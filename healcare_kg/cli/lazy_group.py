"""A group of commands, each imported when it is run or shown, so that `--help` starts fast."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from healcare_kg.errors import UsageError

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """Commands by name and the module of `healcare_kg.cli` that has each as `command`.

    `unknown` is what is said of a name that is none of them, with the name in the place of `{}`.
    """

    def __init__(
        self, *args: Any, modules: Mapping[str, str], unknown: str, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self._modules = dict(modules)
        self._unknown = unknown

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which they are shown."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        module = self._modules.get(cmd_name)
        if module is None:
            return None
        command: click.Command = import_module(f"healcare_kg.cli.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name. Raises UsageError with the nearest names."""
        if args[0] not in self._modules and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], self._modules, n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else "--help lists them"
            raise UsageError(f"{self._unknown.format(repr(args[0]))}; {hint}")
        return super().resolve_command(ctx, args)
