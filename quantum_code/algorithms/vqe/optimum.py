"""Where an optimisation of VQE ended."""

from dataclasses import dataclass

from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers import Minimum
from quantum_code.states import Ansatz


@dataclass(frozen=True)
class Optimum:
    """An ansatz, its states on the run's device, and the optimiser's minimum."""

    ansatz: Ansatz
    state: RecordedState
    minimum: Minimum
