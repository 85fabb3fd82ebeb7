"""Builders of results and archives by hand: small enough to check every figure on paper."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from typing import Any

import pytest

from contract.devices import EXACT_QAOA, LIGHTNING
from contract.problems import BinaryProblem, Chemistry, Circuit, parse_problem
from contract.run_plan import RunPlan
from contract.run_result import (
    BinaryResult,
    CircuitResult,
    Enumeration,
    ExactDistribution,
    FullConfigurationInteraction,
    Heuristic,
    MoleculeResult,
    Sample,
    Spent,
)

EDGES = [[0, 1], [0, 3], [0, 5], [1, 2], [1, 4], [2, 4], [2, 5], [3, 5]]

BELL = "OPENQASM 3.0;\nqubit[2] q;\nh q[0];\ncnot q[0], q[1];\n"


def _envelope(data: Any, **changes: Any) -> bytes:
    header = {"name": "braket.jobs_data.persisted_job_data", "version": "1"}
    document = {"braketSchemaHeader": header, "dataDictionary": data, "dataFormat": "plaintext"}
    return json.dumps(document | changes).encode()


@pytest.fixture
def graph() -> BinaryProblem:
    """Six nodes, eight edges, maximum cut 6: costs run from -6 to 0 and are -4 on average."""
    problem = parse_problem({"problem_type": "max_cut", "edges": EDGES})
    assert isinstance(problem, BinaryProblem)
    return problem


@pytest.fixture
def hydrogen() -> Chemistry:
    """H2 at 0.74 Å in STO-3G: two electrons in two orbitals, on four qubits."""
    problem = parse_problem({"problem_type": "chemistry", "molecule": "H2", "bond_length": 0.74})
    assert isinstance(problem, Chemistry)
    return problem


@pytest.fixture
def bell() -> Circuit:
    """A Bell pair: 00 and 11, each half of the time."""
    problem = parse_problem({"problem_type": "circuit", "program": BELL})
    assert isinstance(problem, Circuit)
    return problem


@pytest.fixture
def make_result(graph: BinaryProblem) -> Callable[..., BinaryResult]:
    """A run on the graph that found an optimum; any field can be replaced. The expectation follows the final cost."""

    def make(**changes: Any) -> BinaryResult:
        fields: dict[str, Any] = {
            "job_name": "run-1",
            "problem": graph,
            "plan": RunPlan(
                algorithm="qaoa",
                device=EXACT_QAOA.arn,
                layers=2,
                shots=100,
                max_iterations=50,
                mixer="x",
                start="linear_ramp",
            ),
            "cost_history": (-3.0, -4.0, -5.0, -5.5, -5.5),
            "optimized_parameters": (0.4, 0.8, 0.6, 0.3),
            "final_cost": -5.5,
            "convergence_achieved": True,
            "termination": "gradient below tolerance",
            "evaluations": 12,
            "samples": (
                Sample(bitstring="011100", count=50, cost=-6),
                Sample(bitstring="011000", count=30, cost=-4),
                Sample(bitstring="010000", count=20, cost=-3),
            ),
            "distinct_samples": 3,
            "reference": Enumeration(minimum=-6, maximum=0, optimal_bitstrings=("011100", "100011"), num_optimal=10),
            "optimum_probability": 0.5,
            "duration_s": 1.25,
            "software": {"pennylane": "0.45.1"},
        }
        fields |= changes
        for name in ("", "_stderr", "_interval"):
            if f"final_cost{name}" in fields:
                fields.setdefault(f"expectation{name}", fields[f"final_cost{name}"])
        return BinaryResult(**fields)

    return make


@pytest.fixture
def make_unproven_result(make_result: Callable[..., BinaryResult]) -> Callable[..., BinaryResult]:
    """The same run with its exact reference unknown."""
    return lambda **changes: make_result(**({"reference": None, "optimum_probability": None} | changes))


@pytest.fixture
def make_missed_result(make_result: Callable[..., BinaryResult]) -> Callable[..., BinaryResult]:
    """The same run with no optimum among its samples."""
    samples = (Sample(bitstring="011000", count=60, cost=-4), Sample(bitstring="010000", count=40, cost=-3))
    return lambda **changes: make_result(**({"samples": samples, "distinct_samples": 2} | changes))


@pytest.fixture
def make_heuristic_result(make_result: Callable[..., BinaryResult]) -> Callable[..., BinaryResult]:
    """The same run with nothing but a heuristic's answer to hold it against."""
    known = Heuristic(minimum=-6, optimal_bitstrings=("011100",), software="annealer 1.0, 100 reads")
    return lambda **changes: make_result(**({"reference": known, "optimum_probability": None} | changes))


@pytest.fixture
def make_molecule(hydrogen: Chemistry) -> Callable[..., MoleculeResult]:
    """A run on H2 that ends 1 mHa above an exact energy 20 mHa below Hartree-Fock; any field can be replaced."""

    def make(**changes: Any) -> MoleculeResult:
        plan = RunPlan(
            algorithm="vqe",
            device=LIGHTNING.arn,
            ansatz="uccsd",
            optimizer="l-bfgs-b",
            evaluation="exact",
            gradient="adjoint",
            shots=100,
        )
        fields: dict[str, Any] = {
            "job_name": "run-2",
            "problem": hydrogen,
            "plan": plan,
            "spent": Spent(circuits=12),
            "cost_history": (-1.10, -1.11, -1.119),
            "optimized_parameters": (0.0, 0.0, 0.1),
            "final_cost": -1.119,
            "convergence_achieved": True,
            "termination": "gradient below tolerance",
            "evaluations": 4,
            "hartree_fock_energy": -1.10,
            "reference": FullConfigurationInteraction(minimum=-1.12, determinants=4),
            "num_terms": 15,
            "num_bases": 5,
            "operators": ("0 → 2", "1 → 3", "0 1 → 2 3"),
            "particle_number": 2.0,
            "spin_projection": 0.0,
            "total_spin": 0.0,
            "duration_s": 0.5,
        }
        return MoleculeResult(**(fields | changes))

    return make


@pytest.fixture
def make_circuit(bell: Circuit) -> Callable[..., CircuitResult]:
    """Two repetitions of a Bell pair with 100 shots each, two of which went wrong; any field can be replaced.

    The shares are 0.52, 0.47 and 0.01: the total variation is (0.02 + 0.03 + 0.01) / 2 = 0.03, the fidelity
    (√0.26 + √0.235)² = 0.989368.
    """

    def make(**changes: Any) -> CircuitResult:
        fields: dict[str, Any] = {
            "job_name": "run-3",
            "problem": bell,
            "plan": RunPlan(algorithm="sampling", device=LIGHTNING.arn, shots=100, repetitions=2),
            "spent": Spent(circuits=2, shots=200),
            "measurement_counts": ({"00": 50, "11": 48, "01": 2}, {"00": 54, "11": 46}),
            "reference": ExactDistribution(
                probabilities={"00": 0.5, "11": 0.5},
                hellinger_fidelity=(0.26**0.5 + 0.235**0.5) ** 2,
                total_variation=0.03,
                expected_total_variation=0.0282,
            ),
            "duration_s": 0.1,
        }
        return CircuitResult(**(fields | changes))

    return make


@pytest.fixture
def envelope() -> Callable[..., bytes]:
    """results.json as Braket's save_job_result writes it around a dictionary."""
    return _envelope


@pytest.fixture
def pack() -> Callable[..., bytes]:
    """A model.tar.gz of the given files."""

    def make(**members: bytes) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            for name, content in members.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        return buffer.getvalue()

    return make


@pytest.fixture
def pack_header() -> Callable[[tarfile.TarInfo], bytes]:
    """A model.tar.gz with one member that has a header and no content."""

    def make(member: tarfile.TarInfo) -> bytes:
        return gzip.compress(member.tobuf() + bytes(1024))

    return make
