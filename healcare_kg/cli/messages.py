"""What is said on standard error."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence

__all__ = ["complain"]


def complain(message: str, argv: Sequence[str]) -> None:
    """Say what is wrong, in Chinese where the command was asked to speak it."""
    from healcare_kg.cli.chinese import in_chinese, wants_chinese

    if wants_chinese(argv):
        message = in_chinese(message)
    with contextlib.suppress(OSError):  # standard error is closed: the exit status has to do
        print(f"healcare_kg: {message}", file=sys.stderr, flush=True)
