"""Circuit sampling: runs an OpenQASM program as it is, several times over, and counts what is measured."""

import numpy as np

from contract.problems import Circuit
from contract.run_result import CircuitResult
from quantum_code.devices import program_runner
from quantum_code.measurements import Counts
from quantum_code.run_context import RunContext


def run_sampling(context: RunContext) -> CircuitResult:
    """The counts of `plan.repetitions` runs of `plan.shots` each; all of them are one batch.

    Raises:
        InvalidProblem: the program cannot be read, or the device does not take it.
        LimitReachedError: max_circuits is less than the repetitions.
    """
    # Programs are read by the Braket SDK, which other runs on a person's machine do without.
    from quantum_code.references.distribution import exact_distribution

    problem, plan = context.problem, context.plan
    assert isinstance(problem, Circuit), "settled"
    runner = program_runner(context.device, context.allowance, context.aws_session)

    def ask(rng: np.random.Generator) -> list[Counts]:
        return runner.run(problem, plan.repetitions, plan.shots, rng)

    question = {"repetitions": plan.repetitions, "shots": plan.shots}
    counts: list[Counts] = context.record.answer("sampling", question, ask)
    result = CircuitResult(**context.common_fields(), measurement_counts=tuple(counts))
    reference = exact_distribution(problem, result.total_counts)
    return result.model_copy(update={"reference": reference})
