"""An ansatz on a device: a `DeviceState` made of what its backend can do."""

from collections.abc import Callable, Sequence

import numpy as np
import pennylane as qml

from contract.run_plan import RunPlan
from quantum_code.devices.backend import Backend, Circuit
from quantum_code.devices.circuit_template import CircuitTemplate
from quantum_code.devices.energies import energy_function
from quantum_code.devices.gradients import ParameterShift
from quantum_code.devices.operators import OperatorCache
from quantum_code.devices.perturbation import SimultaneousPerturbation
from quantum_code.states import Ansatz, BitArray, Energy, FloatArray, Observable


class PreparedState:
    """The states of one ansatz, and one observable, on one backend; the plan says how energies come about."""

    def __init__(
        self,
        backend: Backend,
        ansatz: Ansatz,
        observable: Observable,
        plan: RunPlan,
        operators: OperatorCache,
        *,
        tail: float = 1.0,
    ) -> None:
        if tail < 1 and plan.gradient == "parameter-shift":
            raise ValueError("the shift rule differentiates expectations, and a CVaR is none")
        self._backend, self._plan = backend, plan
        self._measured = plan.evaluation == "shots"
        self._template = CircuitTemplate.of(ansatz, backend.compile)
        self._energies = energy_function(
            backend, observable, operators, shots=plan.shots if self._measured else None, tail=tail
        )

    def energies(self, points: Sequence[FloatArray], rng: np.random.Generator) -> list[Energy]:
        """The energy at each point, without gradients; all points are one batch."""
        return self._energies.of([self._template.bind(point) for point in points], rng)

    def energy_with_gradient(self, parameters: FloatArray, rng: np.random.Generator) -> Energy:
        """The energy and its gradient, by the method that the plan names; all circuits are one batch."""
        if self._plan.gradient == "adjoint":
            return self._energies.adjoint(self._template, parameters)
        if self._plan.gradient == "spsa":
            perturbation = SimultaneousPerturbation.of(len(parameters), rng)
            points = [parameters, *perturbation.around(parameters)]
            return self._combined([self._template.bind(point) for point in points], perturbation.combine, rng)
        assert self._plan.gradient == "parameter-shift", "a settled plan names the gradient of what uses one"
        shifts = ParameterShift.at(self._template, parameters)
        return self._combined(shifts.circuits, shifts.combine, rng)

    def _combined(
        self, circuits: Sequence[Circuit], combine: Callable[[FloatArray], FloatArray], rng: np.random.Generator
    ) -> Energy:
        """The energy of the first circuit, with the gradient that those of the others combine to."""
        here, *others = self._energies.of(circuits, rng)
        return Energy(here.value, here.stderr, combine(np.array([energy.value for energy in others])))

    def overlaps(self, parameters: FloatArray, others: Sequence[FloatArray], rng: np.random.Generator) -> list[float]:
        """|⟨ψ(parameters)|ψ(other)⟩|²: the probability of 0…0 after preparing one and undoing the other.

        Exact where energies are and the device tells probabilities; measured with the plan's shots elsewhere.
        """
        prepare = self._template.bind(parameters)
        circuits = [
            self._backend.compile(prepare + [qml.adjoint(gate) for gate in reversed(self._template.bind(other))])
            for other in others
        ]
        exact = None if self._measured else self._backend.probabilities(circuits)
        if exact is not None:
            return [float(probabilities[0]) for probabilities in exact]
        measured = self._backend.measure(circuits, [[]], self._plan.shots, rng)
        return [float(np.mean(~bits.any(axis=1))) for (bits,) in measured]

    def probabilities(self, parameters: FloatArray) -> FloatArray | None:
        """The 2ⁿ outcome probabilities, bit 0 most significant; None where the device keeps them.

        They describe a state that was prepared before, and count as no circuit of their own.
        """
        found = self._backend.probabilities([self._template.bind(parameters)], counted=False)
        return found[0] if found else None

    def sample(self, parameters: FloatArray, shots: int, rng: np.random.Generator) -> BitArray:
        """Measures every qubit `shots` times in the computational basis."""
        ((bits,),) = self._backend.measure([self._template.bind(parameters)], [[]], shots, rng)
        return bits
