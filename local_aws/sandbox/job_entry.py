"""Plays the start script of Braket's job container: runs the customer's entry point in the unpacked archive.

Usage: python -I -S job_entry.py CODE FAILURE UNCAUGHT PACKAGES…, in the job's environment and the container's own
directory, with the archive's directory, two files for what goes wrong, and the environment's package directories.

As in the container (github.com/amazon-braket/amazon-braket-containers, src/braket_container.py): the archive's root
comes last on the module path; `package.module:function` is imported and called, a bare module name is run;
hyperparameters are bound to the function's parameters where they fit. What the function raises is written to FAILURE;
what fails before it is called only ends the container, so it goes to UNCAUGHT here. The container calls the function in
a child process, with the archive's root as its directory; this is one process, which ends as that child would.
"""

import importlib
import inspect
import json
import os
import runpy
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import lifeline  # type: ignore[import-not-found]  # found beside this file only now


def main(code: str, failure_file: str, uncaught_file: str, *packages: str) -> int:
    """Runs the entry point named by AMZN_BRAKET_SCRIPT_ENTRY_POINT; the container's exit code."""
    lifeline.hold()
    sys.path.remove(str(Path(__file__).parent))
    sys.path += [*packages, code]
    sys.argv = ["braket_container.py", *json.loads(os.environ.get("SM_USER_ARGS", "[]"))]
    try:
        function = _find(os.environ["AMZN_BRAKET_SCRIPT_ENTRY_POINT"])
        print("Running Code As Process", flush=True)
        arguments = _bound_hyperparameters(function)
    except Exception as fault:
        _note(fault, uncaught_file)
        raise
    os.chdir(code)
    exit_code = _call(function, arguments, failure_file)
    print("Code Run Finished", flush=True)
    return exit_code


def _find(entry_point: str) -> Callable[..., Any]:
    module_name, colon, function_name = entry_point.partition(":")
    if not colon:
        return lambda: runpy.run_module(entry_point, run_name="__main__")
    function: Callable[..., Any] = getattr(importlib.import_module(module_name), function_name)
    return function


def _bound_hyperparameters(function: Callable[..., Any]) -> dict[str, Any]:
    """The hyperparameters, cast by the parameters' annotations, when they fit the signature; otherwise nothing.

    An annotation that is a string, as `from __future__ import annotations` makes them all, is called like any other,
    which fails: so it does in the container.
    """
    file = os.environ.get("AMZN_BRAKET_HP_FILE")
    if file is None:
        return {}
    hyperparameters = json.loads(Path(file).read_text())
    try:
        inspect.signature(function).bind(**hyperparameters)
    except TypeError:
        return {}
    annotations = inspect.getfullargspec(function).annotations
    return {name: annotations.get(name, str)(value) for name, value in hyperparameters.items()}


def _call(function: Callable[..., Any], arguments: dict[str, Any], failure_file: str) -> int:
    """Calls the function as Python's multiprocessing does in a child process; the child's exit code."""
    try:
        function(**arguments)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr, flush=True)
        return 1
    except BaseException as fault:  # noqa: BLE001  # a KeyboardInterrupt ends a child process with 1, too
        traceback.print_exc()
        if isinstance(fault, Exception):
            _note(fault, failure_file)
        return 1
    return 0


def _note(fault: Exception, file: str) -> None:
    text = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
    with open(file, "a", errors="backslashreplace") as notes:
        notes.write(text)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
