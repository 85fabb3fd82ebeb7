"""States whose energies are formulas, to try optimisers and records on; noise comes from the generator given."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from contract.devices import LIGHTNING
from contract.problems import parse_problem
from contract.run_plan import RunPlan
from contract.run_result import Spent
from quantum_code.allowance import Allowance
from quantum_code.checkpoints.record import Record
from quantum_code.states import BitArray, Energy, FloatArray

PROBLEM = parse_problem({"problem_type": "optimization", "problem_size": 4})
TARGET: FloatArray = np.array([0.3, -0.2, 0.5, 0.1])
CURVATURE: FloatArray = np.array([1.0, 4.0, 0.5, 2.0])


class Bowl:
    """A quadratic with its minimum, -1, at TARGET; counts what it is asked, one circuit for each energy or overlap."""

    def __init__(self, allowance: Allowance | None = None, *, noise: float = 0.0) -> None:
        self.allowance, self.noise = allowance or Allowance(), noise
        self.calls: list[int] = []  # circuits of each call

    def value(self, parameters: FloatArray) -> float:
        return float(CURVATURE @ (parameters - TARGET) ** 2) - 1

    def slope(self, parameters: FloatArray) -> FloatArray:
        return 2 * CURVATURE * (parameters - TARGET)

    def energies(self, points: Sequence[FloatArray], rng: np.random.Generator) -> list[Energy]:
        self._spend(len(points))
        return [Energy(self.value(point) + self.noise * rng.normal(), self.noise) for point in points]

    def energy_with_gradient(self, parameters: FloatArray, rng: np.random.Generator) -> Energy:
        self._spend(1)
        noise = self.noise * rng.normal(size=1 + len(parameters))
        return Energy(self.value(parameters) + noise[0], self.noise, self.slope(parameters) + noise[1:])

    def overlaps(self, parameters: FloatArray, others: Sequence[FloatArray], rng: np.random.Generator) -> list[float]:
        self._spend(len(others))
        return [float(np.exp(-np.sum((parameters - other) ** 2))) for other in others]

    def probabilities(self, parameters: FloatArray) -> FloatArray | None:
        return None

    def sample(self, parameters: FloatArray, shots: int, rng: np.random.Generator) -> BitArray:
        self._spend(1, shots)
        return rng.integers(0, 2, size=(shots, 4), dtype=np.uint8)

    def _spend(self, circuits: int, shots: int = 0) -> None:
        self.allowance.check(circuits)
        self.calls.append(circuits)
        self.allowance.add(Spent(circuits=circuits, shots=shots))


class Valley(Bowl):
    """Rosenbrock's bent valley in two parameters, in which line searches need more than one evaluation."""

    def value(self, parameters: FloatArray) -> float:
        x, y = parameters
        return float((x - 1) ** 2 + 100 * (y - x * x) ** 2)

    def slope(self, parameters: FloatArray) -> FloatArray:
        x, y = parameters
        return np.array([2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)])


def record_of(allowance: Allowance, path: Path | None = None, *, plan: RunPlan | None = None) -> Record:
    """A record of a run on PROBLEM."""
    return Record(path, problem=PROBLEM, plan=plan or RunPlan(device=LIGHTNING.arn), allowance=allowance)
