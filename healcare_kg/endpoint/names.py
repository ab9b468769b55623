"""Names of a graph behind an endpoint, looked up by queries."""

from __future__ import annotations

import re
from collections.abc import Callable

from pyoxigraph import Literal, QuerySolutions

from healcare_kg.engine import Engine
from healcare_kg.names.index import partly_named
from healcare_kg.names.keys import exact_key, id_of, loose_key
from healcare_kg.names.suggestions import nearest
from healcare_kg.namespaces import PREFIXES, RDFS

__all__ = ["EndpointNames"]

_PROPERTIES = f"<{RDFS}label> <{PREFIXES['skos']}altLabel>"
# What the server leaves out of both sides before it compares them: blanks and marks that people
# write in one way or another. What comes back is compared again here, as in any other graph.
_MARKS = "[-_ ():,（）：，‐‑–—]+"
_MOST_NEAR = 2000


class EndpointNames:
    """A NameIndex that asks an engine, once for each name."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._alike: dict[str, set[tuple[str, str]]] = {}

    def exact(self, name: str) -> set[str]:
        """As in NameIndex."""
        return self._same(name, exact_key)

    def loose(self, name: str) -> set[str]:
        """As in NameIndex."""
        return self._same(name, loose_key)

    def partly(self, name: str) -> set[str]:
        """As in NameIndex."""
        return partly_named(self._engine, name)

    def near(self, name: str) -> list[str]:
        """As in NameIndex, but of names that begin or end alike only."""
        key = exact_key(name)
        if not key:
            return []
        found = self._names(
            f"BIND({_lower('?name')} AS ?key) "
            f"FILTER(STRSTARTS(?key, {Literal(key[:2])}) || STRENDS(?key, {Literal(key[-3:])}))",
            f"ORDER BY ABS(STRLEN(?key) - {len(key)}) ?name LIMIT {_MOST_NEAR}",
        )
        found |= {(iri, id_of(iri)) for iri, _ in found}
        return nearest(key, {exact_key(shown): shown for _, shown in sorted(found)})

    def _same(self, name: str, form: Callable[[str], str]) -> set[str]:
        return {iri for iri, shown in self._all_alike(name) if form(shown) == form(name)}

    def _all_alike(self, name: str) -> set[tuple[str, str]]:
        bare = re.sub(_MARKS, "", exact_key(name))
        if bare not in self._alike:
            marks, key = Literal(_MARKS), Literal(bare)
            local = 'REPLACE(STR(?e), "^.*[/#]", "")'
            same = (f'REPLACE({_lower(t)}, {marks}, "") = {key}' for t in ("?name", local))
            found = self._names(f"FILTER({' || '.join(same)})")
            self._alike[bare] = found | {(iri, id_of(iri)) for iri, _ in found}
        return self._alike[bare]

    def _names(self, condition: str, order: str = "") -> set[tuple[str, str]]:
        solutions = self._engine.query(
            f"SELECT ?e ?name WHERE {{ VALUES ?property {{ {_PROPERTIES} }} "
            f"?e ?property ?name . FILTER(ISIRI(?e)) {condition} }} {order}"
        )
        if not isinstance(solutions, QuerySolutions):
            return set()
        return {(row["e"].value, row["name"].value) for row in solutions}


def _lower(term: str) -> str:
    # STR around LCASE: Virtuoso's functions trip over what LCASE makes of letters beyond ASCII.
    return f"STR(LCASE(STR({term})))"
