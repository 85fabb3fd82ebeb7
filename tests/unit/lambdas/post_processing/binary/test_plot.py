"""The plot is a PNG, always the same for the same run, and drawn for every kind of run."""

import io
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread
from numpy.typing import NDArray

from contract.problems import parse_problem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, Enumeration, Sample
from lambdas.post_processing.binary.performance import measure
from lambdas.post_processing.binary.plot import draw_plot
from lambdas.post_processing.drawing import BLUE, GREEN, PALE, SKY, VERMILION

Make = Callable[..., BinaryResult]


def plot(result: BinaryResult) -> bytes:
    return draw_plot(result, measure(result))


def has_colour(png: bytes, colour: str) -> NDArray[np.bool_]:
    """Which pixels, by row and column, have exactly that colour."""
    image: NDArray[np.floating[Any]] = imread(io.BytesIO(png))
    return np.array((np.abs(image[:, :, :3] - to_rgb(colour)) < 1 / 255).all(axis=2))


def pixels_of(png: bytes, colour: str) -> int:
    return int(has_colour(png, colour).sum())


def test_the_plot_is_a_png_of_the_promised_size(make_result: Make) -> None:
    png = plot(make_result())
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (1500, 810)
    assert len(png) < 300_000


def test_the_same_run_gives_the_same_bytes_without_a_name_or_time_in_them(make_result: Make) -> None:
    png = plot(make_result())
    assert plot(make_result()) == png
    assert b"tEXt" not in png
    assert b"tIME" not in png


def test_another_run_gives_another_plot(make_result: Make) -> None:
    assert plot(make_result(cost_history=(-2.0, -4.0, -5.5))) != plot(make_result())


def test_optimal_shots_are_green_and_the_history_is_blue(make_result: Make, make_missed_result: Make) -> None:
    found, missed = plot(make_result()), plot(make_missed_result())
    assert pixels_of(found, BLUE) > 1000
    assert pixels_of(found, GREEN) > 5 * pixels_of(missed, GREEN)  # where it was missed only its line is green
    assert pixels_of(found, VERMILION) == 0  # the best sample lies on the optimum's line
    assert pixels_of(missed, VERMILION) > 1000


def test_without_a_reference_nothing_is_shown_as_optimal(make_unproven_result: Make) -> None:
    assert pixels_of(plot(make_unproven_result()), GREEN) == 0


def test_a_heuristics_best_is_not_drawn_as_an_optimum(make_heuristic_result: Make) -> None:
    assert pixels_of(plot(make_heuristic_result()), GREEN) == 0
    assert pixels_of(plot(make_heuristic_result()), VERMILION) == 0  # the best sample lies on its line


def test_an_interval_is_drawn_as_an_error_bar(make_result: Make) -> None:
    narrow, wide = ({"low": -5.5 - half, "high": -5.5 + half} for half in (0.01, 0.4))
    bars = [pixels_of(plot(make_result(final_cost_stderr=0.1, final_cost_interval=at)), BLUE) for at in (narrow, wide)]
    assert bars[1] > bars[0] + 200


def test_costs_of_which_not_all_is_recorded_are_shaded(make_result: Make) -> None:
    assert pixels_of(plot(make_result()), PALE) < 1000
    assert pixels_of(plot(make_result(distinct_samples=9)), PALE) > 5000


@pytest.mark.parametrize("count", [20, 40, 60])
def test_bars_are_as_long_as_their_share_of_the_shots(make_unproven_result: Make, count: int) -> None:
    samples = (Sample(bitstring="011000", count=count, cost=-4), Sample(bitstring="010000", count=80, cost=-3))
    result = make_unproven_result(samples=samples, plan=RunPlan(shots=200), distinct_samples=2)
    lengths = has_colour(plot(result), SKY).sum(axis=1)
    bars = lengths[lengths > 80]  # rows through the legend have fewer
    assert bars.min() / bars.max() == pytest.approx(count / 80, rel=0.05)


@pytest.mark.parametrize(
    "changes",
    [
        {"cost_history": (-4.0,), "final_cost": -4.0},
        {"cost_history": (-6.0,) * 30, "final_cost": -6.0},
        {"cost_history": (0.0, 0.0), "final_cost": 0.0},
        {"cost_history": tuple(-5 + k % 3 for k in range(500))},
        {"final_cost_stderr": 0.2},
        {"reference": None},
        {"final_cost_stderr": 0.1, "final_cost_interval": {"low": -5.7, "high": -5.3}},
        {"plan": RunPlan(algorithm="qaoa", shots=100, objective="cvar"), "final_cost": -5.5, "expectation": -4.5},
    ],
    ids=["one point", "constant", "zero", "long", "with an error", "no reference", "with an interval", "cvar"],
)
def test_every_kind_of_history_is_drawn(make_result: Make, changes: dict[str, Any]) -> None:
    assert pixels_of(plot(make_result(**changes)), BLUE) > 50


@pytest.mark.parametrize("scale", [1e-90, 1e-9, 1.0, 1e12, 1e90])
def test_costs_of_any_size_are_drawn(make_result: Make, scale: float) -> None:
    problem = parse_problem({"problem_type": "optimization", "linear_coefficients": [scale, -2 * scale]})
    result = make_result(
        problem=problem,
        cost_history=(0.5 * scale, -scale, -1.5 * scale),
        final_cost=-1.5 * scale,
        samples=(Sample(bitstring="01", count=60, cost=-2 * scale), Sample(bitstring="00", count=40, cost=0)),
        reference=Enumeration(minimum=-2 * scale, maximum=scale, optimal_bitstrings=("01",), num_optimal=1),
    )
    assert pixels_of(plot(result), GREEN) > 10_000


def test_the_largest_problem_is_drawn_without_its_distribution(make_unproven_result: Make) -> None:
    problem = parse_problem({"problem_type": "optimization", "problem_size": 107, "linear_terms": [[0, -1.0]]})
    samples = (Sample(bitstring="1" * 107, count=1, cost=-1),)
    assert plot(make_unproven_result(problem=problem, samples=samples)).startswith(b"\x89PNG")
