"""QAOA with the X mixer on its exact simulator: a `DeviceState` made from the ansatz's data, without any gate."""

from collections.abc import Sequence

import numpy as np

from contract.devices import EXACT_QAOA_SINGLE, Device
from contract.run_plan import RunPlan
from contract.run_result import Spent
from quantum_code.algorithms.qaoa.ansatz import QaoaAnsatz
from quantum_code.allowance import Allowance
from quantum_code.devices.perturbation import SimultaneousPerturbation
from quantum_code.problems.ising import Ising
from quantum_code.simulators.exact_qaoa import ExactQaoa
from quantum_code.states import Ansatz, BitArray, Energy, FloatArray, Observable, StateFactory
from quantum_code.statistics import cvar_estimate


class ExactQaoaState:
    """The states of a QAOA ansatz; as on any simulator, each of them counts as a circuit."""

    def __init__(
        self, simulator: ExactQaoa, observable: Observable, plan: RunPlan, allowance: Allowance, *, tail: float
    ) -> None:
        self._simulator, self._plan, self._allowance, self._tail = simulator, plan, allowance, tail
        self._constant, (self._basis,) = observable.constant, observable.bases()

    def energies(self, points: Sequence[FloatArray], rng: np.random.Generator) -> list[Energy]:
        if self._plan.evaluation == "shots":
            return [self._measured(bits) for bits in self._measure(points, self._plan.shots, rng)]
        self._allowance.check(len(points))
        energies = [self._exact(point) for point in points]
        self._allowance.add(Spent(circuits=len(points)))
        return energies

    def energy_with_gradient(self, parameters: FloatArray, rng: np.random.Generator) -> Energy:
        if self._plan.gradient == "spsa":
            gradient = SimultaneousPerturbation.of(len(parameters), rng)
            here, *others = self.energies([parameters, *gradient.around(parameters)], rng)
            slopes = gradient.combine(np.array([energy.value for energy in others]))
            return Energy(here.value, here.stderr, slopes)
        assert self._plan.gradient == "adjoint", "settled: there are no gates to shift"
        self._allowance.check(1)
        value, slopes = self._simulator.energy_with_gradient(parameters, self._tail)
        self._allowance.add(Spent(circuits=1))
        return Energy(value, gradient=slopes)

    def overlaps(self, parameters: FloatArray, others: Sequence[FloatArray], rng: np.random.Generator) -> list[float]:
        """Exact where energies are; else the share of the plan's shots that end in 0…0 after going there and back."""
        self._allowance.check(len(others))
        overlaps = [min(1.0, self._simulator.overlap(parameters, other)) for other in others]
        if self._plan.evaluation == "exact":
            self._allowance.add(Spent(circuits=len(others)))
            return overlaps
        shots = self._plan.shots
        self._allowance.add(Spent(circuits=len(others), shots=len(others) * shots))
        return [float(rng.binomial(shots, overlap)) / shots for overlap in overlaps]

    def probabilities(self, parameters: FloatArray) -> FloatArray:
        """Of a state that was prepared before, which counts as no circuit of its own."""
        return self._simulator.probabilities(parameters)

    def sample(self, parameters: FloatArray, shots: int, rng: np.random.Generator) -> BitArray:
        (bits,) = self._measure([parameters], shots, rng)
        return bits

    def _exact(self, parameters: FloatArray) -> Energy:
        if self._tail < 1:
            return Energy(self._simulator.cvar(parameters, self._tail))
        return Energy(self._simulator.energy(parameters))

    def _measured(self, bits: BitArray) -> Energy:
        estimate = cvar_estimate(self._basis.values(bits), self._tail, self._basis.spread)
        return Energy(self._constant + estimate.value, estimate.stderr)

    def _measure(self, points: Sequence[FloatArray], shots: int, rng: np.random.Generator) -> list[BitArray]:
        self._allowance.check(len(points))
        measured = [self._simulator.sample(point, shots, rng) for point in points]
        self._allowance.add(Spent(circuits=len(points), shots=len(points) * shots))
        return measured


def exact_state_factory(device: Device, plan: RunPlan, allowance: Allowance) -> StateFactory:
    """Puts QAOA on the exact simulator, in the precision of the device."""
    last: tuple[Ising, ExactQaoa] | None = None

    def prepare(ansatz: Ansatz, observable: Observable, *, tail: float = 1.0) -> ExactQaoaState:
        nonlocal last
        assert isinstance(ansatz, QaoaAnsatz), "settled: the device takes QAOA only"
        assert ansatz.hamming_weight is None, "settled: the mixer is x"
        if last is None or last[0] is not ansatz.ising:  # a run has one cost, however many depths it tries
            last = ansatz.ising, ExactQaoa(ansatz.ising, single_precision=device == EXACT_QAOA_SINGLE)
        return ExactQaoaState(last[1], observable, plan, allowance, tail=tail)

    return prepare
