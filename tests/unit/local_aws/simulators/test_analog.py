"""Aquila: small arrays of atoms exactly, within the device's ranges."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from braket.ahs import AnalogHamiltonianSimulation, AtomArrangement, DrivingField
from braket.schema_common import BraketSchemaBase
from braket.tasks import AnalogHamiltonianSimulationQuantumTaskResult
from braket.timings.time_series import TimeSeries

from local_aws.simulators import Device, ProgramRejected, TaskFailed, check, run

RAMP_S, RABI = 1e-7, 1.5e7


def _program(atoms: int, spacing: float = 2e-5, rabi: float = RABI, seconds: float = 4e-7) -> str:
    register = AtomArrangement()
    for i in range(atoms):
        register.add([(i % 4) * spacing, (i // 4) * spacing])
    amplitude, detuning, phase = TimeSeries(), TimeSeries(), TimeSeries()
    for moment, value in ((0, 0), (RAMP_S, rabi), (seconds - RAMP_S, rabi), (seconds, 0)):
        amplitude.put(moment, value)
    for moment in (0, seconds):
        detuning.put(moment, 0)
        phase.put(moment, 0)
    field = DrivingField(amplitude=amplitude, phase=phase, detuning=detuning)
    return str(AnalogHamiltonianSimulation(register=register, hamiltonian=field).to_ir().json())


def test_one_atom_oscillates(device: Callable[[str], Device]) -> None:
    """Without detuning, P(ground) = cos^2(theta / 2), with theta the area under the amplitude."""
    text = _program(1)
    assert check(device("aquila"), text, 1000, {}, False).action_type == "braket.ir.ahs.program"

    document = run(device("aquila"), text, 1000, {}, 7, task_arn="arn:task")
    result = BraketSchemaBase.parse_raw_schema(json.dumps(document))
    found = AnalogHamiltonianSimulationQuantumTaskResult.from_object(result)

    ground = np.cos(RABI * (4e-7 - RAMP_S) / 2) ** 2
    assert found.get_counts()["g"] / 1000 == pytest.approx(ground, abs=0.06)
    assert found.task_metadata.id == "arn:task"


def test_outcomes_can_be_repeated(device: Callable[[str], Device]) -> None:
    runs: list[Any] = [run(device("aquila"), _program(3), 50, {}, seed)["measurements"] for seed in (1, 1, 2)]

    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_program(2, spacing=1e-6), "Sites 0 and 1 are closer than the device's minimum of 4e-06 m."),
        (_program(4, spacing=3e-5), "The arrangement's width of 9e-05 m is larger than the device's 7.5e-05 m."),
        (_program(1, rabi=2e7), "The driving field's amplitude 2e+07 is outside the device's [0, 1.58e+07]."),
        (_program(1, seconds=5e-6), "The program takes 5e-06 s; the device allows 4e-06 s."),
        (_program(0), "The atom arrangement has no sites."),
    ],
)
def test_refuses_what_the_device_cannot_do(device: Callable[[str], Device], text: str, message: str) -> None:
    with pytest.raises(ProgramRejected) as refused:
        check(device("aquila"), text, 100, {}, False)

    assert refused.value.message == message


def test_fails_with_more_atoms_than_can_be_simulated(device: Callable[[str], Device]) -> None:
    with pytest.raises(TaskFailed, match="has 13 atoms; this local account simulates up to 12"):
        run(device("aquila"), _program(13, spacing=1e-5), 10, {}, 1)
