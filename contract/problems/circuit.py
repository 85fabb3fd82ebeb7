"""`circuit`: an OpenQASM 3 program, to be run and measured as it is."""

import re
from typing import Annotated, Any

from pydantic import Field, Strict, model_validator

from contract.documents import Number
from contract.problems.base import Problem

MAX_CHARACTERS = 50_000
"""Length of a program that a Braket task takes without further ado; it also fits in every document that holds it."""

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
NAME = r"[A-Za-z_]\w*"
REGISTER = re.compile(
    rf"\bqubit(?:\s*\[(?P<new>[^\]]*)\])?\s+{NAME}\s*;|\bqreg\s+{NAME}(?:\s*\[(?P<old>[^\]]*)\])?\s*;"
)
PHYSICAL_QUBIT = re.compile(r"\$(\d+)")
INPUT = re.compile(rf"\binput\s+\w+(?:\s*\[[^\]]*\])?\s+({NAME})\s*;")
VERSION = re.compile(r"\bOPENQASM\s+(\d+)")
INCLUDE = re.compile(r"\binclude\b")
RESULT = re.compile(r"#?pragma\s+braket\s+result\b")
NOISE = re.compile(r"#?pragma\s+braket\s+noise\b")
RESET = re.compile(r"\breset\b")
MEASURED_INTO = re.compile(rf"\b({NAME})\s*(?:\[[^\]]*\])?\s*=\s*measure\b|\bmeasure\b[^;]*->\s*({NAME})")


class Circuit(Problem):
    """Measure the qubits of an OpenQASM 3 program, in the computational basis unless the program rotates first.

    What can be told without a parser is checked here: a typing error is found before a job starts. Qubits are declared
    in registers of a size in digits, or named as a device's own ($0). Measurements may be left out: then every qubit is
    measured that the program uses.
    """

    TYPE = "circuit"

    program: Annotated[str, Strict()] = Field(min_length=1, max_length=MAX_CHARACTERS, description="OpenQASM 3.")
    inputs: dict[str, Number] = Field(default_factory=dict, description="Values of the program's `input` variables.")

    @model_validator(mode="before")
    @classmethod
    def _sized(cls, data: Any) -> Any:
        """Fills in the number of qubits that the program declares."""
        if not isinstance(data, dict) or "problem_size" in data or not isinstance(data.get("program"), str):
            return data
        return data | {"problem_size": declared_qubits(data["program"])}

    @property
    def has_noise(self) -> bool:
        """Whether the program has noise of its own, which only a density matrix can simulate."""
        return NOISE.search(_code(self.program)) is not None

    def _check(self) -> None:
        code = _code(self.program)
        declared = declared_qubits(self.program)
        if declared != self.problem_size:
            raise ValueError(f"problem_size is {self.problem_size}, but the program declares {declared} qubits")
        version = VERSION.search(code)
        if version and version[1] != "3":
            raise ValueError(f"program: is OpenQASM {version[1]}; Braket's devices take OpenQASM 3")
        if INCLUDE.search(code):
            raise ValueError("program: includes a file, which a device does not have; Braket's gates need no include")
        if RESULT.search(code):
            raise ValueError("program: asks for a result type; the counts are the result, so leave the pragma out")
        if RESET.search(code):
            raise ValueError("program: resets a qubit, which Braket's devices do not take; use a fresh qubit instead")
        registers = sorted({new or old for new, old in MEASURED_INTO.findall(code)})
        if len(registers) > 1:
            raise ValueError(
                f"program: measures into {' and '.join(registers)}; Braket reports one bit register, so declare "
                "a single one and measure into that"
            )
        self._check_inputs(set(INPUT.findall(code)))

    def _check_inputs(self, declared: set[str]) -> None:
        if missing := sorted(declared - self.inputs.keys()):
            raise ValueError(f"inputs: the program declares {', '.join(missing)}; give each a value")
        if unknown := sorted(self.inputs.keys() - declared):
            raise ValueError(f"inputs: the program does not declare {', '.join(unknown)} as input; leave it out")

    @property
    def title(self) -> str:
        return f"A circuit on {self.problem_size} qubit{'s' * (self.problem_size > 1)}"

    @property
    def objective(self) -> str:
        return "Run the program and count how often each bitstring is measured."


def declared_qubits(program: str) -> int:
    """How many qubits a program has: those of its registers, and the device's own that it names.

    Raises:
        ValueError: it has none, or a register whose size is not written in digits.
    """
    code = _code(program)
    sizes = [found["new"] or found["old"] or "1" for found in REGISTER.finditer(code)]
    if named := [size.strip() for size in sizes if not size.strip().isascii() or not size.strip().isdigit()]:
        raise ValueError(f"program: a register has {named[0]} qubits; write its size in digits")
    qubits = sum(map(int, sizes)) + len(set(PHYSICAL_QUBIT.findall(code)))
    if not qubits:
        raise ValueError("program: declares no qubits; begin with a register such as `qubit[2] q;`")
    return qubits


def _code(program: str) -> str:
    """The program without its comments."""
    return COMMENT.sub(" ", program)
