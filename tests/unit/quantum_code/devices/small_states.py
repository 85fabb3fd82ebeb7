"""Small ansätze and observables that the tests of devices share."""

from dataclasses import replace

import numpy as np

from contract.devices import BRAKET_DM, BRAKET_SV, DEFAULT_QUBIT, EXACT_QAOA, EXACT_QAOA_SINGLE, LIGHTNING, Device
from contract.problems import Chemistry, parse_problem
from contract.run_plan import RunPlan
from quantum_code.algorithms.qaoa.ansatz import QaoaAnsatz
from quantum_code.algorithms.vqe.ansatz import ExcitationAnsatz, HardwareEfficientAnsatz
from quantum_code.allowance import Allowance
from quantum_code.devices import state_factory
from quantum_code.problems.ising import Ising
from quantum_code.problems.molecule import Molecule
from quantum_code.states import Ansatz, DeviceState, FloatArray, Observable

EMBEDDED = (LIGHTNING, DEFAULT_QUBIT, BRAKET_SV, BRAKET_DM)
WITHOUT_GATES = (EXACT_QAOA, EXACT_QAOA_SINGLE)
SINGLE_PRECISION = 1e-5
"""What is stated of single precision, for costs of about the strength and size of those here."""

RING = {(0, 1): 0.5, (1, 2): -0.7, (0, 2): 0.4}
ISING = Ising(0.3, (0.2, 0.0, -0.6), RING)
STEP = 1e-4


def hydrogen() -> Molecule:
    problem = parse_problem({"problem_type": "chemistry", "molecule": "H2"})
    assert isinstance(problem, Chemistry)
    return Molecule.of(problem)


H2 = hydrogen()
PREPARED: dict[str, tuple[Ansatz, Observable]] = {
    "qaoa": (QaoaAnsatz(ISING, 2), ISING),
    "ring": (QaoaAnsatz(ISING, 1, hamming_weight=1), ISING),
    "uccsd": (ExcitationAnsatz.uccsd(H2), H2.hamiltonian),
    # Its layers leave the electrons' sector, to which excitations keep.
    "hardware_efficient": (
        HardwareEfficientAnsatz(H2.occupied, H2.num_qubits, 1),
        replace(H2.hamiltonian, sector=None),
    ),
}


def accuracy(device: Device, double: float) -> float:
    """How far a device's exact values may be off, where those in double precision may be off by so much."""
    return SINGLE_PRECISION if device is EXACT_QAOA_SINGLE else double


def label(value: object) -> str:
    """A parameter of a test by its name."""
    return value.name if isinstance(value, Device) else str(value)


def point(ansatz: Ansatz) -> FloatArray:
    """Angles in no special place."""
    return np.random.default_rng(11).uniform(-0.8, 0.8, ansatz.num_parameters)


def prepare(
    name: str, device: Device = LIGHTNING, allowance: Allowance | None = None, *, tail: float = 1.0, **plan: object
) -> tuple[DeviceState, FloatArray]:
    """One of the states on a device, with a plan's fields as they would be settled, and a point."""
    ansatz, observable = PREPARED[name]
    settled = RunPlan.model_validate({"evaluation": "exact"} | plan)
    return state_factory(device, settled, allowance or Allowance())(ansatz, observable, tail=tail), point(ansatz)


def slopes(state: DeviceState, parameters: FloatArray) -> FloatArray:
    """The gradient by central differences; its error is of the order STEP², 1e-8."""
    moves = STEP * np.eye(len(parameters))
    points = [parameters + sign * move for move in moves for sign in (1, -1)]
    values = np.array([energy.value for energy in state.energies(points, generator())])
    return np.asarray((values[0::2] - values[1::2]) / (2 * STEP), dtype=np.float64)


def generator(seed: int = 7) -> np.random.Generator:
    return np.random.default_rng(seed)
