"""ADAPT: an ansatz that grows by the excitation along which the energy falls most steeply (arXiv:1812.11173)."""

import numpy as np

from contract.errors import InvalidPlan
from quantum_code.algorithms.vqe.ansatz import ExcitationAnsatz
from quantum_code.algorithms.vqe.excitations import spin_pairs
from quantum_code.algorithms.vqe.optimum import Optimum
from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers import Limits, Minimum, limits_of
from quantum_code.problems.molecule import Molecule
from quantum_code.run_context import RunContext
from quantum_code.states import FloatArray, LimitReachedError

LARGEST_GRADIENT = 1e-3
"""Converged when no excitation of the pool has a larger one, in hartree per unit of amplitude.

The strictest of the published thresholds for the norm over the pool. A gradient g along a direction of curvature
1 hartree is worth g²/2, here 0.0005 mHa.
"""

SHARE = 4
"""A round may take one in so many of the iterations that are left, so that optimisers with a schedule leave some."""


class Growth:
    """Appends the excitation with the largest gradient and optimises all amplitudes anew, round by round.

    The gradients of the whole pool are one gradient: that of the circuit with the pool appended at amplitudes of 0.
    It ends when all of them are small, or at the plan's limits, which count over all rounds. Measured gradients are as
    large as their noise at least, so that with shots the limits are what ends it.
    """

    def __init__(self, context: RunContext, molecule: Molecule) -> None:
        self._context, self._hamiltonian = context, molecule.hamiltonian
        self._pool = spin_pairs(molecule.electrons, molecule.num_qubits)
        self._limits = limits_of(context.plan)
        self._ansatz = ExcitationAnsatz(molecule.occupied, molecule.num_qubits)
        self._parameters: FloatArray = np.zeros(0)
        self._history: list[float] = []
        self._evaluations, self._optimized = 0, True  # the amplitudes there are, were they optimised to the end

    def run(self) -> Optimum:
        """The grown ansatz with its optimised amplitudes.

        Raises:
            InvalidPlan: max_circuits does not even allow for the first gradient.
        """
        while True:
            try:
                gradients = self._pool_gradients()
                steepest = int(np.argmax(np.abs(gradients)))
                largest = abs(gradients[steepest])
                if largest < LARGEST_GRADIENT:
                    return self._ended(
                        f"no excitation has a gradient above {LARGEST_GRADIENT:g} hartree (largest: {largest:.1e})",
                        converged=self._optimized,
                    )
                if message := self._round(steepest):
                    return self._ended(message, converged=False)
            except LimitReachedError as limit:
                if not self._history:
                    raise InvalidPlan(
                        f"max_circuits: is too small for the gradients at the start: {limit}; raise it"
                    ) from limit
                return self._ended(str(limit), converged=False)

    def _pool_gradients(self) -> FloatArray:
        """By the amplitude of each excitation of the pool, in hartree; an evaluation like those of optimisers."""
        if self._evaluations >= self._limits.evaluations:
            raise LimitReachedError(f"stopped at the limit of {self._limits.evaluations} evaluations")
        extended = self._prepare(self._ansatz.extended(self._pool))
        energy = extended.energy_with_gradient(np.concatenate([self._parameters, np.zeros(len(self._pool))]))
        assert energy.gradient is not None, "it was asked for"
        self._evaluations += 1
        if not self._history:
            self._record(0, energy.value)
        return energy.gradient[len(self._parameters) :]

    def _round(self, chosen: int) -> str | None:
        """Appends an excitation and optimises; why there is to be no other round, if so."""
        left = Limits(self._limits.iterations - (len(self._history) - 1), self._limits.evaluations - self._evaluations)
        if left.iterations < 1 or left.evaluations < 1:
            return f"stopped at the limit of {self._limits.iterations} iterations"
        ansatz, before = self._ansatz.extended([self._pool[chosen]]), self._history[-1]
        minimum = self._optimize(ansatz, Limits(-(-left.iterations // SHARE), left.evaluations))
        self._evaluations += minimum.evaluations
        self._ansatz, self._parameters, self._optimized = ansatz, minimum.parameters, minimum.converged
        self._history += minimum.history[1:]  # the first is where the round before ended
        exact = self._context.plan.evaluation == "exact"
        if len(minimum.history) == 1 or (exact and self._history[-1] >= before):
            return f"the optimiser gained nothing from the last excitation: {minimum.message}"
        return None

    def _optimize(self, ansatz: ExcitationAnsatz, limits: Limits) -> Minimum:
        done = len(self._history) - 1

        def on_iteration(number: int, energy: float) -> None:
            if number:
                self._context.on_iteration(done + number, energy)

        start = np.append(self._parameters, 0.0)
        optimize = self._context.optimize
        assert optimize is not None, "settled"
        try:
            return optimize(self._prepare(ansatz), start, limits, on_iteration, self._context.rng(len(start)))
        except InvalidPlan as fault:  # max_circuits does not allow for the round's first energy
            raise LimitReachedError(str(fault)) from fault

    def _record(self, number: int, energy: float) -> None:
        self._context.on_iteration(number, energy)
        self._history.append(energy)

    def _prepare(self, ansatz: ExcitationAnsatz) -> RecordedState:
        return self._context.prepare(ansatz, self._hamiltonian)

    def _ended(self, message: str, *, converged: bool) -> Optimum:
        minimum = Minimum(self._parameters, tuple(self._history), self._evaluations, converged, message)
        return Optimum(self._ansatz, self._prepare(self._ansatz), minimum)
