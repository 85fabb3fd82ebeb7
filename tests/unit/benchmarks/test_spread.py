"""What is said of rounds: their minimum, median and maximum, and ratios of rounds that both took part in."""

from benchmarks.qaoa.spread import Spread


def test_a_spread_is_of_the_rounds_that_were_timed() -> None:
    assert Spread.of([3.0, None, 1.0, 2.0]) == Spread(1.0, 2.0, 3.0)


def test_a_ratio_compares_a_round_with_the_same_round_only() -> None:
    peer, ours = [8.0, None, 30.0, 6.0], [1.0, 100.0, 10.0, 2.0]
    assert Spread.of_ratios(peer, ours) == Spread(3.0, 3.0, 8.0)


def test_the_median_is_written_first() -> None:
    assert Spread(1.0, 2.0, 3.5).written(".1f") == "2.0 (1.0 … 3.5)"
