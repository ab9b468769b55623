"""The command line: it parses and prints; what a command does is in the packages beside this one.

A command is imported when it is run, so that `--help` and `query` start fast.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any, NoReturn

import click

from healcare_kg.cli.lazy_group import LazyGroup
from healcare_kg.errors import HealcareError, InputError

__all__ = ["cli", "main"]

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
_INTERRUPTED = 130  # 128 and the number of SIGINT, as shells give it


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


def main(argv: list[str] | None = None) -> NoReturn:
    """Run a command and exit with its status; errors are one sentence on standard error."""
    program = "healcare-kg" if sys.argv[0].endswith("healcare-kg") else "python -m healcare_kg"
    if argv is None:
        _replace_closed_streams()
        argv = _in_utf8(sys.argv[1:])
    stdout = sys.stdout
    try:
        status: Any = cli.main(args=argv, prog_name=program, standalone_mode=False)
        sys.stdout.flush()
    except HealcareError as error:
        _complain(str(error), argv)
        status = error.exit_status
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else error.format_message())
        status = 0
    except click.ClickException as error:
        _complain_of_usage(error, argv)
        status = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted", argv)
        status = _INTERRUPTED
    except BrokenPipeError:
        _drop_output()  # the reader has gone (`| head`): nothing to say
        status = 0
    except SystemExit:
        if sys.stdout is stdout:
            raise
        status = 0  # the same, seen first by click, which puts another in the place of its output
    except OSError as error:
        _drop_output()
        where = error.filename or "standard output"
        _complain(f"{where}: {(error.strerror or str(error)).lower()}", argv)
        status = InputError.exit_status
    sys.exit(status if isinstance(status, int) else 0)


def _drop_output() -> None:
    """Let what is still to be flushed at exit go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _replace_closed_streams() -> None:
    """Put something in the place of standard output and error that are closed (`>&-`).

    Otherwise the next file that is opened, one of the store's perhaps, would be taken for them.
    Output then fails as on a full disk; what is said on standard error is lost.
    """
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _in_utf8(argv: list[str]) -> list[str]:
    """The arguments as UTF-8, and standard output and error too, whatever the locale says.

    Answers hold Chinese text; a locale such as C must not make them fail.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return [os.fsencode(argument).decode("utf-8", "replace") for argument in argv]


def _complain_of_usage(error: click.ClickException, argv: list[str]) -> None:
    from healcare_kg.cli.chinese import wants_chinese

    if wants_chinese(argv):
        _complain(error.format_message(), argv)
    else:
        with contextlib.suppress(OSError):
            error.show()


def _complain(message: str, argv: list[str]) -> None:
    from healcare_kg.cli.chinese import in_chinese, wants_chinese

    if wants_chinese(argv):
        message = in_chinese(message)
    with contextlib.suppress(OSError):  # standard error is closed: the exit status has to do
        click.echo(f"healcare_kg: {message}", err=True)
