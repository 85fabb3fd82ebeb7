"""`python -m quantum_code.main`: the same run on this machine, without a job and without AWS."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from contract.devices import DeviceKind, find_device
from contract.errors import InvalidPlan, InvalidRequest, PipelineError, ProblemNotFound
from contract.run_plan import (
    AlgorithmName,
    AnsatzName,
    EvaluationName,
    GradientName,
    MixerName,
    ObjectiveName,
    OptimizerName,
    RunPlan,
    StartName,
)
from contract.run_request import read_request

NUMBERS: Mapping[str, type] = {
    "shots": int,
    "repetitions": int,
    "layers": int,
    "cvar_alpha": float,
    "max_iterations": int,
    "max_circuits": int,
    "seed": int,
}
NAMES: Mapping[str, Any] = {
    "algorithm": AlgorithmName,
    "mixer": MixerName,
    "objective": ObjectiveName,
    "start": StartName,
    "ansatz": AnsatzName,
    "optimizer": OptimizerName,
    "evaluation": EvaluationName,
    "gradient": GradientName,
}
"""Fields of the plan that the command line can set, by what they take; `device` is one more."""


def run_command(arguments: Sequence[str]) -> int:
    """Runs the command and prints a summary; 0, or 2 with one line on stderr when the input is wrong."""
    parser = _parser()
    options = parser.parse_args(arguments)
    for flag in ("output", "checkpoint"):
        path = getattr(options, flag)
        if path and (path.is_dir() or not path.parent.is_dir()):
            parser.error(f"--{flag}: {path} is a folder, or lies in none that is there")
    try:
        problem, fields = read_request(_read(options.problem))
        overrides = {name: getattr(options, name) for name in (*NUMBERS, *NAMES, "device")}
        given = {name: value for name, value in overrides.items() if value is not None}
        plan = RunPlan.parse(fields | given, InvalidPlan, "plan")
        _check_local(plan)
        assert problem is not None, "only a request that resumes another run has none"
        # Importing what computes takes its time, PennyLane seconds: a mistyped input should not have to wait for it.
        from quantum_code.run import run
        from quantum_code.summary import summarise

        result = run(problem, plan, job_name="local", on_iteration=_print_iteration, checkpoint=options.checkpoint)
    except PipelineError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    print(summarise(result))
    if options.output:
        options.output.write_text(result.to_json() + "\n", encoding="utf-8")
    return 0


def _print_iteration(iteration: int, cost: float) -> None:
    print(f"iteration {iteration}, cost {cost:.6g}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quantum_code.main", description="Run a quantum algorithm on this machine.")
    parser.add_argument("--problem", type=Path, required=True, help="a problem or request (JSON), or a rudy graph")
    parser.add_argument("--output", type=Path, help="write the whole result to this file, as JSON")
    parser.add_argument("--checkpoint", type=Path, help="go on from this file if it is there, and keep it up to date")
    plan = parser.add_argument_group("plan", "what the file says is overridden; what neither says is chosen")
    plan.add_argument(
        "--device", help="a simulator here, as in local:pennylane/lightning.qubit; the fastest without it"
    )
    for name, choices in NAMES.items():
        plan.add_argument(_flag(name), choices=get_args(choices))
    for name, kind in NUMBERS.items():
        default = RunPlan.model_fields[name].default
        help_ = "no limit without it" if default is None else f"the file's, or {default} without one"
        plan.add_argument(_flag(name), type=kind, metavar="N", help=help_)
    return parser


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # some editors begin a file with a byte-order mark
    except OSError as fault:
        raise ProblemNotFound(f"cannot read {path}: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise InvalidRequest(f"{path} is not a text file: {fault}") from fault


def _check_local(plan: RunPlan) -> None:
    if plan.resume_from is not None:
        raise InvalidPlan(
            "resume_from: is for runs of the pipeline (qpipe run); here, give the problem, and --checkpoint with the "
            "file that the earlier run wrote"
        )
    if plan.device is not None and (device := find_device(plan.device)).kind is not DeviceKind.EMBEDDED:
        raise InvalidPlan(f"{device.name} runs in AWS; submit the problem to the pipeline, or leave `device` out")
