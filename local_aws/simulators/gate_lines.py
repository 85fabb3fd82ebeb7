"""Plain lines of OpenQASM, one gate each, read without the grammar, which takes about a hundred times as long.

Of each run of such lines the grammar sees the first one only, so that it is the grammar that says whether a gate may
stand there; all the others follow a semicolon, and are put into the tree beside the first.
"""

import re
from dataclasses import dataclass
from typing import Any

from braket.default_simulator.openqasm.parser.generated.qasm3Lexer import qasm3Lexer
from braket.default_simulator.openqasm.parser.openqasm_ast import (
    BinaryExpression,
    BinaryOperator,
    Box,
    Expression,
    FloatLiteral,
    Identifier,
    IndexedIdentifier,
    IntegerLiteral,
    QuantumGate,
    Span,
    UnaryExpression,
    UnaryOperator,
)

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_NUMBER = r"(?:\d{1,40}\.\d{0,40}(?:[eE][+-]?\d{1,9})?|\.\d{1,40}(?:[eE][+-]?\d{1,9})?|\d{1,40}(?:[eE][+-]?\d{1,9})?)"
_ATOM = rf"(?:{_NUMBER}|{_NAME})"
_ANGLE = rf"-?[ ]?{_ATOM}(?:[ ]?[*/][ ]?{_ATOM})?"
_OPERAND = rf"(?:{_NAME}(?:\[\d{{1,9}}\])?|\$\d{{1,9}})"
PLAIN_GATE = re.compile(
    rf"[ \t]*({_NAME})[ ]?(?:\([ ]?({_ANGLE}(?:,[ ]?{_ANGLE}){{0,3}})[ ]?\))?[ ]?"
    rf"((?<![A-Za-z0-9_]){_OPERAND}(?:[ ]?,[ ]?{_OPERAND}){{0,9}})[ ]?;[ \t]*(?://[^\r\n]*)?\r?",
    re.ASCII,
)
ANGLE = re.compile(rf"(-?)[ ]?({_ATOM})(?:[ ]?([*/])[ ]?({_ATOM}))?", re.ASCII)
COMMENT = re.compile(r"//[^\r\n]*")
EMPTY = re.compile(r"[ \t]*(?://[^\r\n]*)?\r?")

WORDS = re.compile(_NAME)
KEYWORDS = frozenset(
    {name.strip("'") for name in qasm3Lexer.literalNames if WORDS.fullmatch(name.strip("'"))}
    | {"OPENQASM", "cal", "pragma", "true", "false", "im", "switch", "case", "default", "nop"}
)
"""Words that are not names to the grammar; some more do no harm."""

NESTING = re.compile(
    r"/\*|\b(?:cal|case|def|defcal|defcalgrammar|default|durationof|else|extern|for|gate|if|in|switch|while)\b"
)
"""What may put a line somewhere else than into a list of statements of the program or of a box."""


@dataclass(frozen=True)
class Split:
    """A program in two parts."""

    rest: str
    """For the grammar; where lines were taken out of it, there are empty ones."""

    runs: dict[int, list[QuantumGate]]
    """The gates taken out, by the line of the gate that stands before them."""


def split_gates(source: str) -> Split:
    """Takes the plain lines out of a program, except for the first of each run."""
    quoted = '"' in source or "'" in source  # where // need not be a comment
    if NESTING.search(source if quoted else COMMENT.sub("", source)):
        return Split(source, {})
    lines = source.split("\n")
    runs: dict[int, list[QuantumGate]] = {}
    first = 0
    for number, line in enumerate(lines, 1):
        gate = read_gate(line, number)
        if gate is None:
            first = first if first and EMPTY.fullmatch(line) else 0
        elif not first:
            first = number
        else:
            runs.setdefault(first, []).append(gate)
            lines[number - 1] = " " * len(line) if number == len(lines) else ""  # where the program ends is kept
    return Split("\n".join(lines), runs)


def insert_gates(statements: list[Any], runs: dict[int, list[QuantumGate]]) -> list[Any]:
    """The statements with the gates that were taken out."""
    whole: list[Any] = []
    for statement in statements:
        if isinstance(statement, Box):
            statement.body = insert_gates(statement.body, runs)
        whole.append(statement)
        if not isinstance(statement, Box):
            whole += runs.get(statement.span.end_line, ())
    return whole


def read_gate(line: str, number: int) -> QuantumGate | None:
    """The gate that a line holds, as the grammar's tree has it; None when it holds anything else."""
    match = PLAIN_GATE.fullmatch(line)
    if match is None:
        return None
    name, angles, operands = match.groups()
    if name in KEYWORDS or not KEYWORDS.isdisjoint(WORDS.findall(operands)):
        return None
    if angles and not KEYWORDS.isdisjoint(WORDS.findall(angles)):
        return None
    gate = QuantumGate(
        modifiers=[],
        name=Identifier(name),
        arguments=[_angle(text.strip(" ")) for text in angles.split(",")] if angles else [],
        qubits=[_operand(text.strip(" ")) for text in operands.split(",")],
    )
    gate.annotations = []
    gate.span = Span(number, 0, number, len(line))
    return gate


def _angle(text: str) -> Expression:
    match = ANGLE.fullmatch(text)
    assert match
    sign, first, operator, second = match.groups()
    left = _atom(first)
    if sign:
        left = UnaryExpression(UnaryOperator["-"], left)
    return BinaryExpression(BinaryOperator[operator], left, _atom(second)) if operator else left


def _atom(text: str) -> Expression:
    if text.isdigit():
        return IntegerLiteral(int(text))
    return FloatLiteral(float(text)) if text[0] in ".0123456789" else Identifier(text)


def _operand(text: str) -> Identifier | IndexedIdentifier:
    if not text.endswith("]"):
        return Identifier(text)
    name, _, index = text[:-1].partition("[")
    return IndexedIdentifier(Identifier(name), [[IntegerLiteral(int(index))]])
