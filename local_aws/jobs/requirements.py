"""A job's requirements.txt files, held against the packages that the job has here.

The container runs `pip install -r` with every requirements.txt that it finds in the archive, at any depth, and goes on
whatever comes of it. Here nothing is downloaded: each requirement is looked up among the installed packages, and the
answer is in pip's words. So a program that needs a package which is not here fails where it imports it, and the log
says why.
"""

import os
import re
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from local_aws.jobs.requirements_file import Line, read_requirements

NOTICE = "This account installs nothing: requirements are looked up among the packages that it has."
PER_REQUIREMENT_OPTION = re.compile(r"\s+--(hash|config-settings|global-option)\b.*$")
ELSEWHERE = re.compile(r"^(-e\b|--editable\b|\.|/|[\w.+-]+://|[^\s\[;]+\.(whl|zip|tar\.gz)$)")
"""What is fetched from a place of its own: a URL, a repository, a directory or an archive."""


def check_requirements(root: Path, packages: Sequence[str]) -> Iterator[str]:
    """What pip would say to every requirements.txt below a directory, with the packages in these directories."""
    found = [Path(directory) for directory, _, names in os.walk(root) if "requirements.txt" in names]
    if not found:
        return
    yield NOTICE
    environment = PackageEnvironment(packages)
    for directory in sorted(found):
        yield from environment.check_file(directory / "requirements.txt", root)


class PackageEnvironment:
    """The packages in some directories."""

    def __init__(self, directories: Sequence[str]) -> None:
        self._installed: dict[str, metadata.Distribution] = {}
        for distribution in metadata.distributions(path=list(directories)):
            if distribution.metadata["Name"]:  # a damaged package has none
                self._installed.setdefault(canonicalize_name(distribution.metadata["Name"]), distribution)
        self._constraints: dict[str, SpecifierSet] = {}
        self._seen: set[str] = set()

    def check_file(self, file: Path, root: Path) -> Iterator[str]:
        """pip's words about one file."""
        self._constraints, self._seen = {}, set()
        try:
            lines = list(read_requirements(file, root))
        except OSError as fault:
            yield f"ERROR: Could not open requirements file: {fault}"
            return
        for line in sorted(lines, key=lambda line: not line.is_constraint):  # they hold for the lines before them, too
            yield from self._check_line(line)

    def _check_line(self, line: Line) -> Iterator[str]:
        if ELSEWHERE.match(line.text):
            yield f"WARNING: {line.text} cannot be checked without a network, and is not installed (from {line.origin})"
            return
        if line.text.startswith("-"):
            yield f"WARNING: the option {line.text} means nothing without a network (from {line.origin})"
            return
        try:
            requirement = Requirement(PER_REQUIREMENT_OPTION.sub("", line.text))
        except InvalidRequirement as fault:
            reason = str(fault).splitlines()[0]
            yield f"ERROR: Invalid requirement: {line.text!r}: {reason} (from {line.origin})"
            return
        if line.is_constraint:
            name = canonicalize_name(requirement.name)
            self._constraints[name] = self._constraints.get(name, SpecifierSet()) & requirement.specifier
        else:
            yield from self._check(requirement, line.origin)

    def _check(self, requirement: Requirement, origin: str) -> Iterator[str]:
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            yield f"Ignoring {requirement.name}: markers '{requirement.marker}' don't match your environment"
            return
        if requirement.url:
            yield f"WARNING: {requirement} cannot be checked without a network, and is not installed (from {origin})"
            return
        name = canonicalize_name(requirement.name)
        wanted = requirement.specifier & self._constraints.get(name, SpecifierSet())
        extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
        shown = f"{requirement.name}{extras}{wanted}"
        found = self._installed.get(name)
        if found is None or not wanted.contains(found.version, prereleases=True):
            yield f"ERROR: Could not find a version that satisfies the requirement {shown} (from versions: none)"
            yield f"ERROR: No matching distribution found for {shown}"
            return
        yield f"Requirement already satisfied: {shown} in site-packages (from {origin}) ({found.version})"
        for extra in sorted(requirement.extras):
            yield from self._check_extra(found, extra)

    def _check_extra(self, distribution: metadata.Distribution, extra: str) -> Iterator[str]:
        """What an extra adds to a package's own needs, once."""
        name, extra = distribution.metadata["Name"], canonicalize_name(extra)
        provided = distribution.metadata.get_all("Provides-Extra") or []
        if extra not in map(canonicalize_name, provided):
            yield f"WARNING: {name} {distribution.version} does not provide the extra '{extra}'"
        if f"{name}[{extra}]" in self._seen:
            return
        self._seen.add(f"{name}[{extra}]")
        for needed in map(Requirement, distribution.requires or []):
            if "extra" in str(needed.marker) and needed.marker and needed.marker.evaluate({"extra": extra}):
                needed.marker = None
                yield from self._check(needed, name)
