"""What every problem type is: a validated document with a name, a size in qubits, and an id."""

import hashlib
import json
from abc import ABC, abstractmethod
from typing import Annotated, ClassVar, Self

from pydantic import Field, Strict, model_validator

from contract.devices import LARGEST
from contract.documents import Document

MAX_SIZE = LARGEST.qubits


class Problem(Document, ABC):
    """One instance of a problem type; subclasses add its data and say what is asked."""

    SCHEMA = "quantum-pipeline/problem"
    TYPE: ClassVar[str]
    MIN_SIZE: ClassVar[int] = 1

    problem_type: str
    problem_size: Annotated[int, Strict()] = Field(description="Number of qubits.")
    created_at: str | None = Field(default=None, description="When it was prepared, ISO 8601 in UTC.")

    @property
    @abstractmethod
    def title(self) -> str:
        """The problem in one line for a reader."""

    @property
    @abstractmethod
    def objective(self) -> str:
        """What is asked, in one sentence."""

    @abstractmethod
    def _check(self) -> None:
        """Raises ValueError when the fields do not fit each other; runs after each of them was validated."""

    @property
    def problem_id(self) -> str:
        """Hash of the content: the same problem has the same id, whoever prepared it and whenever."""
        content = self.model_dump(mode="json", exclude={"created_at"}, exclude_none=True)
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @model_validator(mode="after")
    def _is_a_problem(self) -> Self:
        if self.problem_type != self.TYPE:
            raise ValueError(f"problem_type is {self.problem_type!r}, expected {self.TYPE!r}")
        if not self.MIN_SIZE <= self.problem_size <= MAX_SIZE:
            raise ValueError(size_fault(self.problem_size, self.MIN_SIZE))
        self._check()
        return self


def size_fault(size: int, smallest: int) -> str:
    """Why a number of qubits is refused, and what would be accepted."""
    largest = f"the largest device known here, {LARGEST.name}, has {MAX_SIZE} qubits"
    return f"problem_size is {size}; it must be from {smallest} to {MAX_SIZE} variables, one qubit each: {largest}"
