"""Whether a result agrees with the binary problem it carries: costs are computed again here, not taken on trust."""

import math

from contract.problems import QuadraticForm
from contract.run_result import BinaryResult, Enumeration
from lambdas.post_processing.contradictions import check_interval, check_precision, contradiction

RELATIVE_TOLERANCE = 1e-6
"""Of the sum of all |coefficients|: well above rounding in single precision sums, well below any real difference."""

FALSE_ALARM = 1e-9
"""Probability with which a sound result may be refused because its shots came out unlike its expectation."""


def verify_binary(result: BinaryResult) -> None:
    """Returns when every recorded assignment has the recorded cost and the records fit each other.

    Raises:
        ResultsUnreadable: with the first contradiction found.
    """
    form = result.problem.quadratic_form()
    tolerance = RELATIVE_TOLERANCE * _scale(form)
    for sample in result.samples:
        _check_cost(result, form, sample.bitstring, sample.cost, tolerance)
    _check_samples(result)
    _check_local_search(result, form, tolerance)
    _check_reference(result, form, tolerance)
    check_precision(result)
    check_interval("final_cost", result.final_cost, result.final_cost_interval, rounding=tolerance)
    check_interval("expectation", result.expectation, result.expectation_interval, rounding=tolerance)
    _check_expectation(result, form, tolerance)


def _scale(form: QuadraticForm) -> float:
    return abs(form.constant) + sum(map(abs, form.linear)) + sum(map(abs, form.couplings.values()))


def _check_cost(result: BinaryResult, form: QuadraticForm, bitstring: str, recorded: float, tolerance: float) -> None:
    size, ones = result.problem.problem_size, result.problem.hamming_weight
    if len(bitstring) != size:
        raise contradiction(f"assignment {bitstring} has {len(bitstring)} bits, the problem has {size} variables")
    if ones is not None and bitstring.count("1") != ones:
        raise contradiction(f"assignment {bitstring} has {bitstring.count('1')} ones, the problem asks for {ones}")
    cost = form.cost([int(bit) for bit in bitstring])
    if abs(cost - recorded) > tolerance:
        raise contradiction(
            f"assignment {bitstring} is recorded with cost {recorded:.9g}, the problem gives it {cost:.9g}"
        )


def _check_samples(result: BinaryResult) -> None:
    costs = [sample.cost for sample in result.samples]
    if costs != sorted(costs):
        raise contradiction("samples are not in order of cost, best first")
    counted, shots = sum(sample.count for sample in result.samples) + result.infeasible_shots, result.plan.shots
    if counted > shots:
        raise contradiction(f"the samples count {counted} shots, the plan had {shots}")
    if len({sample.bitstring for sample in result.samples}) != len(result.samples):
        raise contradiction("an assignment stands twice among the samples")
    if len(result.samples) > result.distinct_samples:
        raise contradiction(
            f"{len(result.samples)} samples are listed, distinct_samples says {result.distinct_samples}"
        )
    if result.infeasible_shots and result.problem.hamming_weight is None:
        raise contradiction("there are infeasible shots, but the problem allows every assignment")


def _check_local_search(result: BinaryResult, form: QuadraticForm, tolerance: float) -> None:
    search = result.local_search
    if search is None:
        return
    _check_cost(result, form, search.bitstring, search.cost, tolerance)
    if search.cost > result.best.cost + tolerance:
        raise contradiction(f"the local search ends at {search.cost:.9g}, above its start {result.best.cost:.9g}")


def _check_reference(result: BinaryResult, form: QuadraticForm, tolerance: float) -> None:
    reference = result.reference
    if reference is None:
        return
    for bitstring in reference.optimal_bitstrings:
        _check_cost(result, form, bitstring, reference.minimum, tolerance)
    if not isinstance(reference, Enumeration):
        return
    if not len(reference.optimal_bitstrings) <= reference.num_optimal < result.problem.num_assignments:
        raise contradiction(
            f"num_optimal is {reference.num_optimal}, of which {len(reference.optimal_bitstrings)} are listed"
        )
    if reference.maximum <= reference.minimum:
        raise contradiction(
            f"the reference maximum {reference.maximum:.9g} is not above its minimum {reference.minimum:.9g}"
        )
    for what, cost in _answers(result).items():
        if cost < reference.minimum - tolerance:
            raise contradiction(f"{what} costs {cost:.9g}, less than the reference minimum {reference.minimum:.9g}")


def _answers(result: BinaryResult) -> dict[str, float]:
    found = {"the best sample": result.best.cost}
    return found | ({"the local search's answer": result.local_search.cost} if result.local_search else {})


def _check_expectation(result: BinaryResult, form: QuadraticForm, tolerance: float) -> None:
    """Holds the expectation against the mean of the shots, where all of these are recorded.

    By Hoeffding's inequality the mean of N shots lies further than R √(ln(2/δ) / 2N) from its expectation with
    probability δ at most, whatever the circuit; R is the range of the cost, here its upper bound.
    """
    counted = sum(sample.count for sample in result.samples)
    if counted < result.plan.shots:
        return
    mean = sum(sample.count * sample.cost for sample in result.samples) / counted
    spread = sum(map(abs, form.linear)) + sum(map(abs, form.couplings.values()))
    allowed = spread * math.sqrt(math.log(2 / FALSE_ALARM) / (2 * counted))
    if abs(mean - result.expectation) > allowed + tolerance:
        raise contradiction(
            f"the expectation is {result.expectation:.9g}, but the mean cost of {counted} shots is {mean:.9g}"
        )
