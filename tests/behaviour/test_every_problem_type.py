"""The suite that every problem type passes: what makes it usable from the request to the report.

A new type adds examples of itself here, small enough to be solved in no time.
"""

import itertools
import json
from typing import Any

import numpy as np
import pytest

from contract.errors import InvalidProblem, ResultsUnreadable
from contract.planning import settle
from contract.problems import MAX_SIZE, PROBLEM_TYPES, BinaryProblem, Problem, parse_problem, read_problem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, Enumeration, RunResult, parse_result, read_result, result_type
from quantum_code.problems.cost_vector import cost_vector
from quantum_code.problems.ising import Ising
from quantum_code.references.enumeration import enumerate_optima
from quantum_code.run import run

BELL = "OPENQASM 3.0;\nqubit[2] q;\nh q[0];\ncnot q[0], q[1];\n"

EXAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "optimization": {
        "seeded": {"problem_size": 4},
        "dense": {"linear_coefficients": [1.0, -2.0, 0.5], "quadratic_matrix": [[0, 1, 0], [1, 2, -1], [0, -1, 0]]},
        "sparse": {"problem_size": 5, "linear_terms": [[0, -1.5], [4, 2]], "quadratic_terms": [[0, 3, -2], [1, 2, 1]]},
        "fixed number of ones": {"problem_size": 5, "hamming_weight": 2},
    },
    "ising": {
        "couplings": {"couplings": [[0, 1, 1.0], [1, 2, -0.5], [0, 2, 0.25]]},
        "fields": {"local_fields": [0.5, -1.0, 0.0], "couplings": [[0, 2, 1]], "constant": 3.0},
        "fixed number of ones": {"couplings": [[0, 1, 1.0], [1, 2, -0.5], [2, 3, 2]], "hamming_weight": 1},
    },
    "max_cut": {
        "positions": {"edges": [[0, 1], [1, 2], [2, 0], [2, 3]]},
        "weighted names": {
            "nodes": ["north", "south", "west"],
            "edges": [["north", "south", 2.5], ["south", "west", -1]],
        },
        "rudy": {"rudy": "4 3\n1 2 1\n2 3 2\n3 4 1\n"},
        "fixed number of ones": {"edges": [[0, 1], [1, 2], [2, 3], [3, 4]], "hamming_weight": 2},
    },
    "chemistry": {
        "name": {"molecule": "H2"},
        "bond length": {"molecule": "H2", "bond_length": 1.1},
        "geometry": {"geometry": [["H", [0, 0, 0]], ["H", [0, 0, 0.8]]]},
    },
    "circuit": {
        "Bell": {"program": BELL},
        "inputs": {"program": "OPENQASM 3.0;\ninput float turn;\nqubit q;\nrx(turn) q;\n", "inputs": {"turn": 0.5}},
    },
}
CASES = {
    f"{kind}, {name}": {"problem_type": kind} | fields
    for kind, examples in EXAMPLES.items()
    for name, fields in examples.items()
}
BINARY = [name for name, fields in CASES.items() if issubclass(PROBLEM_TYPES[fields["problem_type"]], BinaryProblem)]

QUICK = RunPlan(layers=2, shots=400)


@pytest.fixture(params=CASES)
def problem(request: pytest.FixtureRequest) -> Problem:
    return parse_problem(CASES[request.param])


@pytest.fixture(params=BINARY)
def binary(request: pytest.FixtureRequest) -> BinaryProblem:
    found = parse_problem(CASES[request.param])
    assert isinstance(found, BinaryProblem)
    return found


def solve(problem: Problem, plan: RunPlan = QUICK) -> RunResult:
    if problem.problem_type not in ("optimization", "ising", "max_cut"):  # the others have no layers
        plan = RunPlan(shots=plan.shots)
    return run(problem, plan, job_name="a-job", on_iteration=lambda iteration, cost: None)


def every_assignment(problem: BinaryProblem) -> list[tuple[int, ...]]:
    """All assignments that the problem allows."""
    return [bits for bits in itertools.product((0, 1), repeat=problem.problem_size) if problem.allows(bits)]


def test_every_type_has_examples_here() -> None:
    assert EXAMPLES.keys() == PROBLEM_TYPES.keys()


def test_survives_storage(problem: Problem) -> None:
    restored = read_problem(problem.to_json())

    assert restored == problem
    assert restored.problem_id == problem.problem_id


def test_the_id_is_that_of_the_content(problem: Problem) -> None:
    dated = parse_problem(problem.to_dict() | {"created_at": "2026-11-21T00:00:00+00:00"})

    assert dated.problem_id == problem.problem_id
    assert len({parse_problem(fields).problem_id for fields in CASES.values()}) == len(CASES)


def test_refuses_unknown_fields(problem: Problem) -> None:
    with pytest.raises(InvalidProblem, match="surprise"):
        parse_problem(problem.to_dict() | {"surprise": 1})


def test_refuses_another_size_than_its_own(problem: Problem) -> None:
    with pytest.raises(InvalidProblem):
        parse_problem(problem.to_dict() | {"problem_size": MAX_SIZE + 1})


def test_says_what_it_is_and_what_is_asked(problem: Problem) -> None:
    assert problem.title
    assert problem.objective.endswith(".")
    assert type(problem).MIN_SIZE <= problem.problem_size <= MAX_SIZE


def test_a_plan_is_settled_once_for_all(problem: Problem) -> None:
    settled = settle(RunPlan(), problem)

    assert settled.algorithm is not None
    assert settle(settled, problem) == settled
    assert RunPlan.from_hyperparameters(settled.to_hyperparameters()) == settled


def test_is_solved_from_document_to_document(problem: Problem) -> None:
    result = solve(problem)

    assert type(result) is result_type(problem)
    assert result.problem == problem
    assert result.plan.algorithm is not None
    assert read_result(result.to_json()) == result
    assert parse_result(result.to_dict()) == result


def test_the_same_plan_gives_the_same_result_to_the_last_bit(problem: Problem) -> None:
    first, second = solve(problem).to_dict(), solve(problem).to_dict()

    assert first.pop("duration_s") >= 0
    assert second.pop("duration_s") >= 0
    assert first == second


def test_a_result_that_lacks_a_field_is_refused(problem: Problem) -> None:
    data = solve(problem).to_dict()
    del data["plan"]

    with pytest.raises(ResultsUnreadable, match="plan"):
        parse_result(data)


def test_there_is_a_coefficient_for_each_variable(binary: BinaryProblem) -> None:
    assert len(binary.quadratic_form().linear) == binary.problem_size


def test_says_what_an_assignment_means_in_json(binary: BinaryProblem) -> None:
    for bits in every_assignment(binary):
        meaning = binary.describe(bits)
        assert meaning
        assert json.loads(json.dumps(meaning)) == meaning
        label, value = binary.measure(binary.quadratic_form().cost(bits))
        assert label
        assert isinstance(value, float)


def test_names_each_item_in_at_most_one_group(binary: BinaryProblem) -> None:
    for bits in every_assignment(binary):
        named = [name for names in binary.groups(bits).values() for name in names]
        assert len(named) == len(set(named)) <= binary.problem_size


def test_a_better_cost_is_never_a_worse_measure(binary: BinaryProblem) -> None:
    """Lower cost is better; a measure may count the other way, but then for all costs."""
    measures = [binary.measure(cost)[1] for cost in (-2.0, -1.0, 0.0, 3.5)]

    assert measures == sorted(measures) or measures == sorted(measures, reverse=True)


def test_all_forms_of_the_cost_agree(binary: BinaryProblem) -> None:
    form, bits = binary.quadratic_form(), list(itertools.product((0, 1), repeat=binary.problem_size))
    costs = [form.cost(assignment) for assignment in bits]

    np.testing.assert_allclose(cost_vector(form), costs, atol=1e-12)
    np.testing.assert_allclose(Ising.from_quadratic(form).energies(np.array(bits, dtype=np.uint8)), costs, atol=1e-12)


def test_counts_its_assignments_and_knows_their_mean(binary: BinaryProblem) -> None:
    costs = [binary.quadratic_form().cost(bits) for bits in every_assignment(binary)]

    assert binary.num_assignments == len(costs)
    assert binary.mean_cost == pytest.approx(np.mean(costs))


def test_the_reference_is_the_true_optimum(binary: BinaryProblem) -> None:
    form = binary.quadratic_form()
    costs = {"".join(map(str, bits)): form.cost(bits) for bits in every_assignment(binary)}

    reference, _ = enumerate_optima(binary)

    assert reference.minimum == min(costs.values())
    assert reference.maximum == max(costs.values())
    assert all(costs[bitstring] == pytest.approx(min(costs.values())) for bitstring in reference.optimal_bitstrings)


def test_the_best_sample_is_the_optimum(binary: BinaryProblem) -> None:
    result = solve(binary)

    assert isinstance(result, BinaryResult)
    assert isinstance(result.reference, Enumeration)
    assert result.best.cost == pytest.approx(result.reference.minimum)
    assert result.reference.minimum <= result.final_cost < binary.mean_cost  # better than guessing
    assert all(binary.allows([int(bit) for bit in sample.bitstring]) for sample in result.samples)
