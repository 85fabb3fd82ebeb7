"""A recorded state answers like the state it records, and like itself when it is replayed."""

from pathlib import Path

import numpy as np
import pytest

from quantum_code.allowance import Allowance
from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.states import BitArray
from tests.unit.quantum_code.analytic_states import Bowl, record_of

POINTS = [np.array([0.1, 1 / 3, -2.0, 1e-17]), np.array([0.0, 0.5, np.pi, -0.0])]


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_every_answer_is_replayed_to_the_last_bit(tmp_path: Path, noise: float) -> None:
    answers = []
    for attempt in range(2):
        device = Bowl(Allowance(), noise=noise)
        with record_of(device.allowance, tmp_path / "record.jsonl") as record:
            state = RecordedState(device, record)
            answers.append(
                (
                    state.energies(POINTS),
                    state.energy(POINTS[0]),
                    state.energy_with_gradient(POINTS[1]),
                    state.overlaps(POINTS[0], POINTS),
                    state.sample(POINTS[0], 500),
                )
            )
        assert bool(device.calls) == (attempt == 0)
        assert device.allowance.spent.circuits == 2 + 1 + 1 + 2 + 1

    first, again = answers
    assert first[0] == again[0]
    assert first[1] == again[1]
    assert first[2].value == again[2].value
    np.testing.assert_array_equal(first[2].gradient, again[2].gradient)
    assert first[3] == again[3]
    np.testing.assert_array_equal(first[4], again[4])


def test_exact_answers_are_the_states_own() -> None:
    device = Bowl()
    state = RecordedState(device, record_of(device.allowance))

    assert [energy.value for energy in state.energies(POINTS)] == [device.value(point) for point in POINTS]
    np.testing.assert_array_equal(state.energy_with_gradient(POINTS[0]).gradient, device.slope(POINTS[0]))


def test_samples_keep_their_bits_and_their_number() -> None:
    bits = np.array([[0, 0, 1, 1], [1, 0, 0, 0], [0, 0, 1, 1]], dtype=np.uint8)

    class Fixed(Bowl):
        def sample(self, parameters: object, shots: int, rng: object) -> BitArray:
            return bits

    state = RecordedState(Fixed(), record_of(Allowance()))
    np.testing.assert_array_equal(state.sample(POINTS[0], 3), [[0, 0, 1, 1], [0, 0, 1, 1], [1, 0, 0, 0]])
