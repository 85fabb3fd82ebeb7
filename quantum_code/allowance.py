"""How many circuits a run may still execute, and what it has spent."""

from contract.run_result import Spent
from quantum_code.states import LimitReachedError


class Allowance:
    """Counts what a run spends, and stops it before it spends more circuits than it may.

    `reserve` keeps circuits back for the final measurement, which every run needs to have an answer.
    """

    def __init__(self, max_circuits: int | None = None) -> None:
        self._max, self._reserved = max_circuits, 0
        self.spent = Spent()

    def reserve(self, circuits: int) -> None:
        """Keeps so many circuits back from now on; 0 releases them."""
        self._reserved = circuits

    def check(self, circuits: int) -> None:
        """Raises LimitReachedError when so many more circuits are too many."""
        if self._max is not None and self.spent.circuits + circuits + self._reserved > self._max:
            raise LimitReachedError(f"stopped at the limit of {self._max} circuits (max_circuits)")

    def add(self, spent: Spent) -> None:
        """Counts what a call has spent, or had spent before the run was resumed."""
        so_far = self.spent
        self.spent = Spent(
            tasks=so_far.tasks + spent.tasks,
            circuits=so_far.circuits + spent.circuits,
            shots=so_far.shots + spent.shots,
        )
