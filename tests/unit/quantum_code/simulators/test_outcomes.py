"""What is measured, what is most probable, and how far two states overlap; from many amplitudes in little memory."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from quantum_code.problems.ising import Ising
from quantum_code.simulators import exact_qaoa
from quantum_code.simulators.exact_qaoa import ExactQaoa
from quantum_code.states import BitArray
from tests.unit.quantum_code.simulators.engines import CHOICES, SIZE, Choice, simulator_on
from tests.unit.quantum_code.simulators.plain_qaoa import (
    FAMILIES,
    SYMMETRIC,
    PlainQaoa,
    angles,
    assignments,
    cost,
    diagonal,
    most_bytes,
)

SHOTS = 100_000


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("n", [1, 2, SIZE])
def test_shots_are_of_the_state(n: int, family: str) -> None:
    """By a χ² test with a fixed seed; outcomes that are too rare for it count as one, with the next more probable."""
    ising, parameters = cost(n, family), angles(2)
    expected = SHOTS * PlainQaoa(diagonal(ising)).probabilities(parameters)

    bits = ExactQaoa(ising).sample(parameters, SHOTS, np.random.default_rng(2))

    assert bits.shape == (SHOTS, n)
    assert bits.dtype == np.uint8
    counts = np.bincount(bits @ (1 << np.arange(n)[::-1]), minlength=2**n)
    order, rare = np.argsort(expected), 1 + int(np.sum(expected < 10))
    seen, due = (np.append(values[order[rare:]], values[order[:rare]].sum()) for values in (counts, expected))
    assert len(due) > 2 ** (n - 1)
    assert stats.chisquare(seen, due).pvalue > 1e-3


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("fields", [(4.0, 2.0, 1.0), (0.0, 0.0, 0.0)])
def test_the_first_bit_is_the_first_qubit(fields: tuple[float, ...]) -> None:
    """A field alone turns its qubit by p(1) = (1 - sin 2β·sin 2γh)/2; couplings alone make both as likely."""
    all_fields, parameters = np.array([*fields, *[0.0] * (SIZE - len(fields))]), np.array([0.2, np.pi / 4])
    simulator = ExactQaoa(Ising(0.0, tuple(all_fields.tolist()), {} if any(fields) else {(0, 1): -1.0}))
    likely = (1 - np.sin(2 * 0.2 * all_fields)) / 2

    bits = simulator.sample(parameters, SHOTS, np.random.default_rng(3))

    np.testing.assert_allclose(bits.mean(axis=0), likely, atol=5 * 0.5 / np.sqrt(SHOTS))
    np.testing.assert_allclose(simulator.probabilities(parameters) @ assignments(SIZE), likely, atol=1e-13)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("single_precision", [False, True])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_generator_decides_the_shots(family: str, single_precision: bool) -> None:
    ising, parameters = cost(SIZE, family), angles(2)

    first, again, other = (
        ExactQaoa(ising, single_precision=single_precision).sample(parameters, 200, np.random.default_rng(seed))
        for seed in (4, 4, 5)
    )

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("family", SYMMETRIC)
def test_both_halves_of_a_symmetric_state_are_measured(family: str) -> None:
    """An assignment and its complement are two outcomes: each shot is either by itself."""
    bits = ExactQaoa(cost(SIZE, family)).sample(angles(2), SHOTS, np.random.default_rng(6))

    assert bits.mean(axis=0) == pytest.approx(np.full(SIZE, 0.5), abs=5 * 0.5 / np.sqrt(SHOTS))
    repeats = np.mean(bits[1:, 0] == bits[:-1, 0])
    assert repeats == pytest.approx(0.5, abs=5 * 0.5 / np.sqrt(SHOTS))


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("count", [1, 2, 7, 100, 2**SIZE - 1, 2**SIZE, 2**SIZE + 1])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_most_probable_are_those_of_a_full_sort(family: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_qaoa, "CHUNK", 100)  # so that the last is shorter than the others
    simulator, parameters = ExactQaoa(cost(SIZE, family)), angles(2)
    probabilities = simulator.probabilities(parameters)
    order = sorted(range(2**SIZE), key=lambda index: (-probabilities[index], index))

    found = simulator.most_probable(parameters, count)

    assert found == [(index, probabilities[index]) for index in order[:count]]
    assert {(type(index), type(probability)) for index, probability in found} == {(int, float)}


@pytest.mark.parametrize("count", [1, 3, 100])
def test_of_equally_probable_outcomes_the_first_are_told(count: int) -> None:
    simulator = ExactQaoa(cost(SIZE, "weighted"))

    found = simulator.most_probable(np.zeros(2), count)

    assert [index for index, _ in found] == list(range(count))


def test_a_complement_is_as_probable() -> None:
    """Both are told, in pairs, the one that begins with 0 first."""
    found = ExactQaoa(cost(SIZE, "weighted")).most_probable(angles(1), 10)

    for (first, probability), (second, same) in list(pairwise(found))[::2]:
        assert (first + second, probability) == (2**SIZE - 1, same)
        assert first < second


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("n", [1, 2, 3, SIZE, 13])
def test_overlaps(n: int, family: str) -> None:
    ising, parameters, other = cost(n, family), angles(2), angles(2, seed=5)
    simulator, reference = ExactQaoa(ising), PlainQaoa(diagonal(ising))
    expected = abs(np.vdot(reference.state(parameters), reference.state(other))) ** 2

    assert simulator.overlap(parameters, other) == pytest.approx(expected, abs=1e-12)
    assert simulator.overlap(other, parameters) == pytest.approx(expected, abs=1e-12)
    assert simulator.overlap(parameters, parameters) == pytest.approx(1, abs=1e-12)
    assert simulator.overlap(parameters, np.zeros(4)) == pytest.approx(
        abs(reference.state(parameters).sum()) ** 2 / 2**n, abs=1e-12
    )


@pytest.mark.parametrize("choose", CHOICES)
def test_sixteen_million_amplitudes(choose: Choice) -> None:
    """Measured within three arrays of their probabilities: a list of as many floats takes four times one."""
    ising = Ising(0.0, (0.5, *[0.0] * 23), {(22, 23): 1.0})
    simulator, parameters = simulator_on(choose, ising), np.array([0.3, np.pi / 8])
    of_spin, of_edge = np.sin(np.pi / 4) * np.sin(0.3), np.sin(0.6)  # the expectations of z₀ and of z₂₂·z₂₃
    assert simulator.energy(parameters) == pytest.approx(0.5 * of_spin + of_edge, abs=1e-12)
    found: list[BitArray] = []

    def measure() -> None:
        found.append(simulator.sample(parameters, 10_000, np.random.default_rng(8)))
        ((_, probability),) = simulator.most_probable(parameters, 1)
        assert probability == pytest.approx((1 + of_spin) * (1 + of_edge) / 2**24, rel=1e-9)

    assert most_bytes(measure) < 3.1 * 8 * 2**24
    spins = 1.0 - 2.0 * found[0]
    assert spins.shape == (10_000, 24)
    means = [*spins.mean(axis=0), (spins[:, 22] * spins[:, 23]).mean()]
    np.testing.assert_allclose(means, [of_spin, *[0.0] * 23, of_edge], atol=0.05)
