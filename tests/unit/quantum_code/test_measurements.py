"""Bits drawn and counted keep their order and their number."""

import numpy as np

from contract.problems import QuadraticForm
from quantum_code.measurements import bits_from_counts, count_samples, counts_of, draw_bits


def test_drawn_bits_follow_the_probabilities() -> None:
    probabilities = np.array([0.0, 0.1, 0.2, 0.0, 0.3, 0.0, 0.4, 0.0])
    shots = 40_000

    bits = draw_bits(probabilities, shots, np.random.default_rng(5))

    frequencies = np.bincount(bits @ [4, 2, 1], minlength=8) / shots
    assert bits.shape == (shots, 3)
    assert not frequencies[probabilities == 0].any()
    np.testing.assert_allclose(frequencies, probabilities, atol=5 * 0.5 / np.sqrt(shots))


def test_the_same_generator_state_draws_the_same_bits() -> None:
    probabilities = np.full(16, 1 / 16)

    first, second = (draw_bits(probabilities, 50, np.random.default_rng(9)) for _ in range(2))

    assert np.array_equal(first, second)


def test_counts_become_a_row_for_each_shot() -> None:
    assert bits_from_counts({"10": 2, "01": 1}).tolist() == [[0, 1], [1, 0], [1, 0]]


def test_samples_come_best_first_then_most_frequent_then_by_bitstring() -> None:
    form = QuadraticForm(0.0, (-1.0, -1.0, 0.0), {})
    bits = bits_from_counts({"000": 9, "100": 2, "010": 3, "001": 9, "110": 1, "101": 3})

    samples = count_samples(bits, form)

    assert [(sample.bitstring, sample.count, sample.cost) for sample in samples] == [
        ("110", 1, -2.0),
        ("010", 3, -1.0),
        ("101", 3, -1.0),
        ("100", 2, -1.0),
        ("000", 9, 0.0),
        ("001", 9, 0.0),
    ]


def test_counts_of_rows_and_back() -> None:
    counts = {"001": 2, "110": 1}

    assert counts_of(bits_from_counts(counts)) == counts
