"""HermiT, as owlready2 ships it, in a Java process: what follows, and which sets are inconsistent.

The jar is called here and not through owlready2's own functions, which need the graph in a store
of theirs, leave their temporary file behind when something fails, and drop the property hierarchy
that a closure needs.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from healcare_kg.errors import InputError, MissingToolError, ToolError

__all__ = ["Answer", "Hermit", "MalformedLiteralError"]

_MAIN = "org.semanticweb.HermiT.cli.CommandLine"
_JVM = (
    "-Xmx2g",
    "-Dfile.encoding=UTF-8",  # else Java 17 reads the files in the locale's encoding
    "-XX:+UseSerialGC",
)
_SHORT_RUN = "-XX:TieredStopAtLevel=1"  # starts faster, and the small questions are many
_MOST_FILES = 400  # a command line is limited
_RELATION = re.compile(r"^(\w+)\( (.*<.*) \)$", re.MULTILINE)
_TERM = re.compile(r"(ObjectInverseOf\( )?[<>]([^<>\s]+)>")  # HermiT prints some with "> >"
_PROPERTY = re.compile(
    r"^<([^>]+)> \(known instances:\s*(.*?)\s*\|?\s*possible instances:\s*(.*?)\s*\)?\s*$",
    re.MULTILINE,
)
_PAIR = re.compile(r"\(<([^>]+)>, <([^>]+)>\)")
_MALFORMED = re.compile(
    r'MalformedLiteralException: Literal "(.*)"\^\^<([^>]+)> is malformed', re.DOTALL
)
_EXCEPTION = re.compile(r'Exception in thread "main" (?:[\w.$]*\.)?(\w+)(?:: (.*))?')
# A conclusion that follows from what is inconsistent and from nothing else. It is about a node
# without a name because HermiT stops with an error at any other question to an inconsistent graph.
_CONCLUSION = (
    "_:x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:healcare-kg:none> .\n"
    "<urn:healcare-kg:none> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<http://www.w3.org/2002/07/owl#Class> .\n"
)


class MalformedLiteralError(Exception):
    """A literal whose text is no value of its datatype, at which HermiT stops."""

    def __init__(self, text: str, datatype: str) -> None:
        self.text, self.datatype = text, datatype
        super().__init__(f'"{text}"^^<{datatype}>')


@dataclass(frozen=True)
class Answer:
    """What HermiT prints of a graph; IRIs throughout, `^` before that of an inverse property.

    `relations` are (`SubClassOf`, a, b) and so on, of direct relations only; `types` the most
    specific classes of individuals; `pairs` by property what no property below it says;
    `undecided` counts pairs that HermiT has only as possible.
    """

    consistent: bool
    relations: tuple[tuple[str, tuple[str, ...]], ...] = ()
    types: frozenset[tuple[str, str]] = frozenset()
    pairs: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    undecided: int = 0


class Hermit:
    """HermiT with one Java runtime. Raises MissingToolError where owlready2 is not installed."""

    def __init__(self, java: Path) -> None:
        self._java = java
        spec = find_spec("owlready2")
        if spec is None or spec.origin is None:
            raise MissingToolError("HermiT comes with owlready2; install it: pip install owlready2")
        folder = Path(spec.origin).parent / "hermit"
        self._classpath = os.pathsep.join([str(folder), str(folder / "HermiT.jar")])

    def classify(self, text: str) -> Answer:
        """What follows from a graph in N-Triples.

        Raises MalformedLiteralError; InputError where HermiT refuses the graph as no OWL 2 DL;
        ToolError where Java or HermiT fails.
        """
        out, error = self._run(["-c", "-O", "-D", "-I", "-Y"], [text], short=False)
        if "InconsistentOntologyException" in error:
            return Answer(consistent=False)
        if error:
            raise _failure(error)
        return _read_answer(out)

    def inconsistent(self, texts: Sequence[str]) -> list[bool]:
        """Of each graph in N-Triples, whether it is inconsistent. Raises as `classify` does."""
        verdicts: list[bool] = []
        while len(verdicts) < len(texts):
            batch = texts[len(verdicts) : len(verdicts) + _MOST_FILES]
            out, error = self._run(["--conclusion", "conclusion.nt", "-E"], batch, short=True)
            answers = [line == "true" for line in out.splitlines() if line in ("true", "false")]
            verdicts += answers
            if len(answers) < len(batch):
                raise _failure(error)
        return verdicts

    def _run(self, options: Sequence[str], texts: Sequence[str], *, short: bool) -> tuple[str, str]:
        """Standard output and error of one process that is given each graph as a file."""
        with tempfile.TemporaryDirectory(prefix="healcare-kg-") as folder:
            names = [f"{number}.nt" for number in range(len(texts))]
            for name, text in zip([*names, "conclusion.nt"], [*texts, _CONCLUSION], strict=True):
                (Path(folder) / name).write_text(text, encoding="utf-8", newline="\n")
            base = Path(folder).resolve().as_uri()
            options = [f"{base}/{o}" if o.endswith(".nt") else o for o in options]
            command = [
                str(self._java),
                *_JVM,
                *([_SHORT_RUN] if short else []),
                *("-cp", self._classpath, _MAIN, "--ignoreUnsupportedDatatypes"),
                *options,
                *names,
            ]
            status, out, problems = self._output(command, folder)
        failed = status != 0 or "pear-shaped" in problems
        return out.replace("\r", ""), (problems or f"exit status {status}") * failed

    def _output(self, command: Sequence[str], folder: str) -> tuple[int, str, str]:
        """The exit status, standard output and error of a process that ends with this one."""
        pipe = subprocess.PIPE
        try:
            process = subprocess.Popen(command, stdout=pipe, stderr=pipe, cwd=folder)
        except OSError as error:
            raise ToolError(
                f"{self._java}: can't be started: {(error.strerror or str(error)).lower()}"
            ) from None
        try:
            out, problems = process.communicate()
        except BaseException:  # interrupted: its files are about to be removed
            process.kill()
            process.wait()
            raise
        return (
            process.returncode,
            out.decode("utf-8", "replace"),
            problems.decode("utf-8", "replace"),
        )


def _failure(error: str) -> Exception:
    """The exception for what Java wrote on standard error."""
    malformed = _MALFORMED.search(error)
    if malformed:
        return MalformedLiteralError(malformed[1], malformed[2])
    thrown = _EXCEPTION.search(error)
    name, said = (thrown[1], thrown[2] or "") if thrown else ("", "")
    if name == "OutOfMemoryError":
        return ToolError("HermiT ran out of memory (2 GB); give it fewer files")
    if name == "IllegalArgumentException":
        return InputError(
            f"HermiT refuses the graph as no OWL 2 DL: {said.strip().rstrip('.')}; "
            "`reason --profile` lists what is not"
        )
    first = next((line for line in error.splitlines() if line.strip()), "no message")
    return ToolError(f"HermiT failed: {f'{name}: {said}'.rstrip(': ') if thrown else first}")


def _read_answer(out: str) -> Answer:
    relations, types = list[tuple[str, tuple[str, ...]]](), set[tuple[str, str]]()
    for name, arguments in _RELATION.findall(out):
        iris = tuple(f"{'^' * bool(inverse)}{iri}" for inverse, iri in _TERM.findall(arguments))
        if name == "Type":
            types.add((iris[0], iris[1]))
        else:
            relations.append((name, iris))
    pairs, undecided = dict[str, frozenset[tuple[str, str]]](), 0
    for iri, known, possible in _PROPERTY.findall(out):
        pairs[iri] = frozenset(_PAIR.findall(known))
        undecided += len(_PAIR.findall(possible))
    return Answer(True, tuple(relations), frozenset(types), pairs, undecided)
