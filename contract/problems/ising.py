"""`ising`: find the ground state of interacting spins, constant + Σ h_i·z_i + Σ J_ij·z_i·z_j with z = ±1."""

from collections.abc import Sequence
from typing import Any

from pydantic import field_validator, model_validator

from contract.documents import Index, Number
from contract.problems.binary import BinaryProblem, no_duplicates
from contract.problems.quadratic_form import QuadraticForm


class IsingSpins(BinaryProblem):
    """Minimise the energy of n spins; a bit 0 is the spin z = +1, a bit 1 is z = -1.

    `local_fields` holds h (n numbers, all 0 when left out), `couplings` lists [i, j, J] once for each pair, and
    `constant` is added to every energy. A positive J favours opposite spins (antiferromagnetic), a positive h favours
    the spin -1.
    """

    TYPE = "ising"

    local_fields: tuple[Number, ...] | None = None
    couplings: tuple[tuple[Index, Index, Number], ...] = ()
    constant: Number = 0.0

    @model_validator(mode="before")
    @classmethod
    def _sized(cls, data: Any) -> Any:
        """Fills in the size that the fields or couplings imply."""
        if not isinstance(data, dict) or "problem_size" in data:
            return data
        fields, couplings = data.get("local_fields"), data.get("couplings")
        if isinstance(fields, list | tuple):
            return data | {"problem_size": len(fields)}
        if isinstance(couplings, list | tuple):
            ends = [end for term in couplings if isinstance(term, list | tuple) for end in term[:2]]
            if ends and all(isinstance(end, int) for end in ends):
                return data | {"problem_size": max(ends) + 1}
        raise ValueError("give local_fields (a number for each spin), couplings ([i, j, J] for each pair), or both")

    @field_validator("couplings", mode="after")
    @classmethod
    def _sorted(cls, terms: tuple[tuple[int, int, float], ...]) -> tuple[tuple[int, int, float], ...]:
        """In one order, so that the order they were given in does not change the problem's id."""
        return tuple(sorted((min(i, j), max(i, j), coupling) for i, j, coupling in terms))

    def _check_data(self) -> None:
        if self.local_fields is not None and len(self.local_fields) != self.problem_size:
            raise ValueError(f"local_fields has {len(self.local_fields)} entries for {self.problem_size} spins")
        for i, j, _ in self.couplings:
            if i == j:
                raise ValueError(f"couplings: spin {i} is coupled to itself; z² is 1, so add the term to constant")
            if j >= self.problem_size:
                raise ValueError(f"couplings: spin {j} is beyond problem_size {self.problem_size}; spins count from 0")
        no_duplicates([(i, j) for i, j, _ in self.couplings], "couplings: the pair")

    def quadratic_form(self) -> QuadraticForm:
        """The same energy over bits, from z = 1 - 2x."""
        fields = self.local_fields or (0.0,) * self.problem_size
        constant = self.constant + sum(fields) + sum(coupling for *_, coupling in self.couplings)
        linear = [-2 * field for field in fields]
        products: dict[tuple[int, int], float] = {}
        for i, j, coupling in self.couplings:
            linear[i] -= 2 * coupling
            linear[j] -= 2 * coupling
            if coupling:
                products[i, j] = 4 * coupling
        return QuadraticForm(constant, tuple(linear), products)

    @property
    def title(self) -> str:
        return f"Ground state of {self.problem_size} Ising spins"

    @property
    def objective(self) -> str:
        return self._with_ones("Point each spin up (+1) or down (−1) so that the energy is lowest", "spins down")

    def measure(self, cost: float) -> tuple[str, float]:
        return "energy", cost

    def groups(self, bits: Sequence[int]) -> dict[str, list[str]]:
        return {
            label: [f"z{i}" for i, x in enumerate(bits) if x == bit]
            for label, bit in (("Spins up (+1)", 0), ("Spins down (−1)", 1))
        }

    def describe(self, bits: Sequence[int]) -> dict[str, Any]:
        return {"spins": [1 - 2 * x for x in bits]}
