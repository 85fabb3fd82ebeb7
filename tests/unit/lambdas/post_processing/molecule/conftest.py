"""A molecule of which only a part is active."""

from collections.abc import Callable

import pytest

from contract.problems import parse_problem
from contract.run_result import MoleculeResult


@pytest.fixture
def lithium_hydride(make_molecule: Callable[..., MoleculeResult]) -> MoleculeResult:
    """LiH with two of its four electrons in two of its six orbitals."""
    problem = parse_problem({"problem_type": "chemistry", "molecule": "LiH", "active_space": [2, 2]})
    return make_molecule(problem=problem)
