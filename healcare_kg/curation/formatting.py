"""Turtle files in the canonical form."""

from __future__ import annotations

import codecs
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from healcare_kg.curation.comments import later_comment, leading_comment
from healcare_kg.errors import DataSyntaxError, InputError
from healcare_kg.files import read_bytes
from healcare_kg.rdf_files import FORMATS, syntax_error
from healcare_kg.turtle import canonical_turtle

__all__ = ["formatted", "turtle_files"]


def turtle_files(paths: list[Path]) -> list[Path]:
    """The Turtle files that files and folders stand for, sorted in each folder.

    Raises InputError for what is missing or is another format.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _is_turtle(p) and p.is_file())
            if not inside:
                raise InputError(f"{path}: no Turtle file (.ttl) in this folder")
            found.update(dict.fromkeys(inside))
        elif not path.exists():
            raise InputError(f"{path}: no such file or folder")
        elif not _is_turtle(path):
            known = FORMATS.get(path.suffix.lower())
            what = known.name if known else "no format that is known"
            raise InputError(
                f"{path}: is {what}, and fmt writes Turtle only; convert it first "
                f"(query -e 'CONSTRUCT WHERE {{ ?s ?p ?o }}' --data {path} -o {path.stem}.ttl)"
            )
        else:
            found[path] = None
    return list(found)


def formatted(path: Path, *, drop_comments: bool = False) -> tuple[bytes, bytes]:
    """The content of a Turtle file and its canonical form.

    The comment lines at the top are kept. Raises DataSyntaxError with the line for a comment
    elsewhere (unless it may be dropped), a relative IRI, or what is not Turtle.
    """
    data = read_bytes(path)
    content = data.removeprefix(codecs.BOM_UTF8)
    try:
        # Without a base: an IRI resolved against the file would hold this machine's path.
        quads = list(pyoxigraph.parse(content, format=RdfFormat.TURTLE, rename_blank_nodes=True))
        text = content.decode()
    except (SyntaxError, ValueError) as error:
        raise _relative(syntax_error(path, content, error)) from None
    lost = None if drop_comments else later_comment(text)
    if lost:
        line, comment = lost
        raise DataSyntaxError(
            path,
            f"the comment {comment!r} would be lost; move it to the top of the file, make it a "
            "statement (rdfs:comment), or give --drop-comments",
            line=line,
        )
    try:
        body = canonical_turtle(quad.triple for quad in quads)
    except InputError as error:
        raise DataSyntaxError(path, str(error)) from None
    comment = leading_comment(text)
    return data, (f"{comment}\n{body}" if comment and body else comment + body).encode()


def _is_turtle(path: Path) -> bool:
    return path.suffix.lower() in (".ttl", ".turtle")


def _relative(error: DataSyntaxError) -> DataSyntaxError:
    if "No scheme found" not in str(error):
        return error
    return DataSyntaxError(
        error.path,
        "a relative IRI; write it in full, or give the file an @base",
        line=error.line,
        column=error.column,
    )
