"""The page stands alone, says what the report says, and shows names as text whatever they hold."""

from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from contract.problems import parse_problem
from contract.run_plan import RunPlan
from contract.run_result import LocalSearch, RunResult
from lambdas.post_processing.analysis_report import build_analysis_report
from lambdas.post_processing.html_report import render_html_report
from lambdas.post_processing.kinds import analyse

Make = Callable[..., Any]

VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """The tags, attributes and visible text of a page; fails on tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] != "style":
            self.words.append(data)


def render(result: RunResult) -> str:
    analysis = analyse(result)
    at = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    report = build_analysis_report(analysis, b"\x89PNG plot", analysed_at=at)
    return render_html_report(analysis, report)


def test_the_page_says_the_answer_and_what_it_is_worth(make_result: Make) -> None:
    text = Page(render(make_result())).text
    assert "Maximum cut of a graph with 6 nodes and 8 edges" in text
    assert "Best answer measured cut of 6" in text
    assert "Exact optimum cut of 6 \N{CHECK MARK} reached 10 optimal assignments" in text
    assert "Part A 0 4 5 Part B 1 2 3" in text
    assert "An exact optimum" not in text


@pytest.mark.parametrize(
    "expected",
    [
        "Efficiency 75%",
        "Approximation ratio 91.7%",
        "Optimum in one shot 50%",
        "Iterations 4 Settled by iteration 3",
        "011100 \N{MINUS SIGN}6 50 50.0% \N{CHECK MARK} optimal",
        "011000 \N{MINUS SIGN}4 30 30.0% 010000",
        "3 of 3 different assignments measured",
        "Device exact QAOA",
        "Layers 2",
        "Seed 42",
        "Job run-1",
        "Analysed 2026-11-20T12:00:00+00:00",
        "Optimiser ended gradient below tolerance",
        "pennylane version 0.45.1",
        "A classical computer settled this problem",
        "Simulated on exact QAOA, without noise",
    ],
)
def test_the_page_holds_figures_plan_provenance_advice_and_caveats(make_result: Make, expected: str) -> None:
    assert expected in Page(render(make_result())).text


def test_a_missed_optimum_is_shown_beside_the_answer(make_missed_result: Make) -> None:
    text = Page(render(make_missed_result())).text
    assert "Exact optimum cut of 6 \N{BALLOT X} not reached" in text
    assert "An exact optimum: Part A 0 4 5 An exact optimum: Part B 1 2 3" in text
    assert "\N{CHECK MARK} optimal" not in text


def test_without_a_reference_the_page_says_so(make_unproven_result: Make) -> None:
    text = Page(render(make_unproven_result(distinct_samples=7))).text
    assert "Exact optimum Not known at this size unproven" in text
    assert "the best sample, as the minimum is not known" in text
    assert "it flatters a run whose samples are all poor" in text
    assert "Only the 3 best of 7 different assignments are recorded" in text
    assert "Approximation ratio" not in text


def test_names_are_shown_as_text_whatever_they_hold(make_result: Make) -> None:
    names = ["<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "{{ 7 * 7 }}", "&amp;", "d", "e"]
    edges = [list(edge) for edge in make_result().problem.edges]
    problem = parse_problem({"problem_type": "max_cut", "nodes": names, "edges": edges})
    result = make_result(problem=problem, job_name="<b>job</b>", termination="<i>done</i>", software={"<u>": "<s>"})
    html = render(result)
    page = Page(html)
    assert "<script" not in html
    assert {"script", "b", "i", "u", "s"}.isdisjoint(page.tags)
    assert page.tags.count("img") == 1
    assert not any(name.startswith("on") for name, _ in page.attributes)
    for name in (*names, "<b>job</b>", "<i>done</i>"):
        assert name in page.text


def test_the_page_needs_nothing_beside_itself(make_result: Make) -> None:
    html = render(make_result())
    page = Page(html)
    sources = [value or "" for name, value in page.attributes if name in ("src", "href", "srcset", "action")]
    assert sources == ["data:image/png;base64,iVBORyBwbG90"]
    assert {"script", "link", "iframe", "object", "embed", "base"}.isdisjoint(page.tags)
    assert "url(" not in html
    assert "@import" not in html
    assert "http:" not in html
    assert "https:" not in html


def test_the_page_suits_phones_dark_rooms_and_paper(make_result: Make) -> None:
    html = render(make_result())
    assert ("content", "width=device-width, initial-scale=1") in Page(html).attributes
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


def test_the_same_run_gives_the_same_page(make_result: Make) -> None:
    assert render(make_result()) == render(make_result())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"device": "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet", "max_cost_usd": "12.50"},
            ["Device IQM Garnet", "Measured on IQM Garnet: the errors of the hardware", "Budget 12.50 USD"],
        ),
        ({"device": "local:new/thing"}, ["Device local:new/thing", "is not in the catalogue"]),
        (
            {"image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/jobs:1.0"},
            ["Container image 123456789012.dkr.ecr.us-east-1.amazonaws.com/jobs:1.0"],
        ),
    ],
)
def test_the_plan_is_shown_as_it_was(make_result: Make, changes: dict[str, Any], expected: list[str]) -> None:
    text = Page(render(make_result(plan=RunPlan(algorithm="qaoa", shots=100, **changes)))).text
    assert all(part in text for part in expected)


def test_an_estimate_is_shown_with_its_interval(make_result: Make) -> None:
    interval = {"low": -5.6, "high": -5.4}
    changes = {"optimum_probability_interval": {"low": 0.4, "high": 0.6}}
    text = Page(render(make_result(final_cost_stderr=0.05, final_cost_interval=interval, **changes))).text
    assert "Expected cost of a shot \N{MINUS SIGN}5.50 \N{PLUS-MINUS SIGN} 0.10 Mean over the optimised circuit" in text
    assert "an estimate (\N{MINUS SIGN}5.50 \N{PLUS-MINUS SIGN} 0.10)" in text
    assert "Optimum in one shot 50% [40%, 60%]" in text
    assert "95% confidence" in text


def test_an_error_without_an_interval_is_shown(make_result: Make) -> None:
    assert "an estimate with a standard error of 0.05" in Page(render(make_result(final_cost_stderr=0.05))).text


def test_a_cvar_stands_beside_the_expectation(make_result: Make) -> None:
    plan = RunPlan(algorithm="qaoa", shots=100, objective="cvar", cvar_alpha=0.1)
    text = Page(render(make_result(plan=plan, expectation=-4.5))).text
    assert "Expected cost of a shot \N{MINUS SIGN}4.5" in text
    assert (
        "Final CVaR \N{MINUS SIGN}5.5 The CVaR of the cost (mean of the best 10% of shots): what was minimised." in text
    )
    assert "Objective CVaR of the best 10% of shots" in text
    assert "the two are not to be compared" in text


def test_a_local_search_is_named_a_classical_step(make_missed_result: Make) -> None:
    text = Page(render(make_missed_result(local_search=LocalSearch(bitstring="011100", cost=-6, moves=1)))).text
    assert "Best answer measured cut of 4" in text
    assert "Classical local search afterwards A cut of 6, 1 move from the best sample. A classical step" in text


def test_a_local_search_that_found_nothing_says_so(make_result: Make) -> None:
    text = Page(render(make_result(local_search=LocalSearch(bitstring="011100", cost=-6, moves=0)))).text
    assert "No single move improves the best sample. A classical step" in text


def test_against_a_heuristic_the_page_claims_no_optimum(make_heuristic_result: Make) -> None:
    text = Page(render(make_heuristic_result())).text
    assert "Best known cut of 6 \N{CHECK MARK} reached by annealer 1.0, 100 reads, not proven" in text
    assert "Optimal" not in text
    assert "\N{CHECK MARK} optimal" not in text


@pytest.mark.parametrize(
    "expected",
    [
        "Ground state of H2 in STO-3G",
        "Energy computed \N{MINUS SIGN}1.119000 Ha",
        "Exact energy (FCI) \N{MINUS SIGN}1.120000 Ha \N{CHECK MARK} chemical accuracy",
        "Atoms, in Å H (0, 0, 0) H (0, 0, 0.74)",
        "Error 1 mHa Distance to the exact energy",
        "Correlation recovered 95%",
        "Hamiltonian 15 terms in 5 bases",
        "Spent 12 circuits, no shots",
        "Hartree-Fock \N{MINUS SIGN}1.100000 Ha 20 mHa",
        "This run \N{MINUS SIGN}1.119000 Ha 1 mHa",
        "0 1 → 2 3",
        "Ansatz UCCSD Optimiser l-bfgs-b Evaluation exact Gradient adjoint",
        "Exact means exact in STO-3G",
        "All electrons and orbitals of the basis set are in the active space",
    ],
)
def test_a_molecules_page(make_molecule: Make, expected: str) -> None:
    assert expected in Page(render(make_molecule())).text


def test_a_molecules_page_leaves_out_what_does_not_apply(make_molecule: Make) -> None:
    text = Page(render(make_molecule())).text
    assert not any(word in text for word in ("Mixer", "Layers", "Objective", "Best samples", "One run, one seed"))


def test_a_molecule_without_an_exact_energy(make_molecule: Make) -> None:
    text = Page(render(make_molecule(reference=None))).text
    assert "Exact energy (FCI) Not known at this size unproven" in text
    assert "Above the exact one" not in text


@pytest.mark.parametrize(
    "expected",
    [
        "A circuit on 2 qubits",
        "Most frequent outcome 00 52% of 200 shots",
        "Fidelity with the exact distribution 98.9% \N{BALLOT X} beyond shot noise",
        "00 104 52% [45.1%, 58.8%] 50% to 54% 50%",
        "01 2 1% [0.275%, 3.57%] 0% to 2% 0%",
        "3 outcomes shown, 3 measured",
        "OPENQASM 3.0; qubit[2] q; h q[0]; cnot q[0], q[1];",
        "Algorithm Sampling Device PennyLane lightning.qubit",
        "Repetitions 2",
        "Spent 2 circuits, 200 shots",
    ],
)
def test_a_circuits_page(make_circuit: Make, expected: str) -> None:
    assert expected in Page(render(make_circuit())).text


def test_a_circuits_page_has_no_optimiser(make_circuit: Make) -> None:
    text = Page(render(make_circuit())).text
    assert not any(word in text for word in ("Optimiser", "Iterations", "Converged", "Layers", "efficiency"))


def test_a_long_program_is_cut_and_escaped(make_circuit: Make) -> None:
    program = "OPENQASM 3.0;\nqubit[2] q;\n// <script>alert(1)</script>\n" + "h q[0];\n" * 100
    problem = parse_problem({"problem_type": "circuit", "program": program})
    html = render(make_circuit(problem=problem))
    assert "<script" not in html
    assert "43 more lines are left out here." in Page(html).text


def test_a_choice_of_nothing_is_said(make_unproven_result: Make) -> None:
    problem = parse_problem({"problem_type": "optimization", "linear_coefficients": [1.0, 2.0]})
    result = make_unproven_result(problem=problem, samples=({"bitstring": "00", "count": 100, "cost": 0},))
    assert "Variables set to 1 none" in Page(render(result)).text
