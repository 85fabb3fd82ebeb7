"""Reads pip's requirements files: https://pip.pypa.io/en/stable/reference/requirements-file-format/."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

COMMENT = re.compile(r"(^|\s+)#.*$")
NESTED = re.compile(r"^(?:(-r|--requirement)|(-c|--constraint))[\s=]*(?P<file>\S.*)$")


class Line(NamedTuple):
    """A line of a requirements file, and where it stands, as pip names it."""

    text: str
    origin: str
    is_constraint: bool


def read_requirements(file: Path, root: Path) -> Iterator[Line]:
    """The lines of a file and of those that it includes; files are named by their place below `root`.

    Raises:
        OSError: for a file that cannot be read.
    """
    yield from _read(file, root, set(), is_constraint=False)


def _read(file: Path, root: Path, seen: set[Path], *, is_constraint: bool) -> Iterator[Line]:
    if file.resolve() in seen:
        return
    seen.add(file.resolve())
    name = os.path.relpath(file, root)
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, name) from fault
    for number, line in _logical_lines(text):
        nested = NESTED.match(line)
        if nested:
            constraints = is_constraint or nested[2] is not None
            yield from _read(file.parent / nested["file"].strip(), root, seen, is_constraint=constraints)
        else:
            yield Line(line, f"-{'c' if is_constraint else 'r'} {name} (line {number})", is_constraint)


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines without comments and empty ones, with those joined that a backslash continues; each with its number."""
    joined, first = "", 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        first = first or number
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            joined += line[:-1]
            continue
        whole, joined = COMMENT.sub("", joined + line).strip(), ""
        if whole:
            yield first, whole
        first = 0
