"""`python -m healcare_kg`."""

from __future__ import annotations

import gc
from typing import NoReturn

from healcare_kg.cli import main as run

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command that this process was started with."""
    try:
        run()
    finally:
        # The process ends: looking for cycles among all that was imported takes milliseconds.
        gc.freeze()


if __name__ == "__main__":
    main()
