"""A molecule's result is held against the variational principle."""

from collections.abc import Callable
from typing import Any

import pytest

from contract.errors import ResultsUnreadable
from contract.run_plan import RunPlan
from contract.run_result import MoleculeResult
from lambdas.post_processing.molecule.verification import verify_molecule

Make = Callable[..., MoleculeResult]

FREE = RunPlan(algorithm="vqe", ansatz="hardware_efficient", optimizer="l-bfgs-b", evaluation="exact")
MEASURED = RunPlan(algorithm="vqe", ansatz="uccsd", optimizer="spsa", evaluation="shots")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"final_cost": -1.12 - 1e-9},
        {"reference": None, "final_cost": -5.0},
        {"plan": FREE, "final_cost": -1.3, "particle_number": 2.8},
        {"plan": MEASURED, "final_cost": -1.13, "final_cost_stderr": 0.01, "particle_number": None},
    ],
    ids=["sound", "rounding", "nothing exact", "another ion", "shot noise"],
)
def test_what_can_be_passes(make_molecule: Make, changes: dict[str, Any]) -> None:
    verify_molecule(make_molecule(**changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"final_cost": -1.1201}, "exactly computed energy -1.1201 lies below the exact -1.12"),
        ({"hartree_fock_energy": -1.2}, "Hartree-Fock energy -1.2 lies below the exact -1.12"),
        ({"particle_number": 1.9}, "uccsd ansatz keeps the 2 active electrons, but the state has 1.9"),
        ({"final_cost_stderr": 0.1}, "evaluates exactly, but final_cost has a standard error"),
        (
            {"plan": MEASURED, "final_cost_interval": {"low": -1.1, "high": -1.0}},
            "the energy -1.119 lies outside its own interval",
        ),
    ],
)
def test_each_contradiction_is_named(make_molecule: Make, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ResultsUnreadable, match=message):
        verify_molecule(make_molecule(**changes))
