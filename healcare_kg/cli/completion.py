"""What a shell offers behind a half-typed word: ids of entities of the shipped graph."""

from __future__ import annotations

import re

import click

__all__ = ["complete_entity", "entities_like"]

_MOST = 50
_ID = re.compile(r"[a-z0-9-]*\Z")


def complete_entity(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of entities that begin with what is typed."""
    return entities_like(incomplete)


def entities_like(typed: str, cls: str = "Entity") -> list[str]:
    """Ids that begin with a text, of entities of a class (a local name, or `Entity` for any).

    Names with blanks or Chinese characters are not offered: a shell would split or escape them.
    """
    from pyoxigraph import QuerySolutions

    from healcare_kg.errors import HealcareError
    from healcare_kg.knowledge_graph import open_graph
    from healcare_kg.namespaces import HKG, KG, OWL, RDFS

    beginning = typed.lower()
    if not _ID.match(beginning):
        return []
    of_class = "" if cls == "Entity" else f"; a/<{RDFS}subClassOf>* <{HKG}{cls}>"
    try:
        found = open_graph().engine.query(
            f"SELECT DISTINCT ?e WHERE {{ ?e a <{OWL}NamedIndividual> {of_class} . "
            f'FILTER(STRSTARTS(STR(?e), "{KG}{beginning}") || '
            f'STRSTARTS(STR(?e), "{HKG}{beginning}")) }} ORDER BY ?e LIMIT {_MOST}'
        )
    except HealcareError:
        return []  # a shell waits for words, not for errors
    assert isinstance(found, QuerySolutions)
    return [row["e"].value.removeprefix(KG).removeprefix(HKG) for row in found]
