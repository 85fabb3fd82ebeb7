"""Installs QOKit into .build/qokit and compiles its C simulator: `.venv/bin/python -m benchmarks.qaoa.qokit_build`.

What PyPI has of QOKit 0.1.4 lacks the C simulator's header files and its makefile, so that no installation from there
has the simulator, and its pinned dependencies contradict ours. But its C sources are there, and need no more than each
other. They are compiled twice: with the flags of the makefile in its repository, which has no optimisation, and with
what a careful user would give them.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal, get_args

Variant = Literal["own", "native"]

RELEASE = "0.1.4"
OPTIMISATION: dict[Variant, tuple[str, ...]] = {"own": (), "native": ("-O3", "-march=native")}
FLAGS = ("-fopenmp", "-fPIC", "-Wall", "-shared")
UNITS = ("diagonal", "fur", "qaoa_fur")
"""Its C files, each after those whose functions it calls."""

BUILD = Path(__file__).resolve().parents[2] / ".build" / "qokit"


def folder(variant: Variant) -> Path:
    """Where a variant is imported from."""
    return BUILD / variant


def missing() -> str | None:
    """Why QOKit cannot be timed, and what to do; None if it can."""
    if all(_library(variant).is_file() for variant in get_args(Variant)):
        return None
    return "not built; `.venv/bin/python -m benchmarks.qaoa.qokit_build` does it, with gcc and PyPI"


def main() -> None:
    """Builds both variants, unless they are there."""
    if missing() is None:
        return
    if shutil.which("gcc") is None:
        sys.exit("QOKit is not built: gcc is not on the PATH")
    for variant in get_args(Variant):
        shutil.rmtree(folder(variant), ignore_errors=True)
        _install(variant)
        _compile(variant)


def _install(variant: Variant) -> None:
    """Without its dependencies, and without the imports of all of them from its first lines."""
    uv = Path(sys.executable).with_name("uv")
    target = str(folder(variant))
    command = [str(uv), "pip", "install", "--quiet", "--python", sys.executable, "--no-deps", "--target", target]
    subprocess.run([*command, f"qokit=={RELEASE}"], check=True)
    for package in ("qokit", "qokit/fur"):
        (folder(variant) / package / "__init__.py").write_text("", encoding="utf-8")


def _compile(variant: Variant) -> None:
    """As one unit, in which definitions stand for the prototypes of the headers, which are empty."""
    source = _library(variant).parent / "src"
    lines = ["#include <stddef.h>"]
    for unit in UNITS:
        (source / f"{unit}.h").touch()
        lines.append(f'#include "{unit}.c"')
    (source / "simulator.c").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = ["gcc", *OPTIMISATION[variant], *FLAGS, "-I.", "simulator.c", "-o", str(_library(variant)), "-lm"]
    subprocess.run(command, cwd=source, check=True)


def _library(variant: Variant) -> Path:
    return folder(variant) / "qokit" / "fur" / "c" / "csim" / "libcsim.so"


if __name__ == "__main__":
    main()
