"""Optimisers find minima, tell the truth about why they stopped, and never exceed their limits."""

from typing import get_args

import numpy as np
import pytest

from contract.errors import InvalidPlan
from contract.run_plan import OptimizerName, RunPlan
from quantum_code.allowance import Allowance
from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers import Limits, Minimum, find_optimizer, limits_of
from quantum_code.states import FloatArray
from tests.unit.quantum_code.analytic_states import TARGET, Bowl, Valley, record_of

START = np.zeros(4)
VALLEY_START = np.array([-1.2, 1.0])
AMPLE = Limits(300, 1209)  # those of a plan with 300 iterations
NEVER_RISING = ("l-bfgs-b", "cobyla", "nelder-mead")
WITHOUT_CRITERION = ("spsa", "qn-spsa")
OPTIMIZERS: tuple[OptimizerName, ...] = get_args(OptimizerName)
MOVING = [name for name in OPTIMIZERS if name != "none"]


class Tried:
    """One optimiser's way down, and what it reported on it."""

    def __init__(
        self, name: OptimizerName, state: Bowl, start: FloatArray = START, limits: Limits = AMPLE, *, seed: int = 1
    ) -> None:
        self.state = state
        self.reports: list[tuple[int, float]] = []
        recorded = RecordedState(state, record_of(state.allowance), exact_gradients=not state.noise)
        self.minimum: Minimum = find_optimizer(name)(
            recorded, start, limits, lambda *report: self.reports.append(report), np.random.default_rng(seed)
        )


def test_every_name_of_a_plan_has_an_optimizer() -> None:
    assert len({find_optimizer(name) for name in OPTIMIZERS}) == len(OPTIMIZERS)


def test_the_limits_keep_the_last_evaluation_for_the_end() -> None:
    assert limits_of(RunPlan(max_iterations=5)) == Limits(5, 29)


@pytest.mark.parametrize(
    ("name", "accuracy"),
    [("l-bfgs-b", 1e-5), ("cobyla", 1e-3), ("nelder-mead", 2e-4), ("adam", 1e-5), ("spsa", 0.02), ("qn-spsa", 0.01)],
)
def test_finds_the_minimum_and_says_whether_it_converged(name: OptimizerName, accuracy: float) -> None:
    tried = Tried(name, Bowl())

    assert tried.minimum.converged == (name not in WITHOUT_CRITERION)
    assert tried.minimum.message
    np.testing.assert_allclose(tried.minimum.parameters, TARGET, atol=accuracy)


@pytest.mark.parametrize("name", ["cobyla", "nelder-mead", "adam", "spsa", "qn-spsa"])
def test_finds_the_minimum_in_noise(name: OptimizerName) -> None:
    """Half of the drop from the start, 0.395, at the least in each of ten noisy descents; on average 90 % of it."""
    left = []
    for seed in range(10):
        tried = Tried(name, Bowl(noise=0.02), seed=seed)
        left.append(tried.state.value(tried.minimum.parameters) + 1)

    assert max(left) < 0.2
    assert np.mean(left) < 0.04


@pytest.mark.parametrize("name", ["adam", "spsa", "qn-spsa"])
def test_what_has_no_criterion_in_noise_claims_no_convergence(name: OptimizerName) -> None:
    minimum = Tried(name, Bowl(noise=1e-7)).minimum

    assert not minimum.converged
    assert len(minimum.history) == AMPLE.iterations + 1


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_history_begins_at_the_start_ends_at_the_minimum_and_is_what_was_reported(name: OptimizerName) -> None:
    tried = Tried(name, Bowl())

    minimum = tried.minimum
    assert minimum.history[0] == tried.state.value(START)
    assert minimum.history[-1] == tried.state.value(minimum.parameters)
    assert tried.reports == list(enumerate(minimum.history))
    if name in NEVER_RISING:
        assert list(minimum.history) == sorted(minimum.history, reverse=True)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_same_seed_goes_the_same_way(name: OptimizerName) -> None:
    first, again = Tried(name, Bowl(noise=0.01)).minimum, Tried(name, Bowl(noise=0.01)).minimum

    np.testing.assert_array_equal(first.parameters, again.parameters)
    assert first.history == again.history


@pytest.mark.parametrize("name", ["spsa", "qn-spsa"])
def test_another_seed_goes_another_way(name: OptimizerName) -> None:
    one, other = Tried(name, Bowl(), seed=1).minimum, Tried(name, Bowl(), seed=2).minimum

    assert not np.array_equal(one.parameters, other.parameters)


def test_numpys_global_state_is_neither_used_nor_changed() -> None:
    np.random.seed(7)
    one = Tried("spsa", Bowl()).minimum
    following = np.random.random()
    np.random.seed(7)

    assert np.random.random() == following
    np.testing.assert_array_equal(one.parameters, Tried("spsa", Bowl()).minimum.parameters)


@pytest.mark.parametrize(
    ("name", "calls", "circuits"),
    [("spsa", 5 + 1, 3 * 5 + 9), ("qn-spsa", 3 * 5 + 1, 8 * 5 + 9), ("adam", 5 + 1, 5 + 1), ("none", 1, 1)],
)
def test_an_iteration_costs_few_calls(name: OptimizerName, calls: int, circuits: int) -> None:
    state = Tried(name, Bowl(), limits=Limits(5, 29)).state

    assert (len(state.calls), sum(state.calls)) == (calls, circuits)


@pytest.mark.parametrize("unit", [1e-3, 1e6])
@pytest.mark.parametrize("name", ["spsa", "qn-spsa"])
def test_the_same_steps_are_taken_in_any_unit_of_energy(name: OptimizerName, unit: float) -> None:
    class Scaled(Bowl):
        def value(self, parameters: FloatArray) -> float:
            return unit * super().value(parameters)

    np.testing.assert_allclose(
        Tried(name, Scaled()).minimum.parameters, Tried(name, Bowl()).minimum.parameters, rtol=1e-6
    )


@pytest.mark.parametrize("name", ["spsa", "qn-spsa"])
def test_all_iterations_fit_into_the_limits_of_a_plan(name: OptimizerName) -> None:
    for iterations in (1, 2, 50):
        limits = limits_of(RunPlan(max_iterations=iterations))
        assert len(Tried(name, Bowl(), limits=limits).minimum.history) == iterations + 1


def test_nelder_mead_asks_for_its_first_simplex_at_once() -> None:
    assert Tried("nelder-mead", Bowl()).state.calls[:2] == [5, 1]


@pytest.mark.parametrize("iterations", [1, 2, 7])
@pytest.mark.parametrize("name", MOVING)
def test_stops_at_the_limit_of_iterations(name: OptimizerName, iterations: int) -> None:
    minimum = Tried(name, Valley(), VALLEY_START, Limits(iterations, 1000)).minimum

    assert len(minimum.history) == iterations + 1
    assert not minimum.converged
    assert "limit" in minimum.message.lower() or "maximum number" in minimum.message.lower()


@pytest.mark.parametrize("evaluations", [1, 2, 3, 5, 12])
@pytest.mark.parametrize("name", MOVING)
def test_never_exceeds_the_limit_of_evaluations(name: OptimizerName, evaluations: int) -> None:
    tried = Tried(name, Valley(), VALLEY_START, Limits(1000, evaluations))

    minimum = tried.minimum
    assert minimum.evaluations <= evaluations
    assert minimum.history[-1] == tried.state.value(minimum.parameters)
    assert not minimum.converged
    assert minimum.message == f"stopped at the limit of {evaluations} evaluations"


@pytest.mark.parametrize("circuits", [1, 2, 3, 6, 14])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_never_exceeds_the_allowance_and_answers_with_what_it_has(name: OptimizerName, circuits: int) -> None:
    state = Bowl(Allowance(circuits))
    minimum = Tried(name, state).minimum

    assert sum(state.calls) <= circuits
    assert minimum.history[-1] == state.value(minimum.parameters)
    if name != "none" and minimum.evaluations < 10:  # L-BFGS-B is there after ten
        assert minimum.message == f"stopped at the limit of {circuits} circuits (max_circuits)"


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_allowance_without_a_single_circuit_is_a_wrong_plan(name: OptimizerName) -> None:
    allowance = Allowance(1)
    allowance.reserve(1)

    with pytest.raises(InvalidPlan, match="max_circuits: is too small for the energy at the start"):
        Tried(name, Bowl(allowance))


def test_a_start_in_a_minimum_needs_no_iteration() -> None:
    for name in ("l-bfgs-b", "adam"):
        minimum = Tried(name, Bowl(), TARGET).minimum
        assert minimum.converged
        assert minimum.history == (-1.0,)
