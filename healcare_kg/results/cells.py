"""One value of an answer as the text of a cell, and how wide a text is."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from healcare_kg.namespaces import curie

__all__ = ["cell_text", "columns", "printable"]


def cell_text(term: NamedNode | BlankNode | Literal | Triple | None) -> str:
    """One value for people: an IRI in its short form, a literal's text, nothing for no value."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return curie(term.value) or term.value
    return term.value if isinstance(term, Literal) else str(term)


def columns(text: str) -> int:
    """The columns a text takes in a terminal; a Chinese character takes two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def printable(cell: str) -> str:
    """A cell without control characters, which would move the cursor or tear a row apart."""
    if cell.isprintable():
        return cell
    return "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in cell)
