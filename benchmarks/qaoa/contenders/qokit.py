"""QOKit's C simulator with the flags of its own makefile; energies only, on its precomputed diagonal."""

import sys

from benchmarks.qaoa import qokit_build
from quantum_code.problems.ising import Ising
from quantum_code.states import FloatArray


def prepare(ising: Ising, _layers: int, variant: qokit_build.Variant = "own") -> "Qokit":
    sys.path.insert(0, str(qokit_build.folder(variant)))
    return Qokit(ising)


class Qokit:
    """The simulator; it evolves by e^{-i(γ/2)C}, hence twice each γ. Its index and ours count qubits the other way."""

    def __init__(self, ising: Ising) -> None:
        from qokit.fur.c.qaoa_simulator import QAOAFURXSimulatorC  # of the variant that was chosen last

        terms: list[tuple[float, tuple[int, ...]]] = [(coupling, pair) for pair, coupling in ising.couplings.items()]
        terms += [(field, (qubit,)) for qubit, field in enumerate(ising.fields) if field]
        self._simulator, self._offset = QAOAFURXSimulatorC(ising.num_qubits, terms=terms), ising.offset

    def energy(self, parameters: FloatArray) -> float:
        layers = len(parameters) // 2
        state = self._simulator.simulate_qaoa(2 * parameters[:layers], parameters[layers:])
        return self._offset + float(self._simulator.get_expectation(state))

    def energy_with_gradient(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        raise NotImplementedError("QOKit has no gradient")
