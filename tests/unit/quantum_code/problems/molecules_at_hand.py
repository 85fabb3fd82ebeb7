"""Molecules, computed once for all tests that look at them."""

import functools
from typing import Any

from contract.problems import Chemistry, parse_problem
from quantum_code.problems.molecule import Molecule


def chemistry(name: str, **fields: Any) -> Chemistry:
    """A molecule at hand as a problem."""
    problem = parse_problem({"problem_type": "chemistry", "molecule": name, **fields})
    assert isinstance(problem, Chemistry)
    return problem


@functools.cache
def molecule(name: str, bond_length: float | None = None, basis_set: str = "sto-3g") -> Molecule:
    """A molecule at hand with all its electrons active."""
    return Molecule.of(chemistry(name, bond_length=bond_length, basis_set=basis_set))
