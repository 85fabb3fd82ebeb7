"""What the definitions promise for every run: ratios that shift and scale leave alone, between 0 and 1."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pydantic import Field

from contract.problems import BinaryProblem, QuadraticForm
from contract.run_result import BinaryResult, Enumeration, Sample
from lambdas.post_processing.binary.performance import measure

Make = Callable[..., BinaryResult]

RATIOS = (
    "convergence_rate",
    "stability_metric",
    "optimization_efficiency",
    "approximation_ratio",
    "best_approximation_ratio",
)


class Affine(BinaryProblem):
    """Costs shift + scale * (1, -2, 4, 3) for the bits 00, 01, 10, 11."""

    TYPE = "affine"

    shift: float = Field(default=0.0)
    scale: float = Field(default=1.0)

    def quadratic_form(self) -> QuadraticForm:
        linear = (3 * self.scale, -3 * self.scale)
        return QuadraticForm(self.shift + self.scale, linear, {(0, 1): 2 * self.scale})

    @property
    def title(self) -> str:
        return "An affine problem"

    @property
    def objective(self) -> str:
        return "The cost of a table, shifted and scaled."

    def measure(self, cost: float) -> tuple[str, float]:
        return "cost", cost

    def groups(self, bits: Sequence[int]) -> dict[str, list[str]]:
        return {"Set": [str(i) for i, bit in enumerate(bits) if bit]}

    def describe(self, bits: Sequence[int]) -> dict[str, Any]:
        return {"bits": list(bits)}

    def _check_data(self) -> None:
        pass


def affine_result(make: Make, costs: Sequence[float], shift: float = 0.0, scale: float = 1.0) -> BinaryResult:
    """A run with the given history on the affine problem, whose best sample costs 1 before shift and scale."""
    return make(
        problem=Affine(problem_type="affine", problem_size=2, shift=shift, scale=scale),
        cost_history=tuple(shift + scale * cost for cost in costs),
        final_cost=shift + scale * costs[-1],
        samples=(Sample(bitstring="00", count=100, cost=shift + scale),),
        reference=Enumeration(
            minimum=shift - 2 * scale, maximum=shift + 4 * scale, optimal_bitstrings=("01",), num_optimal=1
        ),
    )


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("shift", "scale"), [(1000.0, 1.0), (-7.5, 1.0), (0.0, 1e9), (0.0, 1e-9), (-3e4, 250.0)])
def test_ratios_do_not_change_under_shift_and_positive_scale(
    make_result: Make, seed: int, shift: float, scale: float
) -> None:
    draw = random.Random(seed)
    costs = [draw.uniform(-2, 4) for _ in range(draw.randint(1, 40))]
    plain = measure(affine_result(make_result, costs))
    moved = measure(affine_result(make_result, costs, shift, scale))
    for name in RATIOS:
        assert getattr(moved, name) == pytest.approx(getattr(plain, name), abs=1e-9), name
    assert moved.convergence_iteration == plain.convergence_iteration
    assert moved.cost_reduction == pytest.approx(scale * plain.cost_reduction, rel=1e-6)
    assert moved.gap_to_optimum == pytest.approx(3 * scale)
    assert moved.random_guess_cost == pytest.approx(shift + 1.5 * scale)


@pytest.mark.parametrize("seed", range(20))
def test_ratios_stay_between_0_and_1_for_any_history(make_result: Make, seed: int) -> None:
    draw = random.Random(seed)
    costs = [draw.gauss(1, 3) for _ in range(draw.randint(1, 60))]
    performance = measure(affine_result(make_result, costs))
    assert all(0 <= getattr(performance, name) <= 1 for name in RATIOS)
    assert 0 <= performance.convergence_iteration <= performance.total_iterations == len(costs) - 1
