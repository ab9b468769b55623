"""The YAML front matter of a card, read strictly and without trust in the file.

The Hub reads YAML 1.2: `no` is Norwegian and not false, a date is a text. Aliases are refused, for
a few of them can stand for billions of values, and so is a key that stands twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from healcare_kg.errors import DataSyntaxError, InputError
from healcare_kg.files import read_bytes
from healcare_kg.rdf_files import syntax_error

if TYPE_CHECKING:
    import yaml

__all__ = ["FrontMatter", "read_front_matter"]

_LARGEST_FILE = 32 * 2**20
_LARGEST_FRONT_MATTER = 2**20
# Scalars of YAML 1.2's core schema (section 10.3.2) and the characters that they begin with.
_SCALARS = {
    "null": (r"~|null|Null|NULL", "~nN"),
    "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (r"[-+]?[0-9]+", "-+0123456789"),
    "float": (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
}
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class FrontMatter:
    """A card's keys and values, the line of each key, and the Markdown below."""

    path: Path
    values: Mapping[str, Any]
    lines: Mapping[str, int]
    body: str

    def error(self, key: str, message: str) -> DataSyntaxError:
        """An error at the line of a key."""
        return DataSyntaxError(self.path, f"{key}: {message}", line=self.lines.get(key, 1))


def read_front_matter(path: Path) -> FrontMatter:
    """The front matter of a card.

    Numbers come as int and Decimal, dates as text. Raises DataSyntaxError with the line, InputError
    for a file that can't be read or is too large.
    """
    if path.is_file() and path.stat().st_size > _LARGEST_FILE:
        raise InputError(f"{path}: larger than {_LARGEST_FILE // 2**20} MiB, which no card is")
    data = read_bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise syntax_error(path, data, error) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    block, first_line, body = _split(path, text)
    values, lines = _load(path, block, first_line)
    return FrontMatter(path, values, lines, body)


def _split(path: Path, text: str) -> tuple[str, int, str]:
    """The YAML between the first two `---` lines, the line before it, and what follows."""
    start = len(text) - len(text.lstrip())
    opening = _FENCE.match(text, start)
    if opening is None:
        raise DataSyntaxError(
            path, "no front matter: a card begins with a line '---', YAML and a line '---'", line=1
        )
    closing = _FENCE.search(text, opening.end())
    before = text.count("\n", 0, opening.start()) + 1
    if closing is None:
        raise DataSyntaxError(path, "the front matter has no closing line '---'", line=before)
    block = text[opening.end() : closing.start()]
    if len(block) > _LARGEST_FRONT_MATTER:
        raise DataSyntaxError(path, "the front matter is larger than 1 MiB", line=before)
    return block, before, text[closing.end() :]


def _load(path: Path, block: str, first_line: int) -> tuple[dict[str, Any], dict[str, int]]:
    import yaml

    loader = _loader_class()(block)
    try:
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if not isinstance(node, yaml.MappingNode):
            raise DataSyntaxError(
                path, "the front matter is no list of 'key: value'", line=first_line + 1
            )
        lines = {str(k.value): first_line + k.start_mark.line for k, _ in node.value}
        values = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DataSyntaxError(
            path,
            (error.problem or str(error)).strip(),
            line=first_line + mark.line if mark else first_line,
            column=mark.column + 1 if mark else None,
        ) from None
    except yaml.YAMLError as error:
        raise DataSyntaxError(path, str(error).splitlines()[0], line=first_line) from None
    except (ValueError, TypeError, ArithmeticError, AttributeError) as error:
        # A tag such as !!int before something that is none.
        message = f"a value is not what its tag says: {error}"
        raise DataSyntaxError(path, message, line=first_line) from None
    except RecursionError:
        raise DataSyntaxError(path, "the YAML is nested too deeply", line=first_line) from None
    finally:
        loader.dispose()
    return {str(key): value for key, value in values.items()}, lines


@cache
def _loader_class() -> type[yaml.SafeLoader]:
    """A safe loader with YAML 1.2's scalars and no aliases; made once, when PyYAML is needed."""
    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML reads a plain class attribute

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                mark = self.get_event().start_mark  # type: ignore[no-untyped-call]
                problem = "an alias (*name) stands here; write the value out"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            seen = set()
            for key, _ in node.value:
                if not isinstance(key, yaml.ScalarNode) or key.value in seen:
                    shown = str(getattr(key, "value", ""))[:40]
                    problem = f"the key {shown!r} stands twice or is no text"
                    raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
                seen.add(key.value)
            return super().construct_mapping(node, deep=deep)

    for tag, (pattern, first) in _SCALARS.items():
        match = re.compile(rf"(?:{pattern})\Z")
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", match, list(first))
    Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"\Z"), [""])
    Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
    Loader.add_constructor("tag:yaml.org,2002:int", _integer)
    return Loader


def _decimal(loader: Any, node: Any) -> Decimal:
    return Decimal(loader.construct_scalar(node))


def _integer(loader: Any, node: Any) -> int | str:
    text: str = loader.construct_scalar(node)
    # Python refuses to read a number of thousands of digits; no card means one.
    return int(text) if len(text) <= 100 else text  # noqa: PLR2004
