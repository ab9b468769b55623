"""Files of RDF: which there are, in which format, and their triples with clear errors."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from healcare_kg.errors import DataSyntaxError, InputError
from healcare_kg.files import read_bytes

__all__ = ["FORMATS", "check_entities", "data_files", "parse_file", "paths_of", "rdf_format"]

FORMATS: dict[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".ntriples": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".nquads": RdfFormat.N_QUADS,
    ".n3": RdfFormat.N3,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
_ENTITY = re.compile(rb"""<!ENTITY\s+(?P<name>[^\s%]+)\s+(?P<value>"[^"]*"|'[^']*')""")
_REFERENCE = re.compile(rb"&([^\s;#&]+);")
_LONGEST_DOCTYPE = 1_000_000
_LARGEST_ENTITY = 100_000
# In a folder these are more often something else (a catalog, a package file) than RDF.
_ONLY_WHEN_NAMED = {".xml", ".json"}


def rdf_format(path: Path) -> RdfFormat:
    """The format a file's ending stands for; InputError where it stands for none."""
    known = FORMATS.get(path.suffix.lower())
    if known is None:
        raise InputError(
            f"{path}: the ending {path.suffix or '(none)'!r} is of no RDF format; "
            f"use one of {', '.join(FORMATS)}"
        )
    return known


def paths_of(paths: Path | str | Iterable[Path | str]) -> list[Path]:
    """Paths as a program gives them: one, or several."""
    return [Path(paths)] if isinstance(paths, Path | str) else list(map(Path, paths))


def data_files(paths: Iterable[Path]) -> list[Path]:
    """The RDF files that `paths` (files or folders) stand for, each once, sorted by folder."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p
                for p in path.rglob("*")
                if p.suffix.lower() in FORMATS
                and p.suffix.lower() not in _ONLY_WHEN_NAMED
                and p.is_file()
            )
            if not inside:
                raise InputError(
                    f"{path}: no RDF file in this folder (looked for "
                    f"{', '.join(e for e in FORMATS if e not in _ONLY_WHEN_NAMED)})"
                )
            found.update(dict.fromkeys(inside))
        elif path.exists():
            rdf_format(path)
            found[path] = None
        else:
            raise InputError(f"{path}: no such file or folder")
    return list(found)


def parse_file(path: Path) -> Iterator[Quad]:
    """The quads of one file as they are written; a relative IRI is resolved against the file.

    Raises DataSyntaxError with line and column, InputError where the file can't be read.
    """
    data = read_bytes(path)
    if rdf_format(path) is RdfFormat.RDF_XML:
        check_entities(path)
    try:
        yield from pyoxigraph.parse(
            data, format=rdf_format(path), base_iri=path.resolve().as_uri(), rename_blank_nodes=True
        )
    except (SyntaxError, ValueError) as error:
        raise syntax_error(path, data, error) from None


def check_entities(path: Path) -> None:
    """Raise DataSyntaxError for RDF/XML whose few entities would fill the memory.

    Each may stand for several others ("a billion laughs"), and the parser writes them all out.
    """
    sizes: dict[bytes, int] = {}
    for match in _ENTITY.finditer(read_bytes(path)[:_LONGEST_DOCTYPE]):
        named = _REFERENCE.findall(match["value"])
        sizes[match["name"]] = len(match["value"]) + sum(sizes.get(name, 0) for name in named)
        if sizes[match["name"]] > _LARGEST_ENTITY:
            name = match["name"].decode("utf-8", "replace")
            raise DataSyntaxError(path, f"the entity &{name}; stands for too much text")


def syntax_error(path: Path, data: bytes, error: Exception) -> DataSyntaxError:
    """The parser's error with its place, or the place of the first byte that is not UTF-8."""
    if data.startswith(codecs.BOM_UTF8):
        return DataSyntaxError(
            path,
            "begins with a byte order mark; save it as UTF-8 without one (fmt does so to Turtle)",
            line=1,
            column=1,
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as invalid:
        before = data[: invalid.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return DataSyntaxError(
            path,
            f"byte 0x{data[invalid.start]:02x} is not valid UTF-8; save the file as UTF-8",
            line=before.count(b"\n") + 1,
            column=column,
        )
    if "LoadDocumentCallback" in str(error):
        return DataSyntaxError(
            path, "its @context is an address, and nothing is fetched; put the context in the file"
        )
    message = re.sub(
        r"^Parser error (at|between) line .*?: ", "", str(getattr(error, "msg", error))
    )
    row: int | None = getattr(error, "lineno", None)
    offset: int | None = getattr(error, "offset", None)
    if row is None and rdf_format(path) is RdfFormat.RDF_XML:
        row, offset = _place_in_xml(data)
    return DataSyntaxError(path, message.strip().rstrip("."), line=row, column=offset)


def _place_in_xml(data: bytes) -> tuple[int | None, int | None]:
    """Where a file stops being well-formed XML, which the parser of RDF/XML does not tell."""
    from xml.parsers import expat

    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as error:
        return error.lineno, error.offset + 1
    return None, None
