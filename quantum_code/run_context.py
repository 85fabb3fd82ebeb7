"""What an algorithm is given: the problem, the settled plan, and the device behind a record of its answers."""

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from contract.devices import Device
from contract.problems import Problem
from contract.run_plan import RunPlan
from quantum_code.allowance import Allowance
from quantum_code.checkpoints.record import Record
from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers import OnIteration, Optimizer
from quantum_code.randomness import Use, stream
from quantum_code.software import software_versions
from quantum_code.states import Ansatz, Observable, StateFactory


@dataclass
class RunContext:
    """One run; an algorithm takes it and returns the run's result."""

    job_name: str
    problem: Problem
    plan: RunPlan  # settled: nothing in it is left open
    device: Device
    prepare_on_device: StateFactory
    record: Record
    allowance: Allowance
    on_iteration: OnIteration
    optimize: Optimizer | None = None  # the plan's; None for an algorithm without one
    aws_session: Any = None
    started: float = field(default_factory=time.perf_counter)

    def prepare(self, ansatz: Ansatz, observable: Observable, *, tail: float = 1.0) -> RecordedState:
        """The ansatz's states on the run's device, whose answers are recorded."""
        state = self.prepare_on_device(ansatz, observable, tail=tail)
        exact = self.plan.evaluation == "exact" and self.plan.gradient in ("adjoint", "parameter-shift")
        return RecordedState(state, self.record, exact_gradients=exact)

    def rng(self, purpose: int) -> np.random.Generator:
        """A stream of random numbers of its own for each purpose, the same whenever the run is repeated or resumed."""
        return stream(self.plan.seed, Use.ALGORITHM, purpose)

    def common_fields(self) -> dict[str, Any]:
        """The fields that every result has; asked for at the end, as they count what was spent."""
        return {
            "job_name": self.job_name,
            "problem": self.problem,
            "plan": self.plan,
            "spent": self.allowance.spent,
            "duration_s": time.perf_counter() - self.started,
            "software": software_versions(),
        }
