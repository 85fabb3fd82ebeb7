"""Sampling a noisy circuit with Qiskit Aer: exact density matrices where they are cheap, quantum trajectories beyond.

A trajectory is one state per shot, with errors drawn at random from the channels; their average is the density matrix,
so that all methods give the same distribution.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from local_aws.simulators.errors import TaskFailed
from local_aws.simulators.memory import require

MAX_DENSITY_MATRIX_QUBITS = 10
MAX_STATE_VECTOR_QUBITS = 20
ALWAYS_STATE_VECTOR_QUBITS = 12
MAX_BOND = 64
"""Of matrix product states; at this bond dimension a shot takes seconds."""

BOND_OVERHEAD = 64
"""How much longer a matrix product state takes for bond^3 numbers than a state vector for as many (measured)."""

BOND_LOOKS, BOND_LABEL = 16, "state after gate "
MAX_SEED = 2**31 - 1

NO_MEMORY_ESTIMATE = {"max_memory_mb": 2**62, "max_parallel_shots": 1}
"""For matrix product states, of which Aer expects the worst entanglement: terabytes for 54 qubits with almost none."""


def sample(circuit: Any, shots: int, seed: int | None) -> NDArray[Any]:
    """Measurements of a Qiskit circuit: a row for each shot, a column for each bit of its first classical register.

    Raises:
        TaskFailed: when this machine cannot hold what is needed.
    """
    from qiskit_aer import AerSimulator

    method = choose_method(circuit, shots)
    options: dict[str, Any] = {"method": method, "max_parallel_threads": 2}
    if method == "statevector":
        options |= {"shot_branching_enable": True, "shot_branching_sampling_enable": True}
    if method == "matrix_product_state":
        options |= NO_MEMORY_ESTIMATE
    if seed is None:
        seed = int(np.random.default_rng().integers(MAX_SEED))
    result = AerSimulator(seed_simulator=seed % MAX_SEED, **options).run(circuit, shots=shots, memory=True).result()
    if not result.success:
        raise TaskFailed(f"The simulation failed: {result.status}")
    rows = [
        [int(bit) for bit in reversed(row.split()[-1])] for row in result.get_memory()
    ]  # last register, last bit first
    return np.array(rows, dtype=np.uint8)


def choose_method(circuit: Any, shots: int) -> str:
    """Aer's name of the cheapest method; none of them approximates.

    A density matrix costs 4^n for each gate, trajectories 2^n for each gate and shot, and a matrix product state with
    bond dimension b costs b^3 for each gate and shot.
    """
    qubits = circuit.num_qubits
    if qubits <= MAX_DENSITY_MATRIX_QUBITS and 2**qubits <= shots:
        return "density_matrix"
    if qubits <= ALWAYS_STATE_VECTOR_QUBITS:
        return "statevector"
    bond = largest_bond(circuit)
    if bond < MAX_BOND and (qubits > MAX_STATE_VECTOR_QUBITS or bond**3 * BOND_OVERHEAD <= 2**qubits):
        return "matrix_product_state"
    if qubits > MAX_STATE_VECTOR_QUBITS:
        raise TaskFailed(
            f"The compiled program entangles {qubits} qubits too much to be simulated with noise here: this local "
            f"account does so on up to {MAX_STATE_VECTOR_QUBITS} qubits, and on more of them while the bond dimension "
            f"of their matrix product state is below {MAX_BOND}."
        )
    require(16 * 2**qubits * 4, f"A noisy simulation of {qubits} qubits")
    return "statevector"


def largest_bond(circuit: Any) -> int:
    """The bond dimension of the matrix product state while the circuit runs without noise, cut off at MAX_BOND.

    Looked at BOND_LOOKS times on its way. Pauli errors act on one qubit each and entangle nothing, so that
    trajectories have about the same.
    """
    from qiskit_aer import AerSimulator

    noiseless = circuit.copy_empty_like()
    gates = [item for item in circuit.data if item.operation.name not in ("quantum_channel", "measure")]
    step = max(1, len(gates) // BOND_LOOKS)
    for i, item in enumerate(gates, start=1):
        noiseless.append(item)
        if i % step == 0 or i == len(gates):
            noiseless.save_matrix_product_state(label=f"{BOND_LABEL}{i}")
    simulator = AerSimulator(
        method="matrix_product_state", matrix_product_state_max_bond_dimension=MAX_BOND, **NO_MEMORY_ESTIMATE
    )
    result = simulator.run(noiseless, shots=1).result()
    if not result.success:
        raise TaskFailed(f"The simulation failed: {result.status}")
    states = [value for name, value in result.data().items() if name.startswith(BOND_LABEL)]
    return max((len(bond) for _, bonds in states for bond in bonds), default=1)
