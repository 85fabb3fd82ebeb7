"""Braket's pragmas, read with the SDK's grammar; adjoint_gradient, which that grammar lacks, is read here."""

import re
from dataclasses import dataclass
from typing import Any

from antlr4 import CommonTokenStream, InputStream, Token
from antlr4.error.Errors import ParseCancellationException
from antlr4.error.ErrorStrategy import BailErrorStrategy
from braket.default_simulator.openqasm.parser.braket_pragmas import BraketPragmaNodeVisitor
from braket.default_simulator.openqasm.parser.generated.BraketPragmasLexer import BraketPragmasLexer
from braket.default_simulator.openqasm.parser.generated.BraketPragmasParser import BraketPragmasParser
from braket.default_simulator.openqasm.parser.openqasm_parser import QASM3ParsingError
from braket.default_simulator.openqasm.program_context import QubitTable

from local_aws.simulators.errors import ProgramRejected

ADJOINT_GRADIENT = "braket result adjoint_gradient"
COEFFICIENT = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?) *\* *(.*)", re.DOTALL)


@dataclass(frozen=True)
class ObservableTerm:
    """A real number times a tensor product of observables, as Braket's IR writes them (names or matrices)."""

    coefficient: float
    observable: list[Any]
    targets: tuple[int, ...] | None
    """None for one observable on every qubit, added up."""


@dataclass(frozen=True)
class AdjointGradient:
    """A request for an expectation value and its derivatives."""

    terms: tuple[ObservableTerm, ...]
    parameters: tuple[str, ...] | None
    """None for all inputs of the program."""

    type: str = "adjoint_gradient"


def named_qubits(result: Any) -> set[int]:
    """The qubits that a result type names; the program uses them, whether or not a gate acts on them."""
    parts = result.terms if isinstance(result, AdjointGradient) else (result,)
    return {int(target) for part in parts for target in getattr(part, "targets", None) or ()}


def read_pragma(command: str, qubits: QubitTable) -> Any:
    """What the pragma says: the IR's result type, an AdjointGradient, or a tuple for noise and unitaries.

    Raises:
        ProgramRejected: when it is not one of Braket's pragmas.
    """
    if command.startswith(ADJOINT_GRADIENT):
        return _adjoint_gradient(command.removeprefix(ADJOINT_GRADIENT).strip(), qubits)
    lexer = BraketPragmasLexer(InputStream(command))
    lexer.removeErrorListeners()
    parser = BraketPragmasParser(CommonTokenStream(lexer))
    parser.removeErrorListeners()
    parser._errHandler = BailErrorStrategy()
    try:
        tree = parser.braketPragma()
        if parser.getCurrentToken().type != Token.EOF:
            raise ProgramRejected(f"pragma '{_shortened(command)}' is not supported")
        return BraketPragmaNodeVisitor(qubits).visit(tree)
    except (ParseCancellationException, QASM3ParsingError, RecursionError) as fault:
        raise ProgramRejected(f"pragma '{_shortened(command)}' is not supported") from fault
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        raise ProgramRejected(f"pragma '{_shortened(command)}' is not valid: {fault}") from fault


def _adjoint_gradient(text: str, qubits: QubitTable) -> AdjointGradient:
    opening = "expectation("
    closing = _closing_bracket(text, len(opening) - 1) if text.startswith(opening) else -1
    if closing < 0:
        raise ProgramRejected("adjoint_gradient is requested as: adjoint_gradient expectation(<observable>) <inputs>")
    terms = tuple(_term(term, qubits) for term in _split_sum(text[len(opening) : closing]))
    names = text[closing + 1 :].strip()
    parameters = None if names in ("", "all") else tuple(name.strip() for name in names.split(","))
    return AdjointGradient(terms, parameters)


def _closing_bracket(text: str, start: int) -> int:
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] in "([") - (text[i] in ")]")
        if depth == 0:
            return i
    return -1


def _split_sum(text: str) -> list[str]:
    """The terms of `2 * x(q[0]) - z(q[1])`, with their signs; signs inside brackets belong to matrices."""
    terms, depth, start = [], 0, 0
    for i, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0 and letter in "+-" and text[start:i].strip() and text[i - 1] not in "eE":
            terms.append(text[start:i])
            start = i
    return [*terms, text[start:]]


def _term(text: str, qubits: QubitTable) -> ObservableTerm:
    text = text.strip()
    sign = -1.0 if text.startswith("-") else 1.0
    text = text.lstrip("+-").strip()
    scaled = COEFFICIENT.fullmatch(text)
    coefficient, observable = (float(scaled[1]), scaled[2]) if scaled else (1.0, text)
    result = read_pragma(f"braket result expectation {observable.strip()}", qubits)
    targets = None if result.targets is None else tuple(int(target) for target in result.targets)
    return ObservableTerm(sign * coefficient, list(result.observable), targets)


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."
