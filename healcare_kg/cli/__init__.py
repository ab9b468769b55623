"""The command line: it parses and prints; what a command does is in the packages beside this one.

A command is imported when it is run (`commands`), and the plainest question is asked without the
library that reads options (`plain`), so that answers start fast.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Any, NoReturn

from healcare_kg.cli.messages import complain
from healcare_kg.cli.plain import plain_query
from healcare_kg.errors import HealcareError, InputError

__all__ = ["main"]

_INTERRUPTED = 130  # 128 and the number of SIGINT, as shells give it


def main(argv: list[str] | None = None) -> NoReturn:
    """Run a command and exit with its status; errors are one sentence on standard error."""
    program = "healcare-kg" if sys.argv[0].endswith("healcare-kg") else "python -m healcare_kg"
    if argv is None:
        _replace_closed_streams()
        argv = _in_utf8(sys.argv[1:])
    stdout = sys.stdout
    status: Any
    try:
        status = plain_query(argv)
        if status is None:
            from healcare_kg.cli.commands import run

            status = run(argv, program)
        sys.stdout.flush()
    except HealcareError as error:
        complain(str(error), argv)
        status = error.exit_status
    except KeyboardInterrupt:
        complain("interrupted", argv)
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
        complain(f"{where}: {(error.strerror or str(error)).lower()}", argv)
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
