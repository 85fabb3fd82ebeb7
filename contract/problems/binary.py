"""Problems over bits: a quadratic cost, and optionally a fixed number of ones."""

import math
from abc import abstractmethod
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from pydantic import Field, Strict

from contract.problems.base import Problem
from contract.problems.quadratic_form import QuadraticForm

MIN_SIZE = 2
SMALLEST_SCALE, LARGEST_SCALE = 1e-100, 1e100


class BinaryProblem(Problem):
    """Minimise a quadratic cost over n bits; with `hamming_weight`, over those assignments that have so many ones."""

    MIN_SIZE: ClassVar[int] = MIN_SIZE

    hamming_weight: Annotated[int, Strict()] | None = Field(
        default=None, description="Only assignments with exactly this many ones count; all of them without it."
    )

    @abstractmethod
    def quadratic_form(self) -> QuadraticForm:
        """The cost function; lower is better."""

    @abstractmethod
    def describe(self, bits: Sequence[int]) -> dict[str, Any]:
        """What an assignment means in the problem's own words, as JSON values."""

    @abstractmethod
    def measure(self, cost: float) -> tuple[str, float]:
        """A cost as the problem's own measure: what it is, and its value, as in ("cut", 17.0)."""

    @abstractmethod
    def groups(self, bits: Sequence[int]) -> dict[str, list[str]]:
        """What an assignment puts together: the names of the items under a label for each group."""

    @abstractmethod
    def _check_data(self) -> None:
        """Raises ValueError when the problem's own fields do not fit each other."""

    def _with_ones(self, sentence: str, ones: str) -> str:
        """A sentence on what is asked, with the condition that hamming_weight adds; `ones` names what a 1 is."""
        if self.hamming_weight is None:
            return f"{sentence}."
        return f"{sentence}, among those with exactly {self.hamming_weight} {ones}."

    @property
    def num_assignments(self) -> int:
        """How many assignments there are to choose from."""
        n, k = self.problem_size, self.hamming_weight
        return 2**n if k is None else math.comb(n, k)

    def allows(self, bits: Sequence[int]) -> bool:
        """Whether the assignment has the number of ones that is asked for."""
        return self.hamming_weight is None or sum(bits) == self.hamming_weight

    @property
    def mean_cost(self) -> float:
        """The mean cost over all assignments there are: what guessing uniformly at random costs on average."""
        form = self.quadratic_form()
        return form.mean if self.hamming_weight is None else form.mean_of_weight(self.hamming_weight)

    def _check(self) -> None:
        self._check_data()
        n, k = self.problem_size, self.hamming_weight
        if k is not None and not 1 <= k <= n - 1:
            raise ValueError(f"hamming_weight is {k}; with {n} variables it must be from 1 to {n - 1}")
        form = self.quadratic_form()
        if _is_constant(form, k):
            raise ValueError("every assignment has the same cost, so there is nothing to optimise")
        largest = max(map(abs, (*form.linear, *form.couplings.values())))
        if not SMALLEST_SCALE <= largest <= LARGEST_SCALE:
            raise ValueError(
                f"the largest coefficient of the cost is {largest:g}; costs would over- or underflow, "
                f"so scale all of them to between {SMALLEST_SCALE:g} and {LARGEST_SCALE:g}"
            )


def _is_constant(form: QuadraticForm, ones: int | None) -> bool:
    if ones is None:
        return not any(form.linear) and not any(form.couplings.values())
    varying = form.at_weight(ones)
    return all(abs(term) <= form.resolution for term in (*varying.linear, *varying.couplings.values()))


def no_duplicates(pairs: Sequence[tuple[int, int]], what: str) -> None:
    """Raises ValueError when an unordered pair stands twice."""
    seen: set[tuple[int, int]] = set()
    for i, j in pairs:
        pair = (min(i, j), max(i, j))
        if pair in seen:
            raise ValueError(f"{what} {i}–{j} is given twice; give it once, with the sum of its weights")
        seen.add(pair)
