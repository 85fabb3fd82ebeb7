"""The answer of a run, from analysis reports as post-processing writes them."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from cli.summary import summarise
from contract.run_result import Enumeration, Sample, parse_result
from lambdas.post_processing.analysis_report import build_analysis_report
from lambdas.post_processing.kinds import analyse

SQUARE = {
    "problem_type": "max_cut",
    "nodes": ["Albizzi", "Medici", "Pazzi", "Strozzi"],
    "edges": [["Albizzi", "Medici"], ["Medici", "Pazzi"], ["Pazzi", "Strozzi"], ["Strozzi", "Albizzi"]],
}
QUBO = {"problem_type": "optimization", "linear_coefficients": [1, -2, 0.5], "quadratic_matrix": [[0] * 3] * 3}
HYDROGEN = {"problem_type": "chemistry", "molecule": "H2"}
BELL = {"problem_type": "circuit", "program": "OPENQASM 3.0; qubit[2] q; h q[0]; cnot q[0], q[1];"}
ENERGY: dict[str, Any] = {
    "plan": {"algorithm": "vqe", "ansatz": "uccsd"},
    "cost_history": (-1.10, -1.11, -1.119),
    "final_cost": -1.119,
    "hartree_fock_energy": -1.10,
    "reference": {"minimum": -1.12, "determinants": 4},
    "num_terms": 15,
    "num_bases": 5,
    "operators": ("0 → 2", "1 → 3", "0 1 → 2 3"),
}


def _lines(problem: dict[str, Any], **fields: Any) -> dict[str, str]:
    """The summary as label and text, lines that were folded joined again."""
    course = {
        "optimized_parameters": (0.1, 0.2),
        "convergence_achieved": True,
        "termination": "done",
        "evaluations": 9,
    }
    measured = {"distinct_samples": 1, "expectation": fields.get("final_cost")} if "samples" in fields else {}
    common = {"job_name": "run-1", "problem": problem, "plan": {"algorithm": "qaoa"}, "duration_s": 1.0}
    result = parse_result(common | (course if "cost_history" in fields else {}) | measured | fields)
    analysis = analyse(result)
    report = build_analysis_report(analysis, b"", analysed_at=datetime(2026, 1, 1, tzinfo=UTC))
    output = io.StringIO()
    Console(file=output, width=200).print(summarise(report, Path("runs") / "run-1"))
    split = (re.split(r"\s{3,}", line.strip()) for line in output.getvalue().splitlines() if line.strip())
    return {parts[0]: " ".join(parts[1:]) for parts in split}


def test_a_maximum_cut() -> None:
    lines = _lines(
        SQUARE,
        cost_history=(-2.0, -3.0, -3.5),
        final_cost=-3.5,
        samples=(Sample(bitstring="0101", count=1000, cost=-4),),
        reference=Enumeration(minimum=-4, maximum=0, optimal_bitstrings=("0101", "1010"), num_optimal=2),
        optimum_probability=0.9,
    )
    assert lines["best cut"] == "4"
    assert lines["exact optimum"] == "4, reached"
    assert lines["Part A"] == "Albizzi, Pazzi"
    assert lines["Part B"] == "Medici, Strozzi"
    assert lines["approximation ratio"] == "1.000 for the best sample, 0.875 for the expectation"
    assert lines["optimiser"] == "converged after 2 iterations, expectation -3.5000"
    assert lines["job"] == "run-1"
    assert lines["report"] == str(Path("runs", "run-1", "report.html"))
    assert lines["plot"] == str(Path("runs", "run-1", "convergence_plot.png"))


def test_an_optimum_that_was_missed() -> None:
    lines = _lines(
        QUBO,
        cost_history=(0.0, -0.5),
        final_cost=-0.5,
        convergence_achieved=False,
        samples=(Sample(bitstring="011", count=1000, cost=-1.5),),
        reference=Enumeration(minimum=-2, maximum=1.5, optimal_bitstrings=("010",), num_optimal=1),
        optimum_probability=0.1,
    )
    assert lines["best cost"] == "-1.5"
    assert lines["exact optimum"] == "-2, not reached"
    assert lines["Variables set to 1"] == "x1, x2"
    assert lines["optimiser"].startswith("stopped before converging after 1 iteration, expectation")


def test_optimisers_that_cannot_converge_did_not_stop_too_early() -> None:
    spsa = {"algorithm": "qaoa", "optimizer": "spsa", "evaluation": "exact", "max_iterations": 1}
    fields: dict[str, Any] = {
        "plan": spsa,
        "cost_history": (0.0, -0.5),
        "final_cost": -0.5,
        "convergence_achieved": False,
        "samples": (Sample(bitstring="011", count=1000, cost=-1.5),),
    }
    lines = _lines(QUBO, **fields)
    assert lines["optimiser"].startswith("did its 1 iteration, without a criterion of convergence, expectation")
    given = {"plan": spsa | {"optimizer": "none"}, "cost_history": (-0.5,)}
    assert _lines(QUBO, **(fields | given))["optimiser"] == "none, expectation -0.5000"


def test_without_a_reference_nothing_is_made_up() -> None:
    lines = _lines(QUBO, cost_history=(0.0,), final_cost=0.0, samples=(Sample(bitstring="000", count=1000, cost=0),))
    assert lines["exact optimum"] == "not known at this size"
    assert lines["approximation ratio"] == "not known at this size"
    assert lines["Variables set to 1"] == "none"


def test_a_heuristic_proves_nothing() -> None:
    known = {"method": "simulated_annealing", "minimum": -4, "optimal_bitstrings": ["0101"], "software": "annealer"}
    fields: dict[str, Any] = {"cost_history": (-2.0, -3.5), "final_cost": -3.5, "reference": known}
    found = _lines(SQUARE, samples=(Sample(bitstring="0101", count=1000, cost=-4),), **fields)
    assert found["best known"] == "4, reached (simulated annealing, not proven)"
    assert "exact optimum" not in found
    missed = _lines(SQUARE, samples=(Sample(bitstring="0111", count=1000, cost=-2),), **fields)
    assert missed["best known"] == "4, not reached (simulated annealing, not proven)"


def test_a_local_search_stands_apart() -> None:
    lines = _lines(
        SQUARE,
        cost_history=(-2.0,),
        final_cost=-2.0,
        samples=(Sample(bitstring="0111", count=1000, cost=-2),),
        local_search={"bitstring": "0101", "cost": -4, "moves": 1},
    )
    assert lines["best cut"] == "2"
    assert lines["local search"] == "cut 4 after 1 classical move"


def test_a_molecule() -> None:
    lines = _lines(HYDROGEN, **ENERGY)
    assert lines["energy"] == "-1.119000 Ha"
    assert lines["exact energy (FCI)"] == "-1.120000 Ha"
    assert lines["error"] == "1.0000 mHa"
    assert lines["chemical accuracy"] == "reached"
    assert lines["Hartree-Fock"] == "-1.100000 Ha; 95.00% of the way from there to the exact energy"
    assert lines["ansatz"] == "3 excitations"
    assert lines["optimiser"] == "converged after 2 iterations"


def test_a_measured_energy_has_its_interval() -> None:
    interval = {"low": -1.123, "high": -1.115}
    lines = _lines(HYDROGEN, **ENERGY, final_cost_stderr=0.002, final_cost_interval=interval)
    assert lines["energy"] == "-1.119000 Ha, between -1.123000 and -1.115000 with 95% confidence"
    assert lines["chemical accuracy"] == "undecided, the interval is too wide"
    assert lines["Hartree-Fock"] == "-1.100000 Ha"


def test_a_molecule_without_an_exact_energy() -> None:
    lines = _lines(HYDROGEN, **(ENERGY | {"reference": None}))
    assert lines["exact energy (FCI)"] == "not known at this size"
    assert "error" not in lines
    assert lines["Hartree-Fock"] == "-1.100000 Ha"


def test_nothing_recovered_is_no_negative_zero() -> None:
    lines = _lines(HYDROGEN, **(ENERGY | {"final_cost": -1.1 + 1e-9}))
    assert lines["Hartree-Fock"] == "-1.100000 Ha; 0.00% of the way from there to the exact energy"


def test_another_ion_is_no_accurate_answer() -> None:
    lines = _lines(HYDROGEN, **ENERGY, particle_number=2.9)
    assert lines["chemical accuracy"] == "not reached: the state is not one of the molecule"


def test_a_circuit() -> None:
    exact = {
        "probabilities": {"00": 0.5, "11": 0.5},
        "hellinger_fidelity": 0.989368,
        "total_variation": 0.03,
        "expected_total_variation": 0.0282,
    }
    counts = [{"00": 50, "11": 48, "01": 2}, {"00": 54, "11": 46}]
    lines = _lines(BELL, measurement_counts=counts, reference=exact)
    assert lines["outcomes"] == "00 52.0%, 11 47.0%, 01 1.0%"
    assert lines["shots"] == "200 in 2 repetitions"
    assert lines["fidelity"] == "0.9894 with the exact distribution (Hellinger)"
    assert lines["total variation"] == "0.0300, beyond shot noise (ideal shots: 0.0282 on average)"
    assert "optimiser" not in lines


def test_a_circuit_with_many_outcomes_and_nothing_exact() -> None:
    program = "OPENQASM 3.0; qubit[3] q; h q[0];"
    counts = [{f"{k:03b}": 8 - k for k in range(8)}]
    lines = _lines({"problem_type": "circuit", "program": program}, measurement_counts=counts)
    assert lines["outcomes"] == "000 22.2%, 001 19.4%, 010 16.7%, 011 13.9%, and 4 more"
    assert lines["exact distribution"] == "not known"
