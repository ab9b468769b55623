"""Names of a graph behind an endpoint, looked up by queries."""

from __future__ import annotations

from pyoxigraph import Literal, QuerySolutions

from healcare_kg.names import exact_key, loose_key, nearest
from healcare_kg.namespaces import KG, PREFIXES, RDFS
from healcare_kg.store import Engine

__all__ = ["EndpointNames"]

_PROPERTIES = f"<{RDFS}label> <{PREFIXES['skos']}altLabel>"
_LANGUAGES = (None, "en", "zh")
_MOST_NEAR = 500


class EndpointNames:
    """A NameIndex that asks an engine.

    A name is first looked for as people write it, in the usual cases and languages, which every
    server has an index for. Only if nothing has it so are all names compared.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def exact(self, name: str) -> set[str]:
        """As in NameIndex."""
        key = exact_key(name)
        found = self._as_written(name) or self._all_like(name)
        return {iri for iri, shown in found if exact_key(shown) == key}

    def loose(self, name: str) -> set[str]:
        """As in NameIndex."""
        key = loose_key(name)
        return {iri for iri, shown in self._all_like(name) if loose_key(shown) == key}

    def near(self, name: str) -> list[str]:
        """As in NameIndex; names that begin or end alike."""
        key = exact_key(name)
        begins, ends = Literal(key[:2]), Literal(key[-3:])
        found = self._names(
            f"BIND(LCASE(STR(?name)) AS ?key) "
            f"FILTER(STRSTARTS(?key, {begins}) || STRENDS(?key, {ends}))",
            limit=_MOST_NEAR,
        )
        return nearest(key, {exact_key(shown): shown for _, shown in found})

    def _as_written(self, name: str) -> set[tuple[str, str]]:
        forms = {f(name.strip()) for f in (str, exact_key, str.upper, str.title, str.capitalize)}
        literals = " ".join(
            str(Literal(form, language=language))
            for form in sorted(forms)
            for language in _LANGUAGES
        )
        return self._names(values=f"VALUES ?name {{ {literals} }}")

    def _all_like(self, name: str) -> set[tuple[str, str]]:
        key = loose_key(name)
        same = f'FILTER(REPLACE(LCASE(STR(?name)), "[ _-]", "") = {Literal(key)})'
        found = self._names(same)
        # An id is a name too; only entities of ours have ids.
        return found | {(KG + form, form) for form in {exact_key(name), key} if form.isascii()}

    def _names(
        self, condition: str = "", *, values: str = "", limit: int | None = None
    ) -> set[tuple[str, str]]:
        solutions = self._engine.query(
            f"SELECT DISTINCT ?e ?name WHERE {{ {values} VALUES ?property {{ {_PROPERTIES} }} "
            f"?e ?property ?name . {condition} FILTER(ISIRI(?e)) }}"
            + (f" LIMIT {limit}" if limit else "")
        )
        if not isinstance(solutions, QuerySolutions):
            return set()
        return {(row["e"].value, row["name"].value) for row in solutions}
