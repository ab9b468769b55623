"""The commands, each imported when it is run, and click's errors as exit statuses."""

from __future__ import annotations

import contextlib
from typing import Any

import click

from healcare_kg.cli.chinese import wants_chinese
from healcare_kg.cli.lazy_group import LazyGroup
from healcare_kg.cli.messages import complain

__all__ = ["cli", "run"]

# A command's name and the module of this package that has it as `command`.
_COMMANDS = {
    "query": "query",
    "show": "show",
    "lineage": "lineage",
    "cache": "cache",
    "publish": "publish",
    "export": "export",
    "build": "build",
    "render": "render",
    "import": "import_",
    "fmt": "fmt",
    "validate": "validate",
    "reason": "reason",
    "new": "new",
    "cite": "cite",
}


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from healcare_kg import __version__

        click.echo(f"healcare-kg {__version__}")
        ctx.exit()


@click.command(
    cls=LazyGroup,
    modules=_COMMANDS,
    unknown="there is no command {}",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """Ask, check and grow a knowledge graph of healthcare and psychology language models.

    Exit status: 0 answered; 1 the answer is "no"; 2 the question could not be asked; 3 a tool is
    missing or failed; 130 interrupted.
    """


def run(argv: list[str], program: str) -> Any:
    """Run a command; its exit status, or None for 0. What is not click's is raised."""
    try:
        return cli.main(args=argv, prog_name=program, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else error.format_message())
        return 0
    except click.ClickException as error:
        if wants_chinese(argv):
            complain(error.format_message(), argv)
        else:
            with contextlib.suppress(OSError):
                error.show()
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
