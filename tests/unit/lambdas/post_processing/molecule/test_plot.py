"""The plot of a molecule is drawn for every kind of run, always the same for the same run."""

import io
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from contract.run_plan import RunPlan
from contract.run_result import Interval, MoleculeResult
from lambdas.post_processing.drawing import BLUE, GREEN
from lambdas.post_processing.molecule.plot import BAND, draw_plot

Make = Callable[..., MoleculeResult]


def pixels_of(png: bytes, colour: str) -> int:
    image: np.ndarray[Any, Any] = imread(io.BytesIO(png))
    return int((np.abs(image[:, :, :3] - to_rgb(colour)) < 1 / 255).all(axis=2).sum())


def test_the_plot_is_a_png_of_the_promised_size_and_the_same_each_time(make_molecule: Make) -> None:
    png = draw_plot(make_molecule())
    assert struct.unpack(">II", png[16:24]) == (1500, 810)
    assert draw_plot(make_molecule()) == png


def test_the_exact_energy_and_the_band_around_it_are_green(make_molecule: Make) -> None:
    known, unknown = draw_plot(make_molecule()), draw_plot(make_molecule(reference=None))
    assert pixels_of(known, GREEN) > 1000
    assert pixels_of(known, BAND) > 10_000
    assert pixels_of(unknown, GREEN) == pixels_of(unknown, BAND) == 0
    assert pixels_of(unknown, BLUE) > 1000


def test_an_interval_is_drawn_as_an_error_bar(make_molecule: Make) -> None:
    interval = Interval(low=-1.124, high=-1.114)
    drawn = draw_plot(make_molecule(final_cost_stderr=0.0025, final_cost_interval=interval))
    assert pixels_of(drawn, BLUE) > pixels_of(draw_plot(make_molecule()), BLUE) + 200


@pytest.mark.parametrize(
    "changes",
    [
        {"cost_history": (-1.119,)},
        {"cost_history": tuple(-1.10 - 0.019 * (1 - 0.9**k) for k in range(101))},
        {"final_cost": -1.12, "cost_history": (-1.12, -1.12)},
        {"final_cost": -1.3, "plan": RunPlan(algorithm="vqe", ansatz="hardware_efficient")},
        {"hartree_fock_energy": -1.12, "final_cost": -1.12, "cost_history": (-1.12,)},
    ],
    ids=["one point", "a hundred", "exact", "below the exact one", "all the same"],
)
def test_every_kind_of_history_is_drawn(make_molecule: Make, changes: dict[str, Any]) -> None:
    assert pixels_of(draw_plot(make_molecule(**changes)), BLUE) > 100
