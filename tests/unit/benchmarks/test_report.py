"""What is printed, drawn and written of given rounds."""

import json
from pathlib import Path

import pytest

from benchmarks.qaoa.contenders import Operation
from benchmarks.qaoa.plot import draw
from benchmarks.qaoa.report import cell_lines, machine_lines, summary_lines
from benchmarks.qaoa.results import Results
from benchmarks.qaoa.rounds import Cell, Measured
from benchmarks.qaoa.whole_jobs import WholeJob

MACHINE = {"processor": "Abacus", "cores": 2, "threads": 2, "load": 0.0, "versions": {"numpy": "2"}}
OPERATIONS: tuple[Operation, ...] = ("value", "gradient")


def measured(num_qubits: int) -> Measured:
    """Ours doubles with each qubit; lightning takes twenty times as long, in every other round; QOKit four times."""
    ours = 2.0 ** (num_qubits - 20)
    found = Measured(Cell("max_cut", num_qubits, 4))
    for operation in OPERATIONS:
        found.seconds["exact_qaoa", operation] = [ours, ours, 2 * ours]
        found.seconds["lightning", operation] = [20 * ours, None, 40 * ours]
    found.seconds["qokit", "value"] = [4 * ours] * 3
    found.calls = dict.fromkeys(found.seconds, 1)
    return found


@pytest.fixture
def results() -> Results:
    cells = [measured(n) for n in (10, 16, 20)]
    job = WholeJob(16, 4, {}, {"exact_qaoa": [1.0], "lightning": [3.0]}, -20.0, {"exact_qaoa": 30, "lightning": 30})
    job = WholeJob(16, 4, {"exact_qaoa": 4.0, "lightning": 5.0}, job.seconds, job.final_cost, job.evaluations)
    rates = dict.fromkeys((10, 16, 20), 1e10)
    return Results(MACHINE, 1e12, rates, {found.cell: found for found in cells}, [], job)


def line(lines: list[str], *words: str) -> str:
    (found,) = (text for text in lines if all(word in text for word in words))
    return found


def test_a_cell_tells_times_ratios_and_the_floor(results: Results) -> None:
    lines = list(cell_lines(results, Cell("max_cut", 20, 4)))
    assert "3  1000 (1000 … 2000)" in line(lines, "value", "exact_qaoa", "…").replace("      ", " ")
    assert line(lines, "gradient", "lightning").endswith("20.00 (20.00 … 20.00)")
    assert "30.199 ms; exact_qaoa takes 33.11 of it, and 59.60 of one pass" in line(lines, "floor", "value")


def test_the_summary_compares_within_rounds_and_across_operations(results: Results) -> None:
    lines = list(summary_lines(results, 4))
    assert line(lines, "n=20, lightning, gradient").endswith("20.00 (20.00 … 20.00)")
    assert line(lines, "n=20, qokit, value, to our gradient").endswith("4.00 (2.00 … 4.00)")
    assert "2.00 on the whole, 2.00 at worst" in line(lines, "growth a qubit, n=16 to 20, value")
    assert line(lines, "whole job, n=16").endswith("3.00 (3.00 … 3.00)")


def test_a_summary_of_nothing_is_only_its_title(results: Results) -> None:
    assert len(list(summary_lines(Results(MACHINE, 1e12), 4))) == 2


def test_the_machine_comes_with_what_it_ran(results: Results) -> None:
    text = "\n".join(machine_lines(results))
    assert "Abacus, 2 cores; every contender has 2 threads" in text
    assert "numpy 2" in text


def test_the_document_has_every_round(results: Results) -> None:
    document = json.loads(json.dumps(results.document()))
    cell = document["cells"][2]
    assert (cell["kind"], cell["num_qubits"], cell["layers"]) == ("max_cut", 20, 4)
    times = {(row["contender"], row["operation"]): row["seconds"] for row in cell["times"]}
    assert times["lightning", "value"] == [20.0, None, 40.0]
    assert cell["floor"]["value"]["memory_s"] == pytest.approx(0.0302, abs=1e-4)


def test_the_picture_is_drawn(results: Results, tmp_path: Path) -> None:
    draw(results, 4, tmp_path / "times.png")
    assert (tmp_path / "times.png").read_bytes().startswith(b"\x89PNG")
