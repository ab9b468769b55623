"""What may have been meant by a name that nothing has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions

from healcare_kg.errors import NameResolutionError, quoted
from healcare_kg.names.keys import id_of
from healcare_kg.names.resolver import Candidate, in_order
from healcare_kg.namespaces import HKG, RDFS

if TYPE_CHECKING:
    from healcare_kg.engine import Engine
    from healcare_kg.names.index import NameIndex

__all__ = ["nearest", "unknown_name"]

_MOST = 5
_LONGEST_NAME = 200  # no name is longer, so nothing longer resembles one
_FEW = 40  # members of a class, such as a closed list, that are all told

# The entities among some IRIs that are of a class.
Candidates = Callable[[Iterable[str], str], list[Candidate]]


def nearest(key: str, shown: Mapping[str, str]) -> list[str]:
    """The few names nearest to a key, nearest first; `shown` are names by their exact key."""
    import difflib

    return [shown[k] for k in difflib.get_close_matches(key, shown, n=_MOST, cutoff=0.6)]


def unknown_name(
    name: str, cls: str, *, engine: Engine, names: NameIndex, candidates: Candidates
) -> NameResolutionError:
    """The error of a name that nothing of a class has: what else has it, or is named like it."""
    kind = "entity" if cls == "Entity" else cls
    like = names.near(name) if len(name) <= _LONGEST_NAME else []
    near = [other for other in like if candidates(names.exact(other), cls)]
    other = candidates(names.exact(name) | names.loose(name), "Entity")
    if other:
        hint = f"it is the name of {'; '.join(map(str, in_order(other)))}"
    elif near:
        hint = f"did you mean {' or '.join(near)}?"
    elif choice := _few(cls, engine):
        hint = f"it is one of {', '.join(choice)}"
    else:
        hint = "nothing in the graph has a name like it"
    message = f"no {kind} is named {quoted(name)}; {hint}"
    return NameResolutionError(message, candidates=tuple(near))


def _few(cls: str, engine: Engine) -> list[str]:
    """The ids of all that is of a class that has few, such as a closed list."""
    if cls == "Entity":
        return []
    solutions = engine.query(
        f"SELECT DISTINCT ?e WHERE {{ ?e a/<{RDFS}subClassOf>* <{HKG}{cls}> "
        f"FILTER(ISIRI(?e)) }} LIMIT {_FEW + 1}"
    )
    if not isinstance(solutions, QuerySolutions):
        return []
    ids = sorted(id_of(row["e"].value) for row in solutions)
    return ids if len(ids) <= _FEW else []
