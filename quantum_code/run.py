"""One run from problem and plan to result, wherever it takes place."""

from pathlib import Path
from typing import Any

from contract.devices import DeviceKind
from contract.errors import QpuNotAllowed, RunFailed
from contract.planning import settle
from contract.problems import Problem
from contract.run_plan import RunPlan
from contract.run_result import RunResult
from quantum_code.algorithms import find_algorithm
from quantum_code.allowance import Allowance
from quantum_code.checkpoints.record import Record
from quantum_code.devices import state_factory
from quantum_code.optimizers import OnIteration, find_optimizer
from quantum_code.run_context import RunContext
from quantum_code.states import LimitReachedError


def run(
    problem: Problem,
    plan: RunPlan,
    *,
    job_name: str,
    on_iteration: OnIteration,
    checkpoint: Path | None = None,
    aws_session: Any = None,
) -> RunResult:
    """The result of running the plan's algorithm on the plan's device.

    On an embedded simulator the same problem and plan give the same result to the last digit, `duration_s`
    apart, on the same machine with the same number of threads.

    Args:
        problem: what is asked.
        plan: how it is to be answered; what it leaves open is settled by `contract.planning`.
        job_name: names the run in its result.
        on_iteration: told of every iteration's cost.
        checkpoint: file of the record from which the run goes on, if it is there, and to which it adds.
        aws_session: a `braket.aws.AwsSession`; Braket's devices make their own from the environment without it.

    Raises:
        UnknownDevice: the plan's device is not in the catalogue.
        InvalidProblem: the problem has more qubits than the device, or is not the checkpoint's.
        InvalidPlan: the plan does not fit the problem or the device, or is not the checkpoint's.
        CheckpointUnreadable: the checkpoint is damaged.
        InsufficientMemory: the exact state is larger than the memory there is.
        RunFailed: the device may run too few circuits for any result, or its answers are not numbers.
        QpuNotAllowed: the device is a QPU and the plan does not allow one.
    """
    plan = settle(plan, problem)
    device = plan.settled_device
    if device.kind is DeviceKind.QPU and not plan.allow_qpu:
        raise QpuNotAllowed(f"{device.name} costs money for every shot; set allow_qpu to true to run there")
    assert plan.algorithm is not None, "settled"
    # Before the context is made, whose clock runs from there: what they import is start-up.
    algorithm = find_algorithm(plan.algorithm)
    optimize = find_optimizer(plan.optimizer) if plan.optimizer else None
    allowance = Allowance(plan.max_circuits)
    with Record(checkpoint, problem=problem, plan=plan, allowance=allowance) as record:
        context = RunContext(
            job_name=job_name,
            problem=problem,
            plan=plan,
            device=device,
            prepare_on_device=state_factory(device, plan, allowance, aws_session),
            record=record,
            allowance=allowance,
            on_iteration=on_iteration,
            optimize=optimize,
            aws_session=aws_session,
        )
        try:
            return algorithm(context)
        except LimitReachedError as limit:
            raise RunFailed(f"{limit}, before there was a result; raise max_circuits") from limit
