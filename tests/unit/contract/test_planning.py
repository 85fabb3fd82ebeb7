"""Settling a plan: every default by hand, every refusal by its field, and nothing left to settle afterwards."""

from typing import Any

import pytest

from contract.devices import (
    BRAKET_DM,
    BRAKET_SV,
    DEVICES,
    DM1,
    EXACT_QAOA,
    EXACT_QAOA_SINGLE,
    LIGHTNING,
    SV1,
    Device,
    find_device,
)
from contract.errors import InvalidPlan, InvalidProblem, UnknownDevice
from contract.planning import OPTIONS, regular_degree, settle
from contract.problems import Problem, parse_problem
from contract.run_plan import RunPlan

GARNET = find_device("arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet")
CUBE = [[a, b] for a in range(8) for b in range(a + 1, 8) if (a ^ b).bit_count() == 1]
QUBO: dict[str, Any] = {"problem_type": "optimization", "problem_size": 4}
REGULAR: dict[str, Any] = {"problem_type": "max_cut", "edges": CUBE}
WEIGHTED: dict[str, Any] = {"problem_type": "max_cut", "edges": [[0, 1, 2.0], [1, 2, 1.0]]}
CONSTRAINED: dict[str, Any] = REGULAR | {"hamming_weight": 3}
H2: dict[str, Any] = {"problem_type": "chemistry", "molecule": "H2"}
BELL = "OPENQASM 3.0; qubit[2] q; h q[0]; cnot q[0], q[1];"
CIRCUIT: dict[str, Any] = {"problem_type": "circuit", "program": BELL}
NOISY: dict[str, Any] = {"problem_type": "circuit", "program": f"{BELL}\n#pragma braket noise bit_flip(0.1) q[0]\n"}


def settled(problem: dict[str, Any], device: Device = LIGHTNING, **fields: Any) -> RunPlan:
    plan = RunPlan.parse({"device": device.arn, **fields}, InvalidPlan, "plan")
    return settle(plan, parse_problem(problem))


SHOTS = {"evaluation": "shots"}
WITHOUT_GATES = (EXACT_QAOA, EXACT_QAOA_SINGLE)


def _chosen(plan: RunPlan) -> dict[str, Any]:
    """What settling has filled in."""
    names = {"algorithm", "max_circuits", *(name for names in OPTIONS.values() for name in names)}
    return plan.model_dump(include=names, exclude_none=True)


EXACT = {"evaluation": "exact", "optimizer": "l-bfgs-b", "gradient": "adjoint"}
QAOA = {"algorithm": "qaoa", "mixer": "x", "start": "linear_ramp"}


@pytest.mark.parametrize(
    ("problem", "device", "fields", "chosen"),
    [
        (QUBO, LIGHTNING, {}, QAOA | EXACT),
        (CONSTRAINED, LIGHTNING, {}, QAOA | EXACT | {"mixer": "ring_xy"}),
        (H2, LIGHTNING, {}, {"algorithm": "vqe", "ansatz": "uccsd"} | EXACT),
        (QUBO, LIGHTNING, {"algorithm": "vqe"}, {"algorithm": "vqe", "ansatz": "hardware_efficient"} | EXACT),
        (CIRCUIT, LIGHTNING, {}, {"algorithm": "sampling"}),
        # Without the adjoint method, each gate of a layer would be shifted by itself: COBYLA asks for less.
        (QUBO, BRAKET_SV, {}, QAOA | {"evaluation": "exact", "optimizer": "cobyla"}),
        (QUBO, BRAKET_SV, {"objective": "cvar"}, QAOA | {"evaluation": "exact", "optimizer": "cobyla"}),
        (H2, BRAKET_SV, {}, {"algorithm": "vqe", "ansatz": "uccsd"} | EXACT | {"gradient": "parameter-shift"}),
        (QUBO, BRAKET_SV, {"gradient": "parameter-shift"}, QAOA | EXACT | {"gradient": "parameter-shift"}),
        (
            QUBO,
            LIGHTNING,
            {"evaluation": "shots", "gradient": "parameter-shift"},
            QAOA | {"evaluation": "shots", "optimizer": "adam", "gradient": "parameter-shift"},
        ),
        (
            QUBO,
            LIGHTNING,
            {"evaluation": "shots", "objective": "cvar", "optimizer": "adam"},
            QAOA | {"evaluation": "shots", "optimizer": "adam", "gradient": "spsa"},
        ),
        (QUBO, LIGHTNING, {"evaluation": "shots"}, QAOA | {"evaluation": "shots", "optimizer": "cobyla"}),
        (
            H2,
            LIGHTNING,
            {"evaluation": "shots"},
            {"algorithm": "vqe", "ansatz": "uccsd", "evaluation": "shots", "optimizer": "spsa"},
        ),
        (
            QUBO,
            LIGHTNING,
            {"evaluation": "shots", "optimizer": "adam"},
            QAOA | {"evaluation": "shots", "optimizer": "adam", "gradient": "parameter-shift"},
        ),
        (
            H2,
            LIGHTNING,
            {"ansatz": "adapt", "optimizer": "cobyla"},
            {"algorithm": "vqe", "ansatz": "adapt"} | EXACT | {"optimizer": "cobyla"},
        ),
        # SV1: 4·200 + 10 energies with their gradients, a circuit each, and the final samples.
        (QUBO, SV1, {}, QAOA | EXACT | {"max_circuits": 811}),
        (QUBO, SV1, {"max_circuits": 5}, QAOA | EXACT | {"max_circuits": 5}),
        (QUBO, DM1, {}, QAOA | {"evaluation": "exact", "optimizer": "cobyla", "max_circuits": 202}),
        (H2, SV1, {}, {"algorithm": "vqe", "ansatz": "uccsd"} | EXACT | {"max_circuits": 811}),
        (
            H2,
            DM1,
            {},
            {"algorithm": "vqe", "ansatz": "uccsd"} | EXACT | {"gradient": "parameter-shift", "max_circuits": 1000},
        ),
        # A QPU is measured: COBYLA takes the start and 200 energies more, then the final samples.
        (QUBO, GARNET, {}, QAOA | {"evaluation": "shots", "optimizer": "cobyla", "max_circuits": 202}),
        # SPSA: three energies in each of five iterations, eight more in the first, the end, and the samples.
        (
            QUBO,
            GARNET,
            {"optimizer": "spsa", "max_iterations": 5},
            QAOA | {"evaluation": "shots", "optimizer": "spsa", "max_circuits": 25},
        ),
        (
            QUBO,
            GARNET,
            {"optimizer": "none"},
            QAOA | {"evaluation": "shots", "optimizer": "none", "max_circuits": 2},
        ),
        # Interpolation starts at each of four depths.
        (
            QUBO,
            GARNET,
            {"start": "interpolation"},
            QAOA | {"start": "interpolation", "evaluation": "shots", "optimizer": "cobyla", "max_circuits": 205},
        ),
        (CIRCUIT, GARNET, {"repetitions": 5}, {"algorithm": "sampling", "max_circuits": 5}),
        (
            QUBO,
            SV1,
            {"objective": "cvar"},
            QAOA | {"evaluation": "shots", "optimizer": "cobyla", "max_circuits": 202},
        ),
        (REGULAR, LIGHTNING, {"start": "fixed_angles", "layers": 11}, QAOA | EXACT | {"start": "fixed_angles"}),
        (
            QUBO,
            LIGHTNING,
            {"layers": 1, "initial_parameters": [0.1, 0.2]},
            {"algorithm": "qaoa", "mixer": "x", "initial_parameters": (0.1, 0.2)} | EXACT,
        ),
        (
            H2,
            LIGHTNING,
            {"optimizer": "adam", "gradient": "spsa"},
            {"algorithm": "vqe", "ansatz": "uccsd", "evaluation": "exact", "optimizer": "adam", "gradient": "spsa"},
        ),
    ],
)
def test_defaults_by_hand(problem: dict[str, Any], device: Device, fields: dict[str, Any], chosen: Any) -> None:
    assert _chosen(settled(problem, device, **fields)) == chosen


@pytest.mark.parametrize(
    ("fields", "chosen"),
    [
        ({}, EXACT),
        ({"objective": "cvar"}, EXACT),
        ({"optimizer": "adam"}, EXACT | {"optimizer": "adam"}),
        (SHOTS, SHOTS | {"optimizer": "cobyla"}),
        (SHOTS | {"optimizer": "adam"}, SHOTS | {"optimizer": "adam", "gradient": "spsa"}),
        ({"gradient": "spsa"}, {"evaluation": "exact", "optimizer": "adam", "gradient": "spsa"}),
        ({"optimizer": "qn-spsa"}, {"evaluation": "exact", "optimizer": "qn-spsa"}),
    ],
)
@pytest.mark.parametrize("device", WITHOUT_GATES, ids=lambda device: device.name)
def test_qaoa_without_gates_is_settled_like_any_other(device: Device, fields: dict[str, Any], chosen: Any) -> None:
    assert _chosen(settled(QUBO, device, **fields)) == QAOA | chosen


@pytest.mark.parametrize(
    ("problem", "fields", "device"),
    [
        (QUBO, {}, EXACT_QAOA),
        (QUBO, {"mixer": "x", "algorithm": "qaoa"}, EXACT_QAOA),
        (QUBO, {"evaluation": "shots", "objective": "cvar", "optimizer": "qn-spsa"}, EXACT_QAOA),
        (QUBO, {"gradient": "spsa"}, EXACT_QAOA),
        (QUBO, {"gradient": "adjoint"}, EXACT_QAOA),
        (QUBO, {"gradient": "parameter-shift"}, LIGHTNING),
        (QUBO, {"algorithm": "vqe"}, LIGHTNING),
        (CONSTRAINED, {}, LIGHTNING),
        (H2, {}, LIGHTNING),
        (CIRCUIT, {}, LIGHTNING),
        *((QUBO, {"device": device.arn}, device) for device in DEVICES),
    ],
)
def test_the_device_is_the_one_given_or_the_fastest_simulator(
    problem: dict[str, Any], fields: dict[str, Any], device: Device
) -> None:
    plan = settle(RunPlan.parse(fields, InvalidPlan, "plan"), parse_problem(problem))
    assert plan.device == device.arn
    assert plan.settled_device is device


def test_an_unknown_device_is_refused() -> None:
    with pytest.raises(UnknownDevice, match="'local:acme/anvil' is not known"):
        settle(RunPlan(device="local:acme/anvil"), parse_problem(QUBO))


@pytest.mark.parametrize(
    ("problem", "device"),
    [
        (problem, device)
        for problem in (QUBO, REGULAR, CONSTRAINED, H2, CIRCUIT)
        for device in DEVICES
        if device.gates or problem in (QUBO, REGULAR)
    ],
    ids=lambda value: value.name if isinstance(value, Device) else str(value),
)
def test_settling_again_changes_nothing(problem: dict[str, Any], device: Device) -> None:
    plan = settled(problem, device)
    again = settle(plan, parse_problem(problem))
    assert again == plan
    assert settle(RunPlan.from_hyperparameters(plan.to_hyperparameters()), parse_problem(problem)) == plan


@pytest.mark.parametrize(
    ("problem", "device", "fields", "message"),
    [
        (QUBO, LIGHTNING, {"algorithm": "sampling"}, "algorithm: sampling does not solve optimization"),
        (H2, LIGHTNING, {"algorithm": "qaoa"}, "algorithm: qaoa does not solve chemistry problems; use vqe"),
        (CIRCUIT, LIGHTNING, {"algorithm": "vqe"}, "algorithm: vqe does not solve circuit problems; use sampling"),
        (CONSTRAINED, LIGHTNING, {"algorithm": "vqe"}, "algorithm: vqe does not keep the problem's hamming_weight"),
        (QUBO, GARNET, {"shots": 20_001}, "shots: IQM Garnet takes at most 20000, the plan asks for 20001"),
        (
            CIRCUIT,
            LIGHTNING,
            {"optimizer": "adam"},
            "optimizer: is an option of qaoa and vqe, the algorithm is sampling",
        ),
        (QUBO, LIGHTNING, {"ansatz": "uccsd"}, "ansatz: is an option of vqe, the algorithm is qaoa"),
        (H2, LIGHTNING, {"mixer": "x"}, "mixer: is an option of qaoa, the algorithm is vqe"),
        (QUBO, LIGHTNING, {"repetitions": 2}, "repetitions: is an option of sampling"),
        (H2, LIGHTNING, {"objective": "cvar"}, "objective: cvar is an option of qaoa"),
        (CONSTRAINED, LIGHTNING, {"mixer": "x"}, "mixer: x leaves the assignments of the problem's hamming_weight"),
        (QUBO, LIGHTNING, {"mixer": "ring_xy"}, "mixer: ring_xy keeps the number of ones"),
        (QUBO, LIGHTNING, {"initial_parameters": [0.1]}, "initial_parameters: has 1 numbers, 4 layers take 8"),
        (
            QUBO,
            LIGHTNING,
            {"layers": 1, "initial_parameters": [0.1, 0.2], "start": "linear_ramp"},
            "start: initial_parameters are given",
        ),
        (QUBO, LIGHTNING, {"start": "fixed_angles"}, "start: fixed_angles are published for max_cut on regular"),
        (WEIGHTED, LIGHTNING, {"start": "fixed_angles"}, "start: fixed_angles are published for max_cut on regular"),
        (CONSTRAINED, LIGHTNING, {"start": "fixed_angles"}, "start: fixed_angles are published for max_cut on regular"),
        (REGULAR, LIGHTNING, {"start": "fixed_angles", "layers": 12}, "published up to 11 layers, the plan has 12"),
        (
            {"problem_type": "max_cut", "edges": [[0, 1], [1, 2], [0, 2]]},
            LIGHTNING,
            {"start": "fixed_angles"},
            "2-regular graphs are published for degrees 3, 4, 5, 6, 7, 8, 9, 10, 11 only",
        ),
        (QUBO, LIGHTNING, {"start": "interpolation", "optimizer": "none"}, "start: interpolation optimises at every"),
        (QUBO, LIGHTNING, {"algorithm": "vqe", "ansatz": "uccsd"}, "ansatz: uccsd excites electrons of molecules"),
        (H2, LIGHTNING, {"ansatz": "adapt", "initial_parameters": [0.1]}, "initial_parameters: adapt chooses"),
        (H2, LIGHTNING, {"ansatz": "adapt", "optimizer": "none"}, "optimizer: none leaves the operators that adapt"),
        (H2, LIGHTNING, {"ansatz": "adapt", "optimizer": "adam", "gradient": "spsa"}, "gradient: spsa does not tell"),
        (QUBO, GARNET, {"evaluation": "exact"}, "evaluation: IQM Garnet is measured"),
        (QUBO, SV1, {"evaluation": "exact", "objective": "cvar"}, "evaluation: Amazon SV1 does not give the distrib"),
        (QUBO, LIGHTNING, {"evaluation": "shots", "optimizer": "l-bfgs-b"}, "optimizer: l-bfgs-b is misled by shot"),
        (QUBO, LIGHTNING, {"optimizer": "l-bfgs-b", "gradient": "spsa"}, "gradient: spsa is right on average only"),
        (QUBO, LIGHTNING, {"optimizer": "cobyla", "gradient": "adjoint"}, "gradient: cobyla uses none"),
        (QUBO, BRAKET_SV, {"gradient": "adjoint"}, "gradient: adjoint is not to be had on Braket's local state vector"),
        (
            QUBO,
            LIGHTNING,
            {"evaluation": "shots", "optimizer": "adam", "gradient": "adjoint"},
            "gradient: adjoint takes exact energies",
        ),
        (
            QUBO,
            LIGHTNING,
            {"objective": "cvar", "gradient": "parameter-shift"},
            "gradient: parameter-shift is for expectations",
        ),
        (
            QUBO,
            BRAKET_SV,
            {"objective": "cvar", "optimizer": "l-bfgs-b"},
            "optimizer: no gradient suits l-bfgs-b here (adjoint is not to be had on Braket's local state vector; "
            "parameter-shift is for expectations, and cvar is none; spsa is right on average only, which misleads "
            "l-bfgs-b); use cobyla or adam",
        ),
        *(
            (
                problem,
                EXACT_QAOA,
                fields,
                f"exact QAOA runs qaoa with mixer x, the plan has {given}; leave it out",
            )
            for problem, fields, given in (
                (H2, {}, "algorithm vqe"),
                (QUBO, {"algorithm": "vqe"}, "algorithm vqe"),
                (CIRCUIT, {}, "algorithm sampling"),
                (CONSTRAINED, {}, "algorithm qaoa with mixer ring_xy"),
            )
        ),
        (
            QUBO,
            EXACT_QAOA,
            {"gradient": "parameter-shift"},
            "gradient: parameter-shift shifts gates, and exact QAOA has none; use adjoint",
        ),
        (
            QUBO,
            EXACT_QAOA_SINGLE,
            {"evaluation": "shots", "gradient": "parameter-shift"},
            "gradient: parameter-shift shifts gates, and exact QAOA in single precision has none; use spsa",
        ),
        *(
            (NOISY, device, {}, f"device: the program has noise, and {device.name} simulates none; use local:")
            for device in (LIGHTNING, SV1, GARNET)
        ),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(
    problem: dict[str, Any], device: Device, fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidPlan) as fault:
        settled(problem, device, **fields)
    assert message in str(fault.value)


@pytest.mark.parametrize("device", [DM1, BRAKET_DM], ids=lambda device: device.name)
def test_noise_is_for_density_matrices(device: Device) -> None:
    assert settled(NOISY, device).algorithm == "sampling"


@pytest.mark.parametrize("device", [LIGHTNING, EXACT_QAOA], ids=lambda device: device.name)
def test_a_problem_larger_than_the_device_is_refused(device: Device) -> None:
    size = device.qubits + 1
    with pytest.raises(InvalidProblem, match=f"takes {size} qubits, {device.name} has {size - 1}; choose a larger"):
        settled({"problem_type": "optimization", "problem_size": size}, device)


@pytest.mark.parametrize(
    ("problem", "degree"),
    [
        (REGULAR, 3),
        (WEIGHTED, None),
        (QUBO, None),
        ({"problem_type": "max_cut", "edges": [[0, 1], [1, 2]]}, None),
        ({"problem_type": "max_cut", "edges": [[0, 1], [1, 2], [0, 2]]}, 2),
    ],
)
def test_regular_graphs_are_recognised(problem: dict[str, Any], degree: int | None) -> None:
    parsed: Problem = parse_problem(problem)
    assert regular_degree(parsed) == degree
