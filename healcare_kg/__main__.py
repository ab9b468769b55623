"""`python -m healcare_kg`."""

from __future__ import annotations

import gc
from typing import NoReturn

# Importing makes many objects that stay; with Python's usual 700 it would look for cycles among
# them a hundred times before the first answer.
gc.set_threshold(100_000, 20, 20)

try:
    from healcare_kg.cli import main as run
except KeyboardInterrupt:
    raise SystemExit(130) from None  # interrupted before it began

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
