"""The ring mixer keeps the number of ones, and finds the best assignment that has it."""

import itertools
from collections.abc import Callable

import networkx as nx
import numpy as np
import pennylane as qml
import pytest
from numpy.typing import NDArray
from scipy.linalg import expm

from contract.devices import LIGHTNING
from contract.errors import RunFailed
from contract.planning import settle
from contract.problems import BinaryProblem, parse_problem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, Enumeration
from quantum_code.algorithms.binary_result import binary_result
from quantum_code.algorithms.qaoa.ansatz import QaoaAnsatz
from quantum_code.algorithms.qaoa.mixers import RingXYMixer
from quantum_code.allowance import Allowance
from quantum_code.checkpoints.record import Record
from quantum_code.devices import state_factory
from quantum_code.optimizers import Minimum
from quantum_code.problems.cost_vector import cost_vector
from quantum_code.problems.scaled_cost import ScaledCost
from quantum_code.references.ground_truth import ground_truth
from quantum_code.run_context import RunContext

Solve = Callable[..., BinaryResult]
Seeded = Callable[..., BinaryProblem]


def state_vector(problem: BinaryProblem, angles: NDArray[np.float64]) -> NDArray[np.complex128]:
    """The state before measurement, shape (2ⁿ,)."""
    assert problem.hamming_weight is not None
    n = problem.problem_size
    ansatz = QaoaAnsatz(ScaledCost.of(problem).ising, len(angles) // 2, problem.hamming_weight)
    script = qml.tape.QuantumScript(ansatz.operations(angles), [qml.state()])
    return np.asarray(qml.device("default.qubit", wires=n).execute(script))


def weights(num_qubits: int) -> NDArray[np.intp]:
    """The number of ones of every bitstring, in their order."""
    return np.array([sum(bits) for bits in itertools.product((0, 1), repeat=num_qubits)])


@pytest.mark.parametrize(("size", "ones"), [(2, 1), (3, 2), (5, 2), (6, 3), (7, 6)])
def test_all_probability_stays_on_the_weight_to_machine_precision(seeded_problem: Seeded, size: int, ones: int) -> None:
    angles = np.random.default_rng(size).uniform(-3, 3, 10)

    probabilities = np.abs(state_vector(seeded_problem(size, hamming_weight=ones), angles)) ** 2

    assert probabilities[weights(size) != ones].sum() < 1e-28
    assert probabilities.sum() == pytest.approx(1)


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_the_mixer_is_the_product_of_its_passes(size: int) -> None:
    """Each pass is the exponential of the sum of its terms (XX + YY)/2, which commute."""

    def swaps(pairs: list[tuple[int, int]]) -> NDArray[np.complex128]:
        words = [(0.5, qml.X(i) @ qml.X(j)) for i, j in pairs] + [(0.5, qml.Y(i) @ qml.Y(j)) for i, j in pairs]
        return np.asarray(qml.matrix(qml.dot(*zip(*words, strict=True)), wire_order=range(size)))

    even, odd = ([(i, i + 1) for i in range(first, size - 1, 2)] for first in (0, 1))
    closing = [(size - 1, 0)] if size > 2 else []
    expected = np.eye(2**size)
    for pairs in filter(None, (even, odd, closing)):
        expected = expm(-0.7j * swaps(pairs)) @ expected

    matrix = qml.matrix(qml.tape.QuantumScript(RingXYMixer(size, 1).layer(0.7)), wire_order=range(size))

    np.testing.assert_allclose(matrix, expected, atol=1e-12)


def test_the_energy_is_that_of_an_independent_state(solve: Solve, seeded_problem: Seeded) -> None:
    problem = seeded_problem(5, hamming_weight=2)
    angles = np.array([0.4, 0.2, -0.5, -0.3])
    unit = ScaledCost.of(problem).unit

    result = solve(problem, layers=2, optimizer="none", initial_parameters=(*(angles[:2] / unit), *angles[2:]))

    probabilities = np.abs(state_vector(problem, angles)) ** 2
    assert result.final_cost == pytest.approx(float(probabilities @ cost_vector(problem.quadratic_form())), abs=1e-10)


@pytest.mark.parametrize(("size", "ones", "seed"), [(4, 1, 0), (6, 3, 1), (8, 2, 2), (8, 7, 3), (10, 5, 4)])
def test_finds_the_best_assignment_of_its_weight(
    solve: Solve, seeded_problem: Seeded, size: int, ones: int, seed: int
) -> None:
    problem = seeded_problem(size, seed, hamming_weight=ones)
    costs = cost_vector(problem.quadratic_form())[weights(size) == ones]

    result = solve(problem)

    assert isinstance(result.reference, Enumeration)
    assert result.plan.mixer == "ring_xy"
    assert result.best.cost == result.reference.minimum == pytest.approx(costs.min())
    assert result.reference.maximum == pytest.approx(costs.max())
    assert result.infeasible_shots == 0
    assert all(sample.bitstring.count("1") == ones for sample in result.samples)
    assert result.final_cost < problem.mean_cost == pytest.approx(costs.mean())
    # Better than guessing, by the exact probability.
    assert result.optimum_probability is not None
    assert result.optimum_probability > 1 / problem.num_assignments


def test_the_largest_cut_with_parts_of_given_size(solve: Solve, max_cut_of: Callable[..., BinaryProblem]) -> None:
    """All 5 edges of a path can be cut by taking every second node; two nodes cut 4 of them."""
    problem = parse_problem(max_cut_of(nx.path_graph(6)).to_dict() | {"hamming_weight": 2})
    assert isinstance(problem, BinaryProblem)

    assert solve(problem, layers=2).best.cost == -4


def test_terms_that_are_the_same_for_all_assignments_do_not_matter(solve: Solve, seeded_problem: Seeded) -> None:
    """Adding λ·(Σx)² to the cost adds λk², whatever the assignment."""
    problem = seeded_problem(6, hamming_weight=3)
    data = problem.to_dict()
    matrix = [[q + 8.0 for q in row] for row in data["quadratic_matrix"]]
    shifted = parse_problem(data | {"quadratic_matrix": matrix})
    assert isinstance(shifted, BinaryProblem)

    one, other = ScaledCost.of(problem), ScaledCost.of(shifted)
    plain, moved = solve(problem, layers=2), solve(shifted, layers=2)

    assert other.unit == pytest.approx(one.unit)
    assert moved.final_cost == pytest.approx(plain.final_cost + 8.0 * 9)
    assert moved.optimized_parameters == pytest.approx(plain.optimized_parameters, abs=1e-3)


def finished(problem: BinaryProblem, flip: float) -> BinaryResult:
    """The result of a run whose final shots are noisy: each bit was flipped with that probability."""
    plan = settle(RunPlan(evaluation="shots", shots=500, layers=1), problem)
    allowance = Allowance()
    with Record(None, problem=problem, plan=plan, allowance=allowance) as record:
        context = RunContext(
            job_name="a-job",
            problem=problem,
            plan=plan,
            device=LIGHTNING,
            prepare_on_device=state_factory(LIGHTNING, plan, allowance),
            record=record,
            allowance=allowance,
            on_iteration=lambda iteration, cost: None,
        )
        cost = ScaledCost.of(problem)
        ansatz = QaoaAnsatz(cost.ising, 1, problem.hamming_weight)
        state = context.prepare(ansatz, cost.observable)
        clean, rng = state.sample, np.random.default_rng(0)

        def noisy(parameters: NDArray[np.float64], shots: int) -> NDArray[np.uint8]:
            bits = clean(parameters, shots)
            return bits ^ (rng.random(bits.shape) < flip).astype(np.uint8)

        state.sample = noisy  # type: ignore[method-assign]
        angles = np.array([0.3, -0.3])
        minimum = Minimum(angles, (0.0,), 1, converged=True, message="")
        return binary_result(context, state, cost, minimum, parameters=angles, truth=ground_truth(problem, 1))


def test_shots_of_another_weight_are_counted_and_left_out(seeded_problem: Seeded) -> None:
    problem = seeded_problem(6, hamming_weight=2)

    result = finished(problem, flip=0.1)

    assert 100 < result.infeasible_shots < 400
    assert sum(sample.count for sample in result.samples) == 500 - result.infeasible_shots
    assert all(sample.bitstring.count("1") == 2 for sample in result.samples)
    mean = sum(sample.count * sample.cost for sample in result.samples) / (500 - result.infeasible_shots)
    assert result.expectation == pytest.approx(mean)


def test_noise_that_leaves_no_assignment_fails_the_run(seeded_problem: Seeded) -> None:
    with pytest.raises(RunFailed, match="none of 500 shots has the 5 ones"):
        finished(seeded_problem(6, hamming_weight=5), flip=1.0)


def test_a_shot_of_another_weight_counts_as_a_guess(seeded_problem: Seeded) -> None:
    problem = seeded_problem(4, hamming_weight=2)
    cost = ScaledCost.of(problem)
    bits = np.array([[0, 0, 1, 1], [1, 1, 1, 0]], dtype=np.uint8)

    (basis,) = cost.observable.bases()
    energies = cost.observable.constant + basis.values(bits)

    assert cost.of_energy(energies[0]) == pytest.approx(problem.quadratic_form().cost([0, 0, 1, 1]))
    assert cost.of_energy(energies[1]) == pytest.approx(problem.mean_cost)
