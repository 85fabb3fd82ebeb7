"""The problem types, one a file, and the registry that finds the right one.

Conventions that hold for every type: lower cost is better; bit i of a bitstring is variable i is qubit i, and the
leftmost character is bit 0.
"""

import reprlib

from contract.documents import decode
from contract.errors import InvalidProblem
from contract.problems.base import MAX_SIZE, Problem
from contract.problems.binary import BinaryProblem
from contract.problems.chemistry import Chemistry
from contract.problems.circuit import Circuit
from contract.problems.ising import IsingSpins
from contract.problems.max_cut import MaxCut
from contract.problems.optimization import Optimization
from contract.problems.quadratic_form import QuadraticForm

__all__ = [
    "MAX_SIZE",
    "PROBLEM_TYPES",
    "BinaryProblem",
    "Chemistry",
    "Circuit",
    "IsingSpins",
    "MaxCut",
    "Optimization",
    "Problem",
    "QuadraticForm",
    "parse_problem",
    "read_problem",
]

PROBLEM_TYPES: dict[str, type[Problem]] = {
    kind.TYPE: kind for kind in (Optimization, IsingSpins, MaxCut, Chemistry, Circuit)
}


def parse_problem(data: object) -> Problem:
    """The problem that a decoded JSON object describes; `problem_type` says which kind it is.

    Raises:
        InvalidProblem: with every fault and where it is.
    """
    if not isinstance(data, dict):
        raise InvalidProblem(f"problem: expected a JSON object, got {type(data).__name__}")
    kind = data.get("problem_type")
    if not isinstance(kind, str) or kind not in PROBLEM_TYPES:
        raise InvalidProblem(f"problem: problem_type is {reprlib.repr(kind)}; known types: {', '.join(PROBLEM_TYPES)}")
    return PROBLEM_TYPES[kind].parse(data, InvalidProblem, f"{kind} problem")


def read_problem(text: str | bytes) -> Problem:
    """The problem in a JSON text, or in the rudy format of the G-set (a MaxCut graph whose text starts with a digit).

    Raises:
        InvalidProblem: when it is neither.
    """
    if text.lstrip()[:1].isdigit():
        return MaxCut.parse(
            {"problem_type": "max_cut", "rudy": text if isinstance(text, str) else text.decode(errors="replace")},
            InvalidProblem,
            "rudy graph",
        )
    return parse_problem(decode(text, InvalidProblem, "problem"))
