"""The kinds of results, and who checks and analyses each: a new kind is a package beside the others and a line here."""

from contract.run_result import BinaryResult, CircuitResult, MoleculeResult, RunResult
from lambdas.post_processing.analysis import Analysis
from lambdas.post_processing.binary.analysis import analyse_binary
from lambdas.post_processing.binary.verification import verify_binary
from lambdas.post_processing.circuit.analysis import analyse_circuit
from lambdas.post_processing.circuit.verification import verify_circuit
from lambdas.post_processing.molecule.analysis import analyse_molecule
from lambdas.post_processing.molecule.verification import verify_molecule


def verify(result: RunResult) -> None:
    """Returns when the result agrees with the problem it carries and with itself.

    Raises:
        ResultsUnreadable: with the first contradiction found.
    """
    match result:
        case BinaryResult():
            verify_binary(result)
        case MoleculeResult():
            verify_molecule(result)
        case CircuitResult():
            verify_circuit(result)


def analyse(result: RunResult) -> Analysis:
    """The findings of a run.

    Raises:
        TypeError: for a kind of result that has no package here.
    """
    match result:
        case BinaryResult():
            return analyse_binary(result)
        case MoleculeResult():
            return analyse_molecule(result)
        case CircuitResult():
            return analyse_circuit(result)
    raise TypeError(f"no analysis for a {type(result).__name__}")
