"""The level of each rule: the shipped profile, and a user's own on top of it.

A profile is a text file with one `LEVEL RULE` a line; `#` begins a comment. A level is one of
LEVELS or `off`, a rule a check (`fact-without-source`) or a shape (`hks:Model-access`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from healcare_kg.errors import InputError
from healcare_kg.files import read_bytes
from healcare_kg.validation.finding import LEVELS

__all__ = ["OFF", "PROFILE", "Profile", "read_profile"]

OFF = "off"
PROFILE = "profile.txt"  # in the folder of the checks


@dataclass(frozen=True)
class Profile:
    """The levels of rules by name, `off` for those that are not asked."""

    levels: dict[str, str]

    def level(self, rule: str, default: str = LEVELS[0]) -> str:
        """A rule's level; `default` where the profile does not name it."""
        return self.levels.get(rule, default)

    def is_on(self, rule: str) -> bool:
        """Whether findings of a rule are wanted."""
        return self.level(rule) != OFF

    def changed_by(self, other: Profile) -> Profile:
        """This profile with the levels of another for what that names."""
        return Profile({**self.levels, **other.levels})


def read_profile(path: Path, known: Collection[str]) -> Profile:
    """A profile's file.

    Raises InputError with the line for a level or rule (of `known`) that there is not, for a rule
    that is named twice, and for a file that can't be read.
    """
    levels: dict[str, str] = {}
    for number, line in enumerate(read_bytes(path).decode("utf-8-sig", "replace").splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        place = f"{path}:{number}"
        if len(words) != 2:  # noqa: PLR2004
            raise InputError(f"{place}: write a level and a rule, such as 'warning {_EXAMPLE}'")
        level, rule = words
        if level not in (*LEVELS, OFF):
            raise InputError(f"{place}: {level!r} is no level; use {', '.join(LEVELS)} or {OFF}")
        if rule not in known:
            raise InputError(f"{place}: there is no rule {rule!r}{_nearest(rule, known)}")
        if rule in levels:
            raise InputError(f"{place}: {rule} has a level already; keep one of the two lines")
        levels[rule] = level
    return Profile(levels)


_EXAMPLE = "label-used-twice"


def _nearest(rule: str, known: Collection[str]) -> str:
    import difflib

    near = difflib.get_close_matches(rule, sorted(known), n=2, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else "; `validate --rules` lists them"
