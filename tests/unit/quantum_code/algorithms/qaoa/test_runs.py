"""QAOA on the default device from problem to result: optima, limits, histories, seeds."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from contract.devices import EXACT_QAOA, EXACT_QAOA_SINGLE
from contract.errors import InsufficientMemory, InvalidProblem, QpuNotAllowed, ResultsUnreadable, UnknownDevice
from contract.problems import BinaryProblem, parse_problem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, Enumeration, Heuristic
from quantum_code.run import run

Solve = Callable[..., BinaryResult]
Seeded = Callable[..., BinaryProblem]


def test_units_and_offset_of_a_problem_do_not_change_how_it_is_solved(solve: Solve) -> None:
    fields = {"problem_type": "ising", "local_fields": [0.5, -0.25, 0.0], "couplings": [[0, 1, 1.5], [1, 2, -0.75]]}
    scaled = fields | {
        "local_fields": [512.0, -256.0, 0.0],
        "couplings": [[0, 1, 1536.0], [1, 2, -768.0]],
        "constant": 2000.0,
    }

    one, other = (solve(parse_problem(each), layers=2) for each in (fields, scaled))

    assert other.evaluations == one.evaluations
    assert [sample.bitstring for sample in other.samples] == [sample.bitstring for sample in one.samples]
    np.testing.assert_allclose(np.array(other.cost_history), 1024 * np.array(one.cost_history) + 2000)


def test_largest_cut_of_the_florentine_families(solve: Solve, florentine_families: BinaryProblem) -> None:
    result = solve(florentine_families, layers=4)

    assert result.reference is not None
    assert result.best.cost == result.reference.minimum == -17
    assert florentine_families.describe([int(bit) for bit in result.best.bitstring])["cut"] == 17
    assert result.final_cost < -15.7
    assert result.optimum_probability == pytest.approx(0.33, abs=0.02)
    assert result.optimum_probability_interval is None
    assert result.convergence_achieved


def test_largest_cut_of_six_nodes(solve: Solve, six_nodes: BinaryProblem) -> None:
    result = solve(six_nodes, layers=3)

    assert result.best.cost == -6
    assert result.optimum_probability is not None
    assert result.optimum_probability > 0.9


@pytest.mark.parametrize("size", range(4, 15))
@pytest.mark.parametrize("seed", [0, 1, 42])
def test_the_default_plan_finds_the_optimum_of_seeded_problems(
    solve: Solve, seeded_problem: Seeded, size: int, seed: int
) -> None:
    result = solve(seeded_problem(size, seed))

    assert isinstance(result.reference, Enumeration)
    assert result.best.cost == result.reference.minimum
    assert result.best.bitstring in result.reference.optimal_bitstrings
    # So likely that 1000 shots miss it less than once in a hundred thousand runs.
    assert result.optimum_probability is not None
    assert (1 - result.optimum_probability) ** 1000 < 1e-5


def test_history_falls_from_the_start_to_the_final_cost(six_nodes: BinaryProblem) -> None:
    reported: list[tuple[int, float]] = []

    result = run(six_nodes, RunPlan(layers=2), job_name="a-job", on_iteration=lambda *entry: reported.append(entry))

    assert isinstance(result, BinaryResult)
    assert list(result.cost_history) == sorted(result.cost_history, reverse=True)
    assert result.final_cost == result.expectation == result.cost_history[-1]
    assert result.final_cost_stderr == 0
    assert result.final_cost_interval is None
    assert reported == list(enumerate(result.cost_history))


@pytest.mark.parametrize("max_iterations", [1, 3])
def test_stops_after_the_planned_iterations(solve: Solve, six_nodes: BinaryProblem, max_iterations: int) -> None:
    result = solve(six_nodes, layers=3, max_iterations=max_iterations)

    assert len(result.cost_history) == max_iterations + 1
    assert not result.convergence_achieved


@pytest.mark.parametrize("max_circuits", [2, 3, 10])
def test_the_final_measurement_is_within_the_planned_circuits(
    solve: Solve, six_nodes: BinaryProblem, max_circuits: int
) -> None:
    result = solve(six_nodes, layers=2, max_circuits=max_circuits)

    assert result.spent.circuits <= max_circuits
    assert sum(sample.count for sample in result.samples) == 1000
    assert not result.convergence_achieved


def test_the_seed_decides_the_shots_and_nothing_else(solve: Solve, six_nodes: BinaryProblem) -> None:
    one, other = solve(six_nodes, layers=1, seed=1), solve(six_nodes, layers=1, seed=2)

    assert one.samples != other.samples
    assert one.cost_history == other.cost_history


def test_a_result_says_what_it_measured_and_with_what(solve: Solve, seeded_problem: Seeded) -> None:
    result = solve(seeded_problem(8), layers=1, shots=3000)

    assert len(result.samples) == 100
    assert result.distinct_samples > 100
    assert list(result.samples) == sorted(result.samples, key=lambda s: (s.cost, -s.count, s.bitstring))
    assert {"python", "pennylane", "pennylane-lightning", "numpy", "scipy"} <= result.software.keys()
    assert BinaryResult.parse(result.to_dict(), ResultsUnreadable, "result") == result


def test_all_shots_are_counted(solve: Solve, six_nodes: BinaryProblem) -> None:
    result = solve(six_nodes, layers=1, shots=777)

    assert result.distinct_samples == len(result.samples) <= 64
    assert sum(sample.count for sample in result.samples) == 777


def test_the_local_search_stands_beside_the_samples(solve: Solve, seeded_problem: Seeded) -> None:
    problem = seeded_problem(12)

    result = solve(problem, layers=1, shots=3, optimizer="none")

    assert result.local_search is not None
    assert result.local_search.moves > 0
    assert result.local_search.cost < result.best.cost
    assert problem.quadratic_form().cost([int(b) for b in result.local_search.bitstring]) == result.local_search.cost
    assert result.local_search.bitstring not in {sample.bitstring for sample in result.samples}


def test_with_shots_every_figure_has_an_interval(solve: Solve, seeded_problem: Seeded) -> None:
    """The final shots are fresh, so that their mean is no luckier than any; 4 standard errors off is once in 16 000."""
    problem = seeded_problem(6)

    result = solve(problem, layers=2, evaluation="shots", shots=4000, max_iterations=30)

    exact = solve(problem, layers=2, optimizer="none", initial_parameters=result.optimized_parameters)
    assert result.plan.optimizer == "cobyla"
    assert result.final_cost == result.expectation
    assert abs(result.final_cost - exact.final_cost) < 4 * result.final_cost_stderr
    assert result.final_cost_interval is not None
    assert result.final_cost_interval.low < result.final_cost < result.final_cost_interval.high
    assert result.expectation_interval == result.final_cost_interval
    assert result.evaluations == result.spent.circuits == result.spent.shots // 4000
    assert min(result.cost_history) == result.cost_history[-1]


def test_beyond_enumeration_the_reference_is_a_heuristic(
    solve: Solve, six_nodes: BinaryProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quantum_code.references.ground_truth.MAX_VARIABLES", 5)

    result = solve(six_nodes, layers=1)

    assert isinstance(result.reference, Heuristic)
    assert result.reference.minimum == -6
    assert result.optimum_probability is None


def test_a_problem_too_large_for_the_device_is_refused(
    solve: Solve, max_cut_of: Callable[[nx.Graph], BinaryProblem]
) -> None:
    with pytest.raises(InvalidProblem, match=r"31.*exact QAOA has 30"):
        solve(max_cut_of(nx.cycle_graph(31)))


def test_a_state_that_does_not_fit_is_refused_with_its_bytes(
    solve: Solve, six_nodes: BinaryProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quantum_code.simulators.memory.available_bytes", lambda: 1000)

    with pytest.raises(InsufficientMemory, match=r"takes \d+ bytes .* and 1000 .* are available"):
        solve(six_nodes)


def test_single_precision_ends_where_double_does(solve: Solve, six_nodes: BinaryProblem) -> None:
    exact, rounded = (solve(six_nodes, layers=2, device=device.arn) for device in (EXACT_QAOA, EXACT_QAOA_SINGLE))

    assert rounded.final_cost == pytest.approx(exact.final_cost, abs=1e-4)
    assert rounded.best.cost == exact.best.cost


@pytest.mark.parametrize(
    ("device", "error"),
    [("arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet", QpuNotAllowed), ("local:none/none", UnknownDevice)],
)
def test_a_device_is_never_chosen_silently(
    solve: Solve, six_nodes: BinaryProblem, device: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        solve(six_nodes, device=device)
