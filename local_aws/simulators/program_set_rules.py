"""What a device takes of a program set: limits of the whole, and the rules for each program."""

from typing import Any

from local_aws.simulators.actions import PROGRAM_SET
from local_aws.simulators.checks import ActionFacts
from local_aws.simulators.device import Capabilities
from local_aws.simulators.errors import ProgramRejected, ProgramSetFailure
from local_aws.simulators.openqasm_rules import check_inputs, check_openqasm
from local_aws.simulators.value_rules import check_values

REJECTED = "One or more programs in the program set failed validation."


def check_program_set(content: Any, shots: int, capabilities: Capabilities, *, experimental: bool) -> ActionFacts:
    """Counts the set's executables.

    Raises:
        ProgramRejected: with `failures`, when programs are at fault; without, when the set is.
    """
    limits = capabilities.actions[PROGRAM_SET]
    executables = content.num_executables
    _check_totals(executables, shots, limits, capabilities)
    failures: list[ProgramSetFailure] = []
    for index, program in enumerate(content.programs):
        try:
            _check_program(program, shots // executables, capabilities, experimental=experimental)
        except ProgramRejected as fault:
            failures.append({"programIndex": index, "errors": [fault.message]})
    if failures:
        raise ProgramRejected(REJECTED, failures)
    return ActionFacts(PROGRAM_SET, content.num_programs, executables)


def executable_inputs(inputs: dict[str, list[Any]] | None) -> list[dict[str, Any]]:
    """The inputs of each executable of a program: the k-th of each list."""
    if not inputs:
        return [{}]
    return [dict(zip(inputs, values, strict=True)) for values in zip(*inputs.values(), strict=True)]


def _check_totals(executables: int, shots: int, limits: dict[str, Any], capabilities: Capabilities) -> None:
    if not executables:
        raise ProgramRejected("The program set has no executables.")
    if executables > limits["maximumExecutables"]:
        raise ProgramRejected(
            f"The program set has {executables} executables; the device supports {limits['maximumExecutables']}."
        )
    if shots > limits["maximumTotalShots"]:
        raise ProgramRejected(
            f"The task requests {shots} shots in total; the device supports {limits['maximumTotalShots']}."
        )
    if shots % executables:
        raise ProgramRejected(f"Total shots ({shots}) must be divisible by the number of executables ({executables}).")
    low, high = capabilities.shots_range
    if not low <= shots // executables <= high:
        raise ProgramRejected(
            f"Device supports between {low} and {high} shots per executable; the task requests {shots // executables}."
        )


def _check_program(program: Any, shots: int, capabilities: Capabilities, *, experimental: bool) -> None:
    first, *others = executable_inputs(program.inputs)
    parts = check_openqasm(program.source, first, shots, capabilities, experimental=experimental)
    for inputs in others:
        check_inputs(parts, inputs)
        check_values(parts, inputs)
    if parts.results:
        raise ProgramRejected("Result types are not supported in program sets.")
