"""A minimal set of axioms that is inconsistent, with few and large questions to the reasoner.

Starting a reasoner costs far more than one small question, so questions are asked in batches:
what is left without each part, then without several parts together. Inconsistency is monotonic
(more axioms never repair it), which is why a part that one answer shows to be needed stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

__all__ = ["Inconsistent", "minimal"]

Item = TypeVar("Item")
Inconsistent = Callable[[Sequence[Sequence[Item]]], list[bool]]

_FEW = 150  # items that are asked about one by one at once
_PARTS, _PARTS_OF_MANY, _MANY = 64, 8, 4000


def minimal(items: Sequence[Item], inconsistent: Inconsistent[Item]) -> list[Item]:
    """A part of an inconsistent set that is inconsistent and of which no part is.

    `inconsistent` says of each of several sets whether it is. What stands early in `items` is left
    out first, where there is a choice.

    >>> minimal("abcde", lambda sets: [{"b", "d"} <= set(s) or "e" in s for s in sets])
    ['e']
    >>> minimal("eabcd", lambda sets: [{"b", "d"} <= set(s) or "e" in s for s in sets])
    ['b', 'd']
    """
    kept = list(items)
    finer = 1
    while kept:
        chunks = _split(kept, finer * _parts(len(kept)))
        without = [_without(chunks, {n}) for n in range(len(chunks))]
        nothing, *verdicts = inconsistent([[], *without])
        if nothing:
            return []
        spare = [n for n, verdict in enumerate(verdicts) if verdict]
        single = len(chunks) == len(kept)
        if not spare:
            if single:
                break
            finer *= 4
            continue
        dropped = _largest(chunks, spare, inconsistent)
        kept = _without(chunks, set(spare[:dropped]))
        if single and dropped == len(spare):
            break
    return kept


def _largest(
    chunks: Sequence[Sequence[Item]], spare: Sequence[int], inconsistent: Inconsistent[Item]
) -> int:
    """How many of the spare chunks, from the first, can be left out together."""
    more = [_without(chunks, set(spare[:count])) for count in range(2, len(spare) + 1)]
    verdicts = inconsistent(more) if more else []
    return 1 + (verdicts.index(False) if False in verdicts else len(verdicts))


def _parts(count: int) -> int:
    """Into how many parts to split: together the questions are that many times as long."""
    if count <= _FEW:
        return count
    return _PARTS if count < _MANY else _PARTS_OF_MANY


def _split(items: Sequence[Item], parts: int) -> list[Sequence[Item]]:
    count = min(parts, len(items))
    edges = [len(items) * n // count for n in range(count + 1)]
    return [items[a:b] for a, b in pairwise(edges)]


def _without(chunks: Sequence[Sequence[Item]], left_out: set[int]) -> list[Item]:
    return [item for n, chunk in enumerate(chunks) if n not in left_out for item in chunk]
