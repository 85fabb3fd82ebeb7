"""The floor: bytes over bandwidth, or operations over their rate, whichever takes longer."""

import pytest

from benchmarks.qaoa import floor
from benchmarks.qaoa.floor import Floor

FAST = 1e30


def test_two_passes_a_layer_read_and_write_the_state_and_read_the_costs_once() -> None:
    found = Floor.of((20, 4), 1e9, FAST, gradient=False)
    assert found.seconds == found.memory_s == pytest.approx(4 * (2 * 2 * 16 + 8) * 2**20 / 1e9)
    assert found.one_pass_s == pytest.approx(4 * (2 * 16 + 8) * 2**20 / 1e9)


def test_a_gradient_goes_back_with_two_states() -> None:
    found = Floor.of((20, 4), 1e9, FAST, gradient=True)
    assert found.memory_s == pytest.approx(4 * (2 * 2 * 16 * 3 + 8 * 2) * 2**20 / 1e9)


def test_arithmetic_is_the_floor_where_it_takes_longer() -> None:
    found = Floor.of((20, 4), FAST, 1e9, gradient=False)
    assert found.seconds == pytest.approx(8 * 4 * 20 * 2**19 / 1e9)


def test_this_machine_has_rates() -> None:
    """Above what the slowest processor with two channels of memory has, below what any has."""
    assert 1e8 < floor.bytes_per_s(14, 1) < 1e13
    assert 1e8 < floor.operations_per_s() < 1e14
