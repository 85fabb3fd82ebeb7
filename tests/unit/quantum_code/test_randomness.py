"""Streams of random numbers are the same for the same key and independent for another."""

from itertools import pairwise

import numpy as np

from quantum_code.randomness import Use, stream


def test_every_key_has_a_stream_of_its_own_which_is_always_the_same() -> None:
    keys = [(seed, use, number) for seed in (0, 1, 2**32 - 1) for use in Use for number in range(20)]
    drawn = [tuple(stream(*key).integers(0, 2**63, 4)) for key in keys]

    assert len(set(drawn)) == len(keys)
    assert drawn == [tuple(stream(*key).integers(0, 2**63, 4)) for key in keys]


def test_streams_are_uncorrelated() -> None:
    """The 95 correlations of neighbours are normal with a deviation of 1/√1000: none is beyond 4.5 of them."""
    draws = np.array([stream(42, Use.DEVICE, number).normal(size=1000) for number in range(96)])
    neighbours = [np.corrcoef(one, other)[0, 1] for one, other in pairwise(draws)]

    assert np.abs(neighbours).max() < 4.5 / np.sqrt(1000)
