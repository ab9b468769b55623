"""All that is wrong with the files of one import, told at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from healcare_kg.errors import InputError

__all__ = ["FactsError", "Problem", "Problems"]

_MOST_SHOWN = 20


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, and its place; line 0 is of what has no lines."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


class FactsError(InputError):
    """Files that can't be imported; `problems` has everything that is wrong with them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        shown = [str(problem) for problem in self.problems[:_MOST_SHOWN]]
        if len(self.problems) > _MOST_SHOWN:
            shown.append(f"… and {len(self.problems) - _MOST_SHOWN} more")
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__(f"{count}, so nothing was changed:\n" + "\n".join(shown))


class Problems:
    """What was found so far; `unread` are ids of entities that are there but can't be used.

    That nothing is known of such an entity is no further problem of those that point to it.
    """

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self.unread: set[str] = set()

    def add(self, path: Path, line: int, message: str) -> None:
        """Remember a problem."""
        self._found.append(Problem(str(path), line, message))

    def raise_any(self) -> None:
        """Raise FactsError if there are any."""
        if self._found:
            raise FactsError(self._found)
