"""A result in a few lines for people to read."""

from typing import Any

from contract.problems import BinaryProblem
from contract.run_result import (
    BinaryResult,
    CircuitResult,
    Enumeration,
    Interval,
    MoleculeResult,
    RunResult,
    VariationalResult,
)

MOST_FREQUENT = 8
"""Outcomes of a circuit that are listed."""

CHEMICAL_ACCURACY_MHA = 1.6
"""1 kcal/mol: the error below which computed energies predict chemistry."""

Lines = list[tuple[str, str]]


def summarise(result: RunResult) -> str:
    """What was found, how good it is, and why it stopped; costs as in the result, lower is better."""
    match result:
        case BinaryResult():
            found = _binary(result)
        case MoleculeResult():
            found = _molecule(result)
        case CircuitResult():
            found = _circuit(result)
        case _:
            raise TypeError(f"no summary of a {type(result).__name__}")
    problem, spent = result.problem, result.spent
    lines = [
        ("problem", f"{problem.problem_type}, {problem.problem_size} qubits: {problem.title}"),
        ("run", _plan(result)),
        *found,
        *(_course(result) if isinstance(result, VariationalResult) else []),
        ("spent", f"{spent.circuits} circuits, {spent.shots} shots, {spent.tasks} tasks"),
        ("time", f"{result.duration_s:.1f} s"),
    ]
    return "\n".join(f"{name:<20}{value}" for name, value in lines)


def _plan(result: RunResult) -> str:
    plan = result.plan
    parts = [
        plan.algorithm,
        plan.ansatz,
        None if _has_no_layers(result) else _counted(plan.layers, "layer"),
        plan.optimizer,
    ]
    how = ", ".join(part for part in parts if part)
    shots = _counted(plan.shots, "shot") if result.spent.shots else "exact energies"
    return f"{how}, {shots} on {plan.device}"


def _has_no_layers(result: RunResult) -> bool:
    return isinstance(result, CircuitResult) or result.plan.ansatz in ("uccsd", "adapt")


def _binary(result: BinaryResult) -> Lines:
    best, problem = result.best, result.problem
    assert isinstance(problem, BinaryProblem)
    meaning = problem.describe([int(bit) for bit in best.bitstring])
    cost = f"{_number(best.cost)}, in {best.count} of {result.plan.shots} shots: {best.bitstring}"
    lines = [
        ("best cost", cost),
        *((name.replace("_", " "), _words(value)) for name, value in meaning.items()),
        *_optimum(result, problem),
        ("expectation", _measured(result.expectation, result.expectation_interval)),
    ]
    if result.infeasible_shots:
        lines.append(("infeasible", f"{result.infeasible_shots} shots, which have another number of ones"))
    if result.local_search and result.local_search.moves:
        found = result.local_search
        lines.append(("after local search", f"{_number(found.cost)}, not found by the device: {found.bitstring}"))
    return lines


def _optimum(result: BinaryResult, problem: BinaryProblem) -> Lines:
    truth = result.reference
    if truth is None:
        return [("exact optimum", "unknown")]
    if not isinstance(truth, Enumeration):
        return [
            ("best known cost", f"{_number(truth.minimum)}, by {truth.method.replace('_', ' ')}: not proven optimal")
        ]
    ratio = (truth.maximum - result.expectation) / (truth.maximum - truth.minimum)
    optima = f"{_number(truth.minimum)}, by {truth.num_optimal} of {problem.num_assignments} assignments"
    lines = [
        ("exact optimum", optima),
        ("approximation ratio", f"{ratio:.4f} for the expectation: 1 is the optimum, 0 the worst cost"),
    ]
    if result.optimum_probability is not None:
        lines.append(("optimum probability", f"{result.optimum_probability:.4f} with each shot"))
    return lines


def _molecule(result: MoleculeResult) -> Lines:
    lines = [
        ("energy", f"{_hartree(result.final_cost, result.final_cost_interval)} hartree"),
        ("Hartree-Fock", f"{result.hartree_fock_energy:.8f} hartree"),
    ]
    if result.reference and result.error_mha is not None:
        lines += [
            ("exact (FCI)", f"{result.reference.minimum:.8f} hartree, {result.reference.determinants} determinants"),
            ("error", f"{result.error_mha:.4f} mHa, {_accuracy(result, result.reference.minimum)}"),
        ]
    else:
        lines.append(("exact (FCI)", "unknown: too many determinants to diagonalise"))
    lines.append(("Hamiltonian", f"{result.num_terms} Pauli words, {result.num_bases} circuits to measure them"))
    if result.operators:
        lines.append(("operators", f"{len(result.operators)}: {', '.join(result.operators[:MOST_FREQUENT])}"))
    return lines


def _accuracy(result: MoleculeResult, exact: float) -> str:
    """How the error, or with shots the whole of its interval, stands to chemical accuracy."""
    interval = result.final_cost_interval
    ends = (interval.low, interval.high) if interval else (result.final_cost, result.final_cost)
    low, high = (1000 * (end - exact) for end in ends)
    words = f"chemical accuracy ({CHEMICAL_ACCURACY_MHA} mHa)"
    if low >= -CHEMICAL_ACCURACY_MHA and high <= CHEMICAL_ACCURACY_MHA:
        return f"within {words}"
    if high < -CHEMICAL_ACCURACY_MHA or low > CHEMICAL_ACCURACY_MHA:
        return f"not within {words}"
    return f"between {low:.1f} and {high:.1f}: too wide an interval to tell of {words}"


def _circuit(result: CircuitResult) -> Lines:
    counts = result.total_counts
    shots = sum(counts.values())
    runs = len(result.measurement_counts)
    frequent = [f"{bits} {count / shots:.4f}" for bits, count in list(counts.items())[:MOST_FREQUENT]]
    lines = [
        (
            "measured",
            f"{_counted(shots, 'shot')} in {_counted(runs, 'run')}, {_counted(len(counts), 'different outcome')}",
        ),
        ("most frequent", ", ".join(frequent)),
    ]
    ideal = result.reference
    if ideal:
        lines += [
            ("Hellinger fidelity", f"{ideal.hellinger_fidelity:.4f} with the ideal distribution"),
            ("total variation", f"{ideal.total_variation:.4f}, of ideal shots {ideal.expected_total_variation:.4f}"),
        ]
    return lines


def _course(result: VariationalResult) -> Lines:
    start, evaluations = _number(result.cost_history[0]), _counted(result.evaluations, "evaluation")
    return [
        ("objective", f"{_measured(result.final_cost, result.final_cost_interval)}, {start} at the start"),
        ("optimiser", f"{_counted(len(result.cost_history) - 1, 'iteration')}, {evaluations}"),
        ("stopped", result.termination),
    ]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + "s" * (count != 1)


def _measured(value: float, interval: Interval | None) -> str:
    if interval is None:
        return _number(value)
    bounds = f"{_number(interval.low)} to {_number(interval.high)}"
    return f"{_number(value)} ({bounds} at {100 * interval.confidence:g}%)"


def _hartree(value: float, interval: Interval | None) -> str:
    if interval is None:
        return f"{value:.8f}"
    return f"{value:.4f} ({interval.low:.4f} to {interval.high:.4f} at {100 * interval.confidence:g}%)"


def _number(value: float) -> str:
    return f"{value:.6g}"


def _words(value: Any) -> str:
    """A JSON value as text: lists inside lists are the parts of something, apart by a bar."""
    if isinstance(value, list):
        parts = " | " if any(isinstance(item, list) for item in value) else ", "
        return parts.join(map(_words, value)) or "none"
    return _number(value) if isinstance(value, float) else str(value)
