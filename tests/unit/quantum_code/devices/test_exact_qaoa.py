"""The exact simulator as a device: what it counts and refuses to run, and a plan's answers beside those of gates.

What every device answers is tried with the others, in `test_energies` and `test_gradients`.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from contract.devices import EXACT_QAOA, EXACT_QAOA_SINGLE, LIGHTNING, Device
from contract.run_plan import RunPlan
from contract.run_result import Spent
from quantum_code.algorithms.qaoa.ansatz import QaoaAnsatz
from quantum_code.allowance import Allowance
from quantum_code.devices import exact_qaoa, state_factory
from quantum_code.problems.ising import Ising
from quantum_code.simulators.exact_qaoa import ExactQaoa
from quantum_code.states import DeviceState, FloatArray, LimitReachedError
from tests.unit.quantum_code.devices.small_states import generator, label
from tests.unit.quantum_code.simulators.plain_qaoa import FAMILIES, angles, cost

POINT = angles(2)
POINTS = [POINT, -0.5 * POINT, POINT + 0.3]
SHOTS = 1000

Call = Callable[[DeviceState], object]


def state_of(
    ising: Ising, device: Device = EXACT_QAOA, allowance: Allowance | None = None, *, tail: float = 1.0, **plan: object
) -> DeviceState:
    """Two layers on a device, with a plan's fields as they would be settled."""
    settled = RunPlan.model_validate({"evaluation": "exact", "gradient": "adjoint", "shots": SHOTS} | plan)
    return state_factory(device, settled, allowance or Allowance())(QaoaAnsatz(ising, 2), ising, tail=tail)


CALLS: dict[str, tuple[Call, dict[str, Any], Spent]] = {
    "energies": (lambda state: state.energies(POINTS, generator()), {}, Spent(circuits=3)),
    "measured energies": (
        lambda state: state.energies(POINTS, generator()),
        {"evaluation": "shots"},
        Spent(circuits=3, shots=3 * SHOTS),
    ),
    "adjoint": (lambda state: state.energy_with_gradient(POINT, generator()), {}, Spent(circuits=1)),
    "spsa": (
        lambda state: state.energy_with_gradient(POINT, generator()),
        {"gradient": "spsa"},
        Spent(circuits=9),
    ),
    "measured spsa": (
        lambda state: state.energy_with_gradient(POINT, generator()),
        {"gradient": "spsa", "evaluation": "shots"},
        Spent(circuits=9, shots=9 * SHOTS),
    ),
    "overlaps": (lambda state: state.overlaps(POINT, POINTS, generator()), {}, Spent(circuits=3)),
    "measured overlaps": (
        lambda state: state.overlaps(POINT, POINTS, generator()),
        {"evaluation": "shots"},
        Spent(circuits=3, shots=3 * SHOTS),
    ),
    "samples": (lambda state: state.sample(POINT, 70, generator()), {}, Spent(circuits=1, shots=70)),
}


@pytest.mark.parametrize("tail", [1.0, 0.3])
@pytest.mark.parametrize("call", CALLS)
def test_what_each_call_spends(call: str, tail: float) -> None:
    ask, plan, spent = CALLS[call]
    allowance = Allowance(spent.circuits)

    ask(state_of(cost(4, "weighted"), EXACT_QAOA, allowance, tail=tail, **plan))

    assert allowance.spent == spent


@pytest.mark.parametrize("tail", [1.0, 0.3])
@pytest.mark.parametrize("call", CALLS)
def test_nothing_is_run_beyond_the_allowance(call: str, tail: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is noticed first: not one of the circuits of a call that is too large is run, nor counted."""
    ask, plan, spent = CALLS[call]
    allowance = Allowance(spent.circuits + 1)
    allowance.reserve(2)
    state = state_of(cost(4, "weighted"), EXACT_QAOA, allowance, tail=tail, **plan)
    for method in ("energy", "energy_with_gradient", "cvar", "sample", "overlap"):
        monkeypatch.delattr(ExactQaoa, method)

    with pytest.raises(LimitReachedError, match="max_circuits"):
        ask(state)
    assert allowance.spent == Spent()


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("tail", [1.0, 0.3])
@pytest.mark.parametrize("gradient", ["adjoint", "spsa"])
def test_a_simulator_of_gates_answers_the_same(gradient: str, tail: float, family: str) -> None:
    """Whatever is exact, and the directions of SPSA, which the seed decides."""
    ising = cost(6, family)
    ours, theirs = (state_of(ising, device, tail=tail, gradient=gradient) for device in (EXACT_QAOA, LIGHTNING))

    for one, other in zip(ours.energies(POINTS, generator()), theirs.energies(POINTS, generator()), strict=True):
        assert one.value == pytest.approx(other.value, abs=1e-11)
        assert one.stderr == 0
    found, expected = (state.energy_with_gradient(POINT, generator(3)) for state in (ours, theirs))
    assert found.value == pytest.approx(expected.value, abs=1e-11)
    assert found.gradient == pytest.approx(expected.gradient, abs=1e-9)
    assert ours.overlaps(POINT, POINTS, generator()) == pytest.approx(
        theirs.overlaps(POINT, POINTS, generator()), abs=1e-11
    )
    assert ours.probabilities(POINT) == pytest.approx(theirs.probabilities(POINT), abs=1e-12)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("tail", [1.0, 0.3])
def test_shots_estimate_what_is_exact(tail: float, family: str) -> None:
    """Many estimates scatter about it by their standard error, whether half the state is held or all of it."""
    ising, repetitions = cost(6, family), 200
    (exact,) = state_of(ising, tail=tail).energies([POINT], generator())
    measured = state_of(ising, tail=tail, evaluation="shots").energies([POINT] * repetitions, generator(1))

    values = np.array([energy.value for energy in measured])
    bias = 0.0 if tail == 1 else 0.1 * values.std()  # of a sample's CVaR
    assert abs(values.mean() - exact.value) < 4 * values.std() / np.sqrt(repetitions) + bias
    assert np.mean([energy.stderr for energy in measured]) == pytest.approx(values.std(), rel=0.2)


@pytest.mark.parametrize("family", ["weighted", "weighted with fields"])
def test_measured_overlaps_are_binomial(family: str) -> None:
    ising, repetitions, other = cost(4, family), 500, POINT + 0.1
    (exact,) = state_of(ising).overlaps(POINT, [other], generator())
    state = state_of(ising, evaluation="shots", shots=40)

    same, *found = state.overlaps(POINT, [POINT, *[other] * repetitions], generator(2))

    assert same == 1
    counts = 40 * np.array(found)
    assert counts == pytest.approx(np.rint(counts), abs=1e-9)
    assert 0.05 < exact < 0.95
    assert stats.binomtest(round(counts.sum()), 40 * repetitions, exact).pvalue > 1e-3
    scatter = counts.var() / (40 * exact * (1 - exact))
    assert scatter == pytest.approx(1, abs=4 * np.sqrt(2 / repetitions))


@pytest.mark.parametrize("device", [EXACT_QAOA, EXACT_QAOA_SINGLE], ids=label)
def test_overlaps_are_at_most_1(device: Device) -> None:
    """Rounding would make more of some, which no probability of a measurement is."""
    ising, points = cost(6, "weighted with fields"), [angles(2, seed) for seed in range(50)]
    exact, measured = (state_of(ising, device, evaluation=how) for how in ("exact", "shots"))

    found = np.array([exact.overlaps(point, [point], generator()) for point in points])
    assert found.max() <= 1
    assert found.min() == pytest.approx(1, abs=1e-5)
    shares = np.array([measured.overlaps(point, [point], generator()) for point in points])
    assert shares.max() <= 1
    assert shares.min() > 0.99


@pytest.mark.parametrize(("device", "single_precision"), [(EXACT_QAOA, False), (EXACT_QAOA_SINGLE, True)], ids=label)
def test_a_run_has_one_simulator_for_all_its_depths(
    device: Device, single_precision: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The costs of all assignments are worked out once; another cost has a simulator of its own."""
    made: list[tuple[Ising, bool]] = []

    class Counted(ExactQaoa):
        def __init__(self, ising: Ising, *, single_precision: bool) -> None:
            made.append((ising, single_precision))
            super().__init__(ising, single_precision=single_precision)

    monkeypatch.setattr(exact_qaoa, "ExactQaoa", Counted)
    first, second = cost(4, "weighted"), cost(4, "unweighted")
    prepare = state_factory(device, RunPlan(evaluation="exact", gradient="adjoint"), Allowance())
    shallow, deep = (prepare(QaoaAnsatz(first, layers), first) for layers in (1, 3))
    other = prepare(QaoaAnsatz(second, 1), second)

    assert made == [(first, single_precision), (second, single_precision)]

    def value(state: DeviceState, parameters: FloatArray) -> float:
        return state.energies([parameters], generator())[0].value

    close = 1e-5 if single_precision else 1e-12
    assert value(shallow, angles(1)) == pytest.approx(ExactQaoa(first).energy(angles(1)), abs=close)
    assert value(deep, angles(3)) == pytest.approx(ExactQaoa(first).energy(angles(3)), abs=close)
    assert value(other, angles(1)) == pytest.approx(ExactQaoa(second).energy(angles(1)), abs=close)
