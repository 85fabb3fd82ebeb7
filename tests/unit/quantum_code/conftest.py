"""Graphs that several tests use, and Braket's task service as far as PennyLane's Braket devices use it."""

import json
import os
import re
import threading
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from braket.aws import AwsSession
from braket.default_simulator import StateVectorSimulator
from braket.devices import LocalSimulator
from braket.ir.openqasm import Program
from braket.schema_common import BraketSchemaBase
from braket.tracking.tracking_context import broadcast_event
from braket.tracking.tracking_events import _TaskCreationEvent
from numpy.typing import NDArray

from contract.problems import Problem, parse_problem

# On circuits this small, waiting for each other costs OpenMP's threads far more than they share.
os.environ.setdefault("OMP_NUM_THREADS", "1")

SEED = 20


def max_cut(graph: nx.Graph) -> Problem:
    """MaxCut on a graph, nodes in its order; an edge's attribute `weight` counts."""
    names = [str(node) for node in graph]
    edges = [[str(u), str(v), float(data.get("weight", 1.0))] for u, v, data in graph.edges(data=True)]
    return parse_problem({"problem_type": "max_cut", "nodes": names, "edges": edges})


@pytest.fixture
def max_cut_of() -> Callable[[nx.Graph], Problem]:
    return max_cut


@pytest.fixture(scope="session")
def florentine_families() -> Problem:
    """15 families, 20 marriages; the largest cut is 17."""
    return max_cut(nx.florentine_families_graph())


@pytest.fixture(scope="session")
def six_nodes() -> Problem:
    """6 nodes, 8 edges; the largest cut is 6."""
    return max_cut(nx.Graph([(0, 1), (0, 3), (0, 5), (1, 2), (1, 4), (2, 4), (2, 5), (3, 5)]))


@pytest.fixture
def seeded_shots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Braket's local simulator draws shots from an unseeded generator; this one starts at the same place each time."""
    generator = np.random.default_rng(SEED)
    monkeypatch.setattr(
        "braket.default_simulator.state_vector_simulation.np.random.default_rng", lambda seed=SEED: generator
    )


class BraketService:
    """The part of `braket.aws.AwsSession` that devices and tasks use; runs the tasks on a local state vector.

    The local simulator lacks gradients. Here they come from the shift rule, which is exact for every gate of the form
    e^{-i·angle·P/2} with a Pauli word P.
    """

    region = "eu-north-1"

    def __init__(
        self,
        device_type: str,
        *,
        program_sets: bool = False,
        total_shots: int = 200_000,
        adjoint_gradient: bool = True,
    ) -> None:
        self.device_type = device_type
        self.program_sets, self.total_shots = program_sets, total_shots
        self.adjoint_gradient = adjoint_gradient and device_type == "SIMULATOR"
        self.shots: list[int] = []  # of each task, in the order they came
        self._results: dict[str, str] = {}
        self._lock = threading.Lock()  # the SDK makes the tasks of a batch in several threads

    def add_braket_user_agent(self, user_agent: str) -> None: ...

    def get_device(self, arn: str) -> dict[str, Any]:
        capabilities = json.loads(LocalSimulator("braket_sv").properties.json())
        actions = capabilities["action"]
        if self.program_sets:
            actions["braket.ir.openqasm.program_set"]["maximumTotalShots"] = self.total_shots
        else:
            del actions["braket.ir.openqasm.program_set"]
        if self.adjoint_gradient:
            gradient = {"name": "AdjointGradient", "observables": ["z"], "minShots": 0, "maxShots": 0}
            actions["braket.ir.openqasm.program"]["supportedResultTypes"].append(gradient)
        return {
            "deviceName": arn.rpartition("/")[2],
            "deviceStatus": "ONLINE",
            "deviceType": self.device_type,
            "providerName": "a provider",
            "deviceCapabilities": json.dumps(capabilities),
        }

    def create_quantum_task(self, **task: Any) -> str:
        with self._lock:
            arn = f"arn:aws:braket:{self.region}:123456789012:quantum-task/{len(self.shots)}"
            self.shots.append(task["shots"])
            self._results[arn] = self._run(BraketSchemaBase.parse_raw_schema(task["action"]), task["shots"])
        broadcast_event(_TaskCreationEvent(arn, task["shots"], is_job_task=False, device=task["deviceArn"]))
        return arn

    def get_quantum_task(self, arn: str) -> dict[str, Any]:
        return {"status": "COMPLETED", "outputS3Bucket": "a-bucket", "outputS3Directory": arn}

    def retrieve_s3_object_body(self, bucket: str, key: str) -> str:
        return self._results[key.removesuffix("/results.json")]

    def _run(self, action: Any, shots: int) -> str:
        if isinstance(action, Program) and "adjoint_gradient" in action.source:
            return self._differentiate(action)
        result = StateVectorSimulator().run(action, shots=shots)
        if not isinstance(action, Program):
            return str(result.json())
        # Of a circuit's shots the service reports the bits alone; the SDK works out the rest.
        return str(result.json(exclude={"resultTypes"} if shots else {"measurements", "measurementProbabilities"}))

    def _differentiate(self, program: Program) -> str:
        circuit, hamiltonian, _ = re.split(
            r"#pragma braket result adjoint_gradient expectation\((.*)\) .+", program.source
        )

        def simulate(angles: dict[str, float]) -> Any:
            source = circuit + "#pragma braket result state_vector"
            return StateVectorSimulator().run(Program(source=source, inputs=angles), shots=0)

        def expectation(name: str | None = None, shift: float = 0.0) -> float:
            angles = program.inputs | ({name: program.inputs[name] + shift} if name else {})
            return _diagonal_expectation(hamiltonian, np.asarray(simulate(angles).resultTypes[0].value))

        half_turn = np.pi / 2
        slopes = {name: (expectation(name, half_turn) - expectation(name, -half_turn)) / 2 for name in program.inputs}
        document = json.loads(simulate(program.inputs).copy(exclude={"resultTypes", "measurements"}).json())
        kind = {"type": "adjoint_gradient", "targets": [[0]], "observable": ["z"], "parameters": list(slopes)}
        document["resultTypes"] = [{"type": kind, "value": {"expectation": expectation(), "gradient": slopes}}]
        return json.dumps(document)


def _diagonal_expectation(hamiltonian: str, amplitudes: NDArray[np.complex128]) -> float:
    """The expectation of a sum such as `0.5 * z(q[0]) @ z(q[2]) - 1.5 * z(q[1])`; qubit 0 is most significant."""
    n, total = len(amplitudes).bit_length() - 1, np.zeros(len(amplitudes))
    for sign, weight, factors in re.findall(r"([-+]?) ?([\d.e-]+) \* ((?:z\(q\[\d+\]\)(?: @ )?)+)", hamiltonian):
        qubits = [int(qubit) for qubit in re.findall(r"\d+", factors)]
        bits = (np.arange(len(amplitudes))[:, np.newaxis] >> (n - 1 - np.array(qubits))) & 1
        total += float(sign + weight) * np.prod(1 - 2 * bits, axis=1)
    return float(total @ np.abs(amplitudes) ** 2)


@pytest.fixture
def braket_service(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], BraketService]:
    """Makes a service for a device type, SIMULATOR or QPU; tasks report to a bucket as they do in a job."""
    monkeypatch.setenv("AMZN_BRAKET_TASK_RESULTS_S3_URI", "s3://a-bucket/jobs/a-job/tasks")
    # For a batch the SDK makes a second session with more connections; this one has none.
    monkeypatch.setattr(AwsSession, "copy_session", lambda session, **options: session)
    return BraketService
