"""Each piece of advice is given when the figures call for it, with the figures in it, and not otherwise."""

from collections.abc import Callable
from typing import Any

import pytest

from contract.problems import BinaryProblem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, LocalSearch, Sample
from lambdas.post_processing.binary.performance import measure
from lambdas.post_processing.binary.recommendations import recommend

Make = Callable[..., BinaryResult]

GARNET = "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet"
MINUS = "\N{MINUS SIGN}"


def plan(**changes: Any) -> RunPlan:
    return RunPlan(
        **({"algorithm": "qaoa", "start": "linear_ramp", "layers": 2, "shots": 100, "max_iterations": 50} | changes)
    )


def advice(result: BinaryResult) -> list[str]:
    return recommend(result, measure(result))


def test_a_good_run_is_left_alone_but_for_the_classical_yardstick(make_result: Make) -> None:
    assert advice(make_result()) == [
        "A classical computer settled this problem by trying all 2^6 = 64 assignments: the optimum found is proven, "
        "and at this size a run tests the method rather than saves time."
    ]


@pytest.mark.parametrize(("limit", "higher"), [(4, 8), (2, 4), (3, 6)])
def test_at_the_limit_of_iterations_the_limit_is_raised(make_result: Make, limit: int, higher: int) -> None:
    result = make_result(
        plan=plan(max_iterations=limit), convergence_achieved=False, termination="Maximum number of iterations."
    )
    assert advice(result)[0] == (
        "The optimiser had not converged after 4 iterations (Maximum number of iterations): "
        f"raise max_iterations from {limit} to {higher}."
    )


def test_layers_do_not_wait_for_an_optimizer_that_cannot_converge(make_result: Make) -> None:
    fields: dict[str, Any] = {"convergence_achieved": False, "final_cost": -5}
    completed = advice(make_result(plan=plan(optimizer="spsa", max_iterations=4), **fields))
    assert completed[0] == (
        "The optimizer spsa has no criterion of convergence, so that more iterations may end lower: "
        "raise max_iterations from 4 to 8."
    )
    assert "raise layers from 2 to 4" in completed[1]


def test_stopping_early_without_converging_calls_for_another_depth(make_result: Make) -> None:
    first = advice(make_result(convergence_achieved=False, termination="precision loss"))[0]
    assert first == (
        "The optimiser stopped after 4 of 50 iterations without converging (precision loss): "
        "start elsewhere, with start interpolation or a number of layers other than 2."
    )


def test_a_shallow_circuit_gets_more_layers(make_result: Make) -> None:
    assert advice(make_result(final_cost=-5))[0] == (
        f"The expectation has come 50% of the way from random guessing ({MINUS}4) to the exact minimum: "
        "raise layers from 2 to 4."
    )


def test_layers_wait_for_convergence(make_result: Make) -> None:
    text = " ".join(advice(make_result(final_cost=-5, convergence_achieved=False)))
    assert "let the optimiser converge before adding layers" in text
    assert "raise layers" not in text


@pytest.mark.parametrize(("layers", "action"), [(40, "raise layers from 40 to 64"), (64, "64 layers are the most")])
def test_layers_stay_within_the_plans_limit(make_result: Make, layers: int, action: str) -> None:
    assert action in advice(make_result(final_cost=-5, plan=plan(layers=layers)))[0]


def test_no_better_than_guessing_calls_for_another_depth(make_result: Make) -> None:
    assert advice(make_result(final_cost=-3.9))[0].endswith(
        f"no better than guessing at random ({MINUS}4): "
        "start elsewhere, with start interpolation or a number of layers other than 2."
    )


def test_a_missed_optimum_within_reach_calls_for_as_many_shots_as_it_takes(make_missed_result: Make) -> None:
    # 1 - (1 - 0.01)^459 is the first to reach 0.99.
    assert advice(make_missed_result(optimum_probability=0.01))[0] == (
        "No shot of 100 gave an optimum; the best one is 2 above it. "
        "One shot is optimal with probability 1%: raise shots from 100 to 459."
    )


@pytest.mark.parametrize("chance", [None, 0.0, 1e-9, 5e-324])
def test_a_missed_optimum_out_of_reach_calls_for_more_layers(make_missed_result: Make, chance: float | None) -> None:
    first = advice(make_missed_result(optimum_probability=chance))[0]
    assert first == "No shot of 100 gave an optimum; the best one is 2 above it: raise layers from 2 to 4."


def test_layers_are_advised_once(make_missed_result: Make) -> None:
    text = " ".join(advice(make_missed_result(optimum_probability=None, final_cost=-5)))
    assert text.count("raise layers") == 1


@pytest.mark.parametrize(("distinct", "given"), [(50, False), (51, True)])
def test_scattered_samples_are_called_luck(make_result: Make, distinct: int, given: bool) -> None:
    text = " ".join(advice(make_result(distinct_samples=distinct)))
    assert (f"100 shots gave {distinct} different assignments, so the best is largely luck" in text) is given


def test_a_large_error_calls_for_more_shots(make_result: Make) -> None:
    assert advice(make_result(final_cost_stderr=0.2))[0] == (
        "The expected cost has a standard error of 0.2, its lead over guessing is 1.5: "
        "raise shots from 100 to 400 to halve the error."
    )
    assert len(advice(make_result(final_cost_stderr=0.05))) == 1


def test_a_run_that_settled_early_can_be_shorter(make_result: Make) -> None:
    result = make_result(cost_history=(-3.0, -5.0, *[-5.5] * 38))
    assert advice(result)[0] == (
        "The cost had settled by iteration 2 of 39: max_iterations 10 would give nearly the same, sooner."
    )


def test_fewer_shots_are_advised_where_they_cost_money(make_result: Make) -> None:
    # 1 - 0.5^7 is the first to reach 0.99.
    dear = make_result(plan=plan(device=GARNET, allow_qpu=True))
    assert advice(dear)[0] == (
        "7 shots would hold an optimum with probability 99%: lower shots from 100 to save money."
    )
    assert not any("save money" in sentence for sentence in advice(make_result()))


def test_without_a_reference_a_classical_heuristic_is_the_yardstick(make_unproven_result: Make) -> None:
    assert advice(make_unproven_result()) == [
        f"Nothing exact is known at 6 variables: hold the best cost ({MINUS}6) against a classical heuristic, "
        "such as simulated annealing, before relying on it."
    ]


def test_a_run_beaten_by_enumeration_defers_to_it(make_missed_result: Make) -> None:
    assert advice(make_missed_result())[-1].endswith("use its optimum rather than this run's answer.")


def test_one_shot_is_no_special_case(make_unproven_result: Make) -> None:
    samples = (Sample(bitstring="011100", count=1, cost=-6),)
    result = make_unproven_result(plan=plan(shots=1), samples=samples, distinct_samples=1)
    assert advice(result)[0].startswith("1 shot gave 1 different")


def test_a_heuristics_better_cost_is_missed_without_being_called_optimal(make_heuristic_result: Make) -> None:
    samples = (Sample(bitstring="011000", count=100, cost=-4),)
    sentences = advice(make_heuristic_result(samples=samples, distinct_samples=1))
    assert sentences[0] == (
        "No shot of 100 gave the best cost known; the best one is 2 above it: raise layers from 2 to 4."
    )
    assert sentences[-1] == (
        f"Simulated annealing found {MINUS}6 on a classical computer (annealer 1.0, 100 reads); no minimum is proven, "
        "so hold both answers against an exact solver before relying on either."
    )
    assert "optim" not in " ".join(sentences)


def test_a_local_search_that_helped_is_called_classical(make_missed_result: Make) -> None:
    search = LocalSearch(bitstring="011100", cost=-6, moves=1)
    assert (
        "A classical local search took the best sample to a cut of 6 in 1 move: use that assignment, and count it as a "
        "classical answer." in advice(make_missed_result(local_search=search))
    )
    idle = LocalSearch(bitstring="011000", cost=-4, moves=0)
    assert not any("local search" in sentence for sentence in advice(make_missed_result(local_search=idle)))


def test_a_spent_limit_of_circuits_is_named(make_result: Make) -> None:
    result = make_result(
        plan=plan(max_circuits=20),
        convergence_achieved=False,
        termination="stopped at the limit of 20 circuits (max_circuits)",
    )
    assert "raise max_circuits from 20" in advice(result)[0]


def test_shots_lost_to_noise_call_for_fewer_layers(make_result: Make, graph: BinaryProblem) -> None:
    problem = graph.model_copy(update={"hamming_weight": 3})
    samples = (Sample(bitstring="011100", count=40, cost=-6),)
    sentences = advice(make_result(problem=problem, samples=samples, distinct_samples=1, infeasible_shots=60))
    assert any(sentence.startswith("60 of 100 shots have another number of ones") for sentence in sentences)
    assert sentences[-1].startswith(
        "A classical computer settled this problem by trying all 20 assignments with 3 ones: the optimum found"
    )
