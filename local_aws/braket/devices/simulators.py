"""Braket's own simulators: SV1 (state vector, 34 qubits) and DM1 (density matrix with noise, 17 qubits).

SV1 is as published in amazon-braket-examples (`1_pennylane_capabilities.json`, Apache License 2.0), which the developer
guide still shows. DM1's properties are not published as a whole: its qubits, noise operations and result types are the
documentation's (https://docs.aws.amazon.com/braket/latest/developerguide/braket-submit-tasks-simulators.html); that it
is in all else like SV1 is ASSUMED. Both say up to 100 000 shots, as the live service does; the documentation says
50 000.
"""

from local_aws.braket.devices.actions import GATES, GRAMMAR, OPENQASM, PAULIS, SAMPLED, result_pragmas, result_type
from local_aws.braket.devices.device import BraketDevice, Document
from local_aws.braket.devices.parts import ALWAYS, header, parameters_schema, service

JAQCD = "braket.ir.jaqcd.program"
GUIDE = "https://docs.aws.amazon.com/braket/latest/developerguide/braket-devices.html#choose-a-simulator"
IMAGE = (
    "https://d1.awsstatic.com/about-aws/whats-new/lpm-assets/services/"
    "SiteMerch_Qx_Editorial-reInvent.d5a91c3e3fa666a2c33b8a912c21d1cb4ef270fb.png"
)
SV1_QUBITS, DM1_QUBITS = 34, 17
EXACT = 0, 0
NATIVE_TO_IONS = ["gpi", "gpi2", "ms"]
"""Gates that OpenQASM programs may use, and programs in the older JAQCD may not."""

DAMPING = ["amplitude_damping", "generalized_amplitude_damping", "phase_damping"]
TWO_QUBIT_NOISE = ["two_qubit_dephasing", "two_qubit_depolarizing"]
NOISE = ["bit_flip", "phase_flip", "pauli_channel", "depolarizing", "kraus", *DAMPING, *TWO_QUBIT_NOISE]
NOISE_PRAGMAS = [f"braket_noise_{name}" for name in NOISE]


def sv1(device: BraketDevice) -> Document:
    """No state vector: the managed simulator gives single amplitudes, and gradients by the adjoint method."""
    amplitude, gradient = result_type("Amplitude", EXACT), result_type("AdjointGradient", EXACT, PAULIS)
    results = [*_sampled(device), amplitude]
    openqasm = _openqasm(
        operations=[*GATES, *NATIVE_TO_IONS],
        given=[*SAMPLED, "amplitude", "adjoint_gradient"],
        refused=[*result_pragmas(("state_vector", "density_matrix")), *NOISE_PRAGMAS],
    )
    actions = {
        JAQCD: _jaqcd([*GATES, "unitary"], results),
        OPENQASM: openqasm | {"supportedResultTypes": [*results, gradient]},
    }
    return _capabilities(device, SV1_QUBITS, "Amazon Braket state vector simulator", actions)


def dm1(device: BraketDevice) -> Document:
    """A density matrix is given for at most 8 qubits, which its properties have no field to say."""
    results = [*_sampled(device), result_type("DensityMatrix", EXACT)]
    openqasm = _openqasm(
        operations=[*GATES, *NATIVE_TO_IONS, *NOISE],
        given=[*SAMPLED, "density_matrix"],
        refused=result_pragmas(("state_vector", "amplitude", "adjoint_gradient")),
    )
    openqasm["supportedPragmas"] += NOISE_PRAGMAS
    actions = {
        JAQCD: _jaqcd([*GATES, "unitary", *NOISE], results),
        OPENQASM: openqasm | {"supportedResultTypes": results},
    }
    return _capabilities(device, DM1_QUBITS, "Amazon Braket density matrix simulator", actions)


def _capabilities(device: BraketDevice, qubits: int, summary: str, actions: Document) -> Document:
    from braket.device_schema.simulators import GateModelSimulatorDeviceParameters

    return header("simulators.gate_model_simulator_device_capabilities") | {
        "service": service(
            device,
            windows=ALWAYS,
            fewest_shots=0,
            documentation=(summary, GUIDE),
            image=IMAGE,
            updated_at="2022-06-22T10:18:00",
        ),
        "action": actions,
        "deviceParameters": parameters_schema(GateModelSimulatorDeviceParameters),
        "paradigm": header("simulators.gate_model_simulator_paradigm_properties") | {"qubitCount": qubits},
    }


def _sampled(device: BraketDevice) -> list[Document]:
    observables, most = [*PAULIS, "hermitian"], device.max_shots
    return [
        result_type("Sample", (1, most), observables),
        result_type("Expectation", (0, most), observables),
        result_type("Variance", (0, most), observables),
        result_type("Probability", (1, most)),
    ]


def _openqasm(*, operations: list[str], given: list[str], refused: list[str]) -> Document:
    return {
        "version": ["1.0"],
        "actionType": OPENQASM,
        "supportedOperations": operations,
        "supportedPragmas": ["braket_unitary_matrix", "braket_basis_rotation", *result_pragmas(given)],
        "forbiddenPragmas": refused,
        **GRAMMAR,
        "requiresAllQubitsMeasurement": True,
        "supportPhysicalQubits": False,
        "requiresContiguousQubitIndices": True,
        "supportsPartialVerbatimBox": True,
        "supportsUnassignedMeasurements": True,
        "disabledQubitRewiringSupported": False,
    }


def _jaqcd(operations: list[str], results: list[Document]) -> Document:
    return {
        "version": ["1.0", "1.1"],
        "actionType": JAQCD,
        "supportedOperations": operations,
        "supportedResultTypes": results,
    }
