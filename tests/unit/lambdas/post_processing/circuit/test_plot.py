"""The plot of counts is drawn for few and many outcomes, short and long, always the same for the same run."""

import io
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from contract.run_result import CircuitResult
from lambdas.post_processing.circuit.performance import measure
from lambdas.post_processing.circuit.plot import draw_plot
from lambdas.post_processing.drawing import GREEN, INK, SKY

Make = Callable[..., CircuitResult]


def plot(result: CircuitResult) -> bytes:
    return draw_plot(result, measure(result))


def pixels(png: bytes, colour: str) -> np.ndarray[Any, Any]:
    image: np.ndarray[Any, Any] = imread(io.BytesIO(png))
    return np.asarray((np.abs(image[:, :, :3] - to_rgb(colour)) < 1 / 255).all(axis=2))


def test_the_plot_is_a_png_of_the_promised_size_and_the_same_each_time(make_circuit: Make) -> None:
    png = plot(make_circuit())
    assert struct.unpack(">II", png[16:24]) == (1500, 810)
    assert plot(make_circuit()) == png


def test_ideal_probabilities_are_green(make_circuit: Make) -> None:
    assert pixels(plot(make_circuit()), GREEN).sum() > 200
    assert pixels(plot(make_circuit(reference=None)), GREEN).sum() == 0


def test_the_spread_over_repetitions_is_drawn(make_counts: Make) -> None:
    steady = make_counts({"0": 50, "1": 50}, {"0": 50, "1": 50})
    moving = make_counts({"0": 80, "1": 20}, {"0": 20, "1": 80})
    assert pixels(plot(moving), INK).sum() > pixels(plot(steady), INK).sum() + 500


def test_bars_are_as_long_as_their_share(make_counts: Make) -> None:
    lengths = pixels(plot(make_counts({"0": 75, "1": 25})), SKY).sum(axis=1)
    bars = lengths[lengths > 80]  # rows through the legend have fewer
    assert bars.min() / bars.max() == pytest.approx(1 / 3, rel=0.02)


@pytest.mark.parametrize("qubits", [1, 5, 40])
@pytest.mark.parametrize("outcomes", [1, 2, 100])
def test_few_and_many_outcomes_are_drawn(make_counts: Make, qubits: int, outcomes: int) -> None:
    counts = {f"{k:0{qubits}b}": 1 + k for k in range(min(outcomes, 2**qubits))}
    assert pixels(plot(make_counts(counts)), SKY).sum() > 10_000
