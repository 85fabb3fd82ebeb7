"""The exact distribution of a noise-free program, to hold measured counts against."""

import math
from collections.abc import Mapping

import numpy as np
from scipy.stats import binom

from contract.errors import InvalidProblem
from contract.problems import Circuit
from contract.run_result import ExactDistribution
from quantum_code.devices.programs import outcome_probabilities
from quantum_code.problems.openqasm import read_program
from quantum_code.states import FloatArray

MAX_QUBITS = 20
"""A state vector of 2²⁰ amplitudes takes the SDK's simulator seconds; each further qubit doubles them."""

LISTED = 100
"""How many of the most likely bitstrings a reference names."""

NEGLIGIBLE = 1e-12
"""Probabilities below this are the rounding of a simulation: no number of shots that can be paid shows them."""


def exact_distribution(problem: Circuit, counts: Mapping[str, int]) -> ExactDistribution | None:
    """The ideal distribution, and the distance of all counts together from it.

    None for what has no ideal distribution here: programs with noise, with too many qubits, or with features of a
    device that the SDK's reader does not know.
    """
    try:
        program = read_program(problem)
    except InvalidProblem:
        return None  # the device took it, so it is right, if not for this reader
    if program.noisy or len(program.qubits) > MAX_QUBITS:
        return None
    probabilities = outcome_probabilities(program, "braket_sv")
    probabilities = np.where(probabilities < NEGLIGIBLE, 0.0, probabilities)
    probabilities /= probabilities.sum()
    frequencies = np.zeros(len(probabilities))
    for bitstring, times in counts.items():
        frequencies[int(bitstring, 2)] = times
    shots = int(frequencies.sum())
    frequencies /= shots
    fidelity = float(np.sqrt(probabilities * frequencies).sum() ** 2)
    likely = sorted(np.flatnonzero(probabilities).tolist(), key=lambda index: (-probabilities[index], index))
    return ExactDistribution(
        probabilities={f"{index:0{len(program.measured)}b}": float(probabilities[index]) for index in likely[:LISTED]},
        hellinger_fidelity=min(1.0, fidelity),
        total_variation=min(1.0, math.fsum(np.abs(probabilities - frequencies)) / 2),
        expected_total_variation=expected_total_variation(probabilities, shots),
    )


def expected_total_variation(probabilities: FloatArray, shots: int) -> float:
    """The mean total variation distance between a distribution and the frequencies of so many shots of it.

    Half the sum over outcomes of the mean absolute deviation of a binomial frequency, which is
    2·m·(1 - p)·P(m)/shots with m = ⌊shots·p⌋ + 1 (De Moivre 1730; Diaconis and Zabell, Stat. Sci. 6 (1991) 284).
    """
    p = probabilities[(probabilities > 0) & (probabilities < 1)]
    m = np.floor(shots * p) + 1
    return float(np.sum(m * (1 - p) * binom.pmf(m, shots, p)) / shots)
