"""Managed simulators and QPUs spend what they are said to, in as few tasks as they can."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from contract.devices import LIGHTNING, SV1, Device, find_device
from contract.errors import InvalidPlan
from contract.run_plan import RunPlan
from contract.run_result import Spent
from quantum_code.allowance import Allowance
from quantum_code.devices import state_factory
from quantum_code.states import DeviceState, FloatArray, LimitReachedError
from tests.unit.quantum_code.devices.small_states import PREPARED, generator, point, prepare

GARNET = find_device("arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet")
AQT = find_device("arn:aws:braket:eu-north-1::device/qpu/aqt/Ibex-Q1")
SHOTS = 100
SIGMAS = 5
Services = Callable[..., Any]


def prepare_on(
    device: Device, service: Any, allowance: Allowance, name: str = "qaoa", **plan: object
) -> tuple[DeviceState, FloatArray]:
    ansatz, observable = PREPARED[name]
    settled = RunPlan.model_validate({"evaluation": "shots", "shots": SHOTS, "allow_qpu": True} | plan)
    return state_factory(device, settled, allowance, service)(ansatz, observable), point(ansatz)


def test_sv1_gives_energy_and_gradient_in_one_task(braket_service: Services) -> None:
    service, allowance = braket_service("SIMULATOR"), Allowance()
    state, parameters = prepare_on(SV1, service, allowance, evaluation="exact", gradient="adjoint")
    energy = state.energy_with_gradient(parameters, generator())
    embedded = prepare("qaoa", LIGHTNING, gradient="adjoint")[0].energy_with_gradient(parameters, generator())
    assert energy.value == pytest.approx(embedded.value)
    assert energy.gradient == pytest.approx(embedded.gradient)
    assert service.shots == [0]
    assert allowance.spent == Spent(tasks=1, circuits=1)


@pytest.mark.parametrize("name", ["qaoa", "uccsd"])
def test_exact_energies_on_sv1_are_a_task_each(braket_service: Services, name: str) -> None:
    service, allowance = braket_service("SIMULATOR"), Allowance()
    state, parameters = prepare_on(SV1, service, allowance, name, evaluation="exact")
    found = [energy.value for energy in state.energies([parameters, 0 * parameters], generator())]
    embedded, _ = prepare(name)
    expected = [energy.value for energy in embedded.energies([parameters, 0 * parameters], generator())]
    assert found == pytest.approx(expected)
    assert allowance.spent == Spent(tasks=2, circuits=2)
    assert state.probabilities(parameters) is None
    assert state.sample(parameters, 30, generator()).shape == (30, PREPARED[name][0].num_qubits)
    assert service.shots == [0, 0, 30]


@pytest.mark.usefixtures("seeded_shots")
@pytest.mark.parametrize(("program_sets", "tasks"), [(False, 33), (True, 1)])
def test_all_shifted_circuits_of_a_gradient_go_together(
    braket_service: Services, program_sets: bool, tasks: int
) -> None:
    service, allowance = braket_service("QPU", program_sets=program_sets), Allowance()
    state, parameters = prepare_on(GARNET, service, allowance, gradient="parameter-shift")
    energy = state.energy_with_gradient(parameters, generator())
    assert allowance.spent == Spent(tasks=tasks, circuits=33, shots=33 * SHOTS)
    assert len(service.shots) == tasks
    assert sum(service.shots) == 33 * SHOTS
    exact = prepare("qaoa", LIGHTNING, gradient="adjoint")[0].energy_with_gradient(parameters, generator())
    assert exact.gradient is not None
    assert abs(energy.value - exact.value) < SIGMAS * energy.stderr
    # Each slope adds up the errors of at most eight shifted pairs, weighted by couplings below 1.5.
    assert energy.gradient == pytest.approx(exact.gradient, abs=SIGMAS * 8 * energy.stderr)


@pytest.mark.usefixtures("seeded_shots")
def test_the_bases_of_a_molecule_go_together(braket_service: Services) -> None:
    service, allowance = braket_service("QPU", program_sets=True), Allowance()
    state, parameters = prepare_on(GARNET, service, allowance, "uccsd")
    points = [parameters, 0 * parameters]
    energies = state.energies(points, generator())
    exact = prepare("uccsd")[0].energies(points, generator())
    bases = len(PREPARED["uccsd"][1].bases())
    assert allowance.spent == Spent(tasks=1, circuits=2 * bases, shots=2 * bases * SHOTS)
    for energy, truth in zip(energies, exact, strict=True):
        assert abs(energy.value - truth.value) < SIGMAS * energy.stderr


def test_a_program_set_keeps_to_the_shots_of_its_device(braket_service: Services) -> None:
    """AQT takes 10 000 shots in a set: 33 circuits of 2000 shots are five to a set."""
    service, allowance = braket_service("QPU", program_sets=True, total_shots=10_000), Allowance()
    state, parameters = prepare_on(AQT, service, allowance, gradient="parameter-shift", shots=2000)
    state.energy_with_gradient(parameters, generator())
    assert sorted(service.shots) == [6_000, *[10_000] * 6]
    assert allowance.spent == Spent(tasks=7, circuits=33, shots=66_000)


@pytest.mark.parametrize("device_type", ["SIMULATOR", "QPU"])
def test_nothing_runs_beyond_the_allowance(braket_service: Services, device_type: str) -> None:
    service, allowance = braket_service(device_type), Allowance(10)
    state, parameters = prepare_on(GARNET, service, allowance, gradient="parameter-shift")
    with pytest.raises(LimitReachedError, match="10 circuits"):
        state.energy_with_gradient(parameters, generator())
    assert service.shots == []
    assert allowance.spent == Spent()


def test_a_task_that_fails_was_spent_all_the_same(braket_service: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    service, allowance = braket_service("QPU"), Allowance()
    state, parameters = prepare_on(GARNET, service, allowance)
    action = {"actionType": "braket.ir.openqasm.program"}
    failed = {"status": "FAILED", "failureReason": "of no use", "actionMetadata": action}
    monkeypatch.setattr(service, "get_quantum_task", lambda arn: failed)
    with pytest.raises(RuntimeError):
        state.energies([parameters], generator())
    assert allowance.spent.tasks == len(service.shots) > 0


def test_a_simulator_without_the_adjoint_method_runs_nothing(braket_service: Services) -> None:
    service, allowance = braket_service("SIMULATOR", adjoint_gradient=False), Allowance()
    state, parameters = prepare_on(SV1, service, allowance, evaluation="exact", gradient="adjoint")
    with pytest.raises(InvalidPlan, match="lacks the adjoint method"):
        state.energy_with_gradient(parameters, generator())
    assert service.shots == []


@pytest.mark.usefixtures("seeded_shots")
def test_overlaps_are_measured(braket_service: Services) -> None:
    service, allowance = braket_service("SIMULATOR"), Allowance()
    state, parameters = prepare_on(SV1, service, allowance, evaluation="exact")
    others = [parameters, parameters + 0.2]
    measured = state.overlaps(parameters, others, generator())
    exact = prepare("qaoa")[0].overlaps(parameters, others, generator())
    assert measured[0] == 1
    assert measured[1] == pytest.approx(exact[1], abs=SIGMAS * 0.5 / np.sqrt(SHOTS))
    assert service.shots == [SHOTS, SHOTS]
