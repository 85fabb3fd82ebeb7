"""`optimization`: minimise c·x + xᵀQx over x in {0,1}ⁿ (a QUBO), dense, sparse, or the seeded instance of a size."""

from collections.abc import Sequence
from typing import Any

from pydantic import field_validator, model_validator

from contract.documents import Index, Number
from contract.problems.base import MAX_SIZE, size_fault
from contract.problems.binary import MIN_SIZE, BinaryProblem, no_duplicates
from contract.problems.quadratic_form import QuadraticForm
from contract.problems.seeded import seeded_instance


class Optimization(BinaryProblem):
    """Minimise c·x + xᵀQx over bits x; both forms describe the same cost.

    Dense: `linear_coefficients` is c (n numbers) and `quadratic_matrix` is Q (n × n, symmetric).
    Sparse: `linear_terms` lists [i, c_i] and `quadratic_terms` lists [i, j, q], each adding q·x_i·x_j once.
    Neither: the instance that `problem_size` and `seed` draw, see `contract.problems.seeded`.
    """

    TYPE = "optimization"

    linear_coefficients: tuple[Number, ...] | None = None
    quadratic_matrix: tuple[tuple[Number, ...], ...] | None = None
    linear_terms: tuple[tuple[Index, Number], ...] | None = None
    quadratic_terms: tuple[tuple[Index, Index, Number], ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, data: Any) -> Any:
        """Fills in the size that a dense form implies, or the instance that a size alone asks for."""
        if not isinstance(data, dict):
            return data
        fields = dict(data)
        forms = ("linear_coefficients", "quadratic_matrix", "linear_terms", "quadratic_terms")
        if not any(fields.get(name) is not None for name in forms):
            return _drawn(fields)
        if "seed" in fields:
            raise ValueError("seed draws an instance, so it goes with problem_size alone, not with coefficients")
        dense = fields.get("linear_coefficients") or fields.get("quadratic_matrix")
        if isinstance(dense, list | tuple):
            fields.setdefault("problem_size", len(dense))
        return fields

    @field_validator("linear_terms", mode="after")
    @classmethod
    def _sorted_linear(cls, terms: tuple[tuple[int, float], ...] | None) -> tuple[tuple[int, float], ...] | None:
        """In one order, so that the order they were given in does not change the problem's id."""
        return terms and tuple(sorted(terms))

    @field_validator("quadratic_terms", mode="after")
    @classmethod
    def _sorted_quadratic(
        cls, terms: tuple[tuple[int, int, float], ...] | None
    ) -> tuple[tuple[int, int, float], ...] | None:
        return terms and tuple(sorted((min(i, j), max(i, j), q) for i, j, q in terms))

    def _check_data(self) -> None:
        dense = self.linear_coefficients is not None or self.quadratic_matrix is not None
        sparse = self.linear_terms is not None or self.quadratic_terms is not None
        if dense and sparse:
            raise ValueError(
                "give linear_coefficients and quadratic_matrix, or linear_terms and quadratic_terms, not both"
            )
        if dense:
            self._check_dense()
        else:
            self._check_sparse()

    def _check_dense(self) -> None:
        n, c, q = self.problem_size, self.linear_coefficients, self.quadratic_matrix
        if c is not None and len(c) != n:
            raise ValueError(f"linear_coefficients has {len(c)} entries for {n} variables")
        if q is None:
            return
        if len(q) != n:
            raise ValueError(f"quadratic_matrix has {len(q)} rows for {n} variables")
        for i, row in enumerate(q):
            if len(row) != n:
                raise ValueError(f"quadratic_matrix: row {i} has {len(row)} entries for {n} variables")
        for i in range(n):
            for j in range(i):
                if q[i][j] != q[j][i]:
                    pair = f"[{i}][{j}] is {q[i][j]}, [{j}][{i}] is {q[j][i]}"
                    raise ValueError(f"quadratic_matrix is not symmetric: {pair}; (Q + Qᵀ)/2 has the same cost")

    def _check_sparse(self) -> None:
        indices = [i for i, _ in self.linear_terms or ()]
        if len(set(indices)) != len(indices):
            raise ValueError("linear_terms names a variable twice; give it once, with the sum of its coefficients")
        pairs = [(i, j) for i, j, _ in self.quadratic_terms or ()]
        no_duplicates(pairs, "quadratic_terms: the pair")
        for index in [*indices, *(i for pair in pairs for i in pair)]:
            if index >= self.problem_size:
                raise ValueError(f"variable {index} is beyond problem_size {self.problem_size}; variables count from 0")

    def quadratic_form(self) -> QuadraticForm:
        linear = list(self.linear_coefficients or (0.0,) * self.problem_size)
        for i, c in self.linear_terms or ():
            linear[i] += c
        couplings: dict[tuple[int, int], float] = {}
        for i, j, q in self._quadratic():
            if i == j:
                linear[i] += q  # x² = x for a bit
            elif q:
                couplings[i, j] = q
        return QuadraticForm(0.0, tuple(linear), couplings)

    def _quadratic(self) -> list[tuple[int, int, float]]:
        """Each pair once; a symmetric matrix holds an off-diagonal pair's weight in two halves."""
        if self.quadratic_matrix is None:
            return list(self.quadratic_terms or ())
        q, n = self.quadratic_matrix, self.problem_size
        return [(i, j, q[i][j] if i == j else q[i][j] + q[j][i]) for i in range(n) for j in range(i, n)]

    @property
    def title(self) -> str:
        return f"Minimum of a quadratic cost over {self.problem_size} binary variables"

    @property
    def objective(self) -> str:
        return self._with_ones("Choose a 0 or a 1 for each variable so that the cost is lowest", "variables set to 1")

    def measure(self, cost: float) -> tuple[str, float]:
        return "cost", cost

    def groups(self, bits: Sequence[int]) -> dict[str, list[str]]:
        return {"Variables set to 1": [f"x{i}" for i, x in enumerate(bits) if x]}

    def describe(self, bits: Sequence[int]) -> dict[str, Any]:
        return {"chosen_variables": [i for i, x in enumerate(bits) if x]}


def _drawn(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with the seeded instance of their size in them."""
    size, seed = fields.get("problem_size"), fields.pop("seed", 42)
    if not isinstance(size, int) or isinstance(size, bool):
        raise ValueError("give the coefficients, or a whole number as problem_size for the seeded instance")
    if not MIN_SIZE <= size <= MAX_SIZE:
        raise ValueError(size_fault(size, MIN_SIZE))
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**32:
        raise ValueError(f"seed is {seed!r}; it must be a whole number from 0 to 4294967295")
    linear, quadratic = seeded_instance(size, seed)
    return fields | {"linear_coefficients": linear, "quadratic_matrix": quadratic}
