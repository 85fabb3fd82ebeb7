"""Which arithmetic a gate's angle may hold, bounded, so that evaluating it cannot take forever; and its value."""

import math
import operator
from collections.abc import Callable, Mapping

from braket.default_simulator.openqasm.parser.openqasm_ast import (
    BinaryExpression,
    Expression,
    FloatLiteral,
    FunctionCall,
    Identifier,
    IntegerLiteral,
    UnaryExpression,
)

from local_aws.simulators.errors import ProgramRejected

VALUES = {"pi": math.pi, "π": math.pi, "tau": math.tau, "τ": math.tau, "euler": math.e, "ℇ": math.e}
CONSTANTS = frozenset(VALUES)
MATHEMATICS: dict[str, Callable[..., float]] = {
    "arccos": math.acos,
    "arcsin": math.asin,
    "arctan": math.atan,
    "cos": math.cos,
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "sqrt": math.sqrt,
    "tan": math.tan,
}
FUNCTIONS = frozenset(MATHEMATICS)
OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
}
MAX_DEGREE = 1_000
"""The most factors in a product, powers multiplied out; 9**9**9 has 387 million and a third of a billion digits."""


def check_angle(expression: Expression, inputs: frozenset[str], line: int) -> None:
    """Raises ProgramRejected unless the expression is made of numbers, known names and bounded arithmetic."""
    degree = _degree(expression, inputs, line)
    if degree > MAX_DEGREE:
        raise ProgramRejected(f"[line {line}] has an expression with too large a power")


def evaluate(expression: Expression, inputs: Mapping[str, float]) -> float:
    """The value of an expression that check_angle has let through.

    The quotient of two integers is one, too, as in OpenQASM and in the SDK's interpreter: 1/2 is 0.

    Raises:
        ArithmeticError, TypeError, ValueError: when it has none: 1/0, log(-1), or too large a number.
    """
    match expression:
        case IntegerLiteral(value=value) | FloatLiteral(value=value):
            return value  # type: ignore[no-any-return]  # published without types
        case Identifier(name=name):
            return float(inputs[name]) if name in inputs else VALUES[name]
        case UnaryExpression(expression=inner):
            return -evaluate(inner, inputs)
        case BinaryExpression(op=op, lhs=left, rhs=right):
            first, second = evaluate(left, inputs), evaluate(right, inputs)
            if op.name == "/" and isinstance(first, int) and isinstance(second, int):
                return first // second
            return OPERATIONS[op.name](first, second)
        case FunctionCall(name=function, arguments=arguments):
            return MATHEMATICS[function.name](*(evaluate(argument, inputs) for argument in arguments))
    raise TypeError("not an arithmetic expression")


def _degree(expression: Expression, inputs: frozenset[str], line: int) -> int:
    match expression:
        case IntegerLiteral() | FloatLiteral():
            return 1
        case Identifier(name=name):
            if name not in inputs | CONSTANTS:
                raise ProgramRejected(f"[line {line}] uses {name}, which is neither an input nor a constant")
            return 1
        case UnaryExpression(op=op, expression=inner) if op.name == "-":
            return _degree(inner, inputs, line)
        case BinaryExpression(op=op, lhs=left, rhs=right) if op.name in "+-*/":
            degrees = _degree(left, inputs, line), _degree(right, inputs, line)
            return max(degrees) if op.name in "+-" else sum(degrees)
        case BinaryExpression(op=op, lhs=left, rhs=right) if op.name == "**":
            exponent = abs(_number(right, line))
            return int(min(_degree(left, inputs, line) * max(exponent, 1), MAX_DEGREE + 1))
        case FunctionCall(name=function, arguments=arguments) if function.name in FUNCTIONS:
            return max((_degree(argument, inputs, line) for argument in arguments), default=1)
    raise ProgramRejected(f"[line {line}] has an expression that is not supported by the device")


def _number(exponent: Expression, line: int) -> float:
    match exponent:
        case IntegerLiteral(value=value) | FloatLiteral(value=value):
            return float(min(value, MAX_DEGREE + 1))
        case UnaryExpression(op=op, expression=inner) if op.name == "-":
            return -_number(inner, line)
    raise ProgramRejected(f"[line {line}] has a power whose exponent is not a number")
