"""The result for a problem over bits, from the end of an optimisation by whatever algorithm."""

from typing import Any

from contract.errors import RunFailed
from contract.problems import BinaryProblem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, Sample
from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.measurements import KEPT, count_samples
from quantum_code.optimizers import Minimum
from quantum_code.problems.cost_vector import cost_vector
from quantum_code.problems.scaled_cost import ScaledCost
from quantum_code.references.ground_truth import GroundTruth
from quantum_code.references.local_search import local_search
from quantum_code.run_context import RunContext
from quantum_code.states import BitArray, FloatArray
from quantum_code.statistics import cvar_estimate, mean_estimate, proportion_interval


def binary_result(
    context: RunContext,
    state: RecordedState,
    cost: ScaledCost,
    minimum: Minimum,
    *,
    parameters: FloatArray,
    truth: GroundTruth,
) -> BinaryResult:
    """The result of measuring the optimised state `plan.shots` times, which is done here.

    No optimiser has selected the final shots, so that what they estimate is unbiased. All figures of the quantum run
    come from them or from the exact state; the local search and the reference stand beside.

    Args:
        context: the run.
        state: the states that were optimised, prepared with `cost.observable`.
        cost: the problem's cost.
        minimum: where the optimiser stopped; its energies are those of `cost`.
        parameters: of the minimum, in the units of `plan.initial_parameters`.
        truth: what to hold the result against, found before anything was spent.

    Raises:
        RunFailed: no shot has the number of ones that the problem asks for.
    """
    problem, plan = context.problem, context.plan
    assert isinstance(problem, BinaryProblem), "these algorithms minimise costs over bits"
    measured = state.sample(minimum.parameters, plan.shots)
    bits = _feasible(measured, problem)
    samples = count_samples(bits, cost.form)
    # Of many qubits they take gigabytes, and then there is no proven optimum to look up in them.
    wanted = truth.optimal_indices is not None or plan.objective == "cvar"
    probabilities = state.probabilities(minimum.parameters) if wanted else None
    return BinaryResult(
        **context.common_fields(),
        cost_history=tuple(cost.of_energy(energy) for energy in minimum.history),
        optimized_parameters=tuple(parameters.tolist()),
        **_costs(plan, cost, minimum, bits, probabilities),
        convergence_achieved=minimum.converged,
        termination=minimum.message,
        evaluations=minimum.evaluations + (plan.evaluation == "shots"),  # the final shots are one more
        samples=tuple(samples[:KEPT]),
        distinct_samples=len(samples),
        infeasible_shots=len(measured) - len(bits),
        local_search=local_search(problem, samples[0].bitstring),
        reference=truth.reference,
        **_optimum_probability(truth, cost, samples, probabilities),
    )


def _feasible(bits: BitArray, problem: BinaryProblem) -> BitArray:
    """The rows that are assignments of the problem."""
    if problem.hamming_weight is None:
        return bits
    rows: BitArray = bits[bits.sum(axis=1) == problem.hamming_weight]
    if not len(rows):
        raise RunFailed(
            f"none of {len(bits)} shots has the {problem.hamming_weight} ones that the problem asks for: the device's "
            "noise has washed them out; use fewer layers, more shots, or a simulator"
        )
    return rows


def _costs(
    plan: RunPlan, cost: ScaledCost, minimum: Minimum, bits: BitArray, probabilities: FloatArray | None
) -> dict[str, Any]:
    """The objective and the expectation at the minimum: exact where the plan's energies are, else from the shots."""
    if plan.evaluation == "exact":
        final = cost.of_energy(minimum.history[-1])
        if plan.objective == "expectation":
            return {"final_cost": final, "expectation": final}
        assert probabilities is not None, "exact CVaR is computed from them"
        return {"final_cost": final, "expectation": float(probabilities @ cost_vector(cost.form))}
    values = cost.of_energies(cost.ising.energies(bits))
    mean = mean_estimate(values, cost.spread)
    tail = plan.cvar_alpha if plan.objective == "cvar" else 1.0
    final_estimate = cvar_estimate(values, tail, cost.spread)
    return {
        "final_cost": final_estimate.value,
        "final_cost_stderr": final_estimate.stderr,
        "final_cost_interval": final_estimate.interval,
        "expectation": mean.value,
        "expectation_stderr": mean.stderr,
        "expectation_interval": mean.interval,
    }


def _optimum_probability(
    truth: GroundTruth, cost: ScaledCost, samples: list[Sample], probabilities: FloatArray | None
) -> dict[str, Any]:
    """The chance that one shot is optimal, where the optimum is proven."""
    if truth.optimal_indices is None:
        return {}
    if probabilities is not None:
        # A sum of probabilities may exceed 1 by rounding.
        return {"optimum_probability": min(1.0, float(probabilities[truth.optimal_indices].sum()))}
    highest = truth.reference.minimum + cost.form.resolution
    optimal = sum(sample.count for sample in samples if sample.cost <= highest)
    shots = sum(sample.count for sample in samples)
    return {
        "optimum_probability": optimal / shots,
        "optimum_probability_interval": proportion_interval(optimal, shots),
    }
