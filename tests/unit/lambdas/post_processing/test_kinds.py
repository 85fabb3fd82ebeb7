"""Every kind of result has its own package."""

from collections.abc import Callable
from typing import Any

import pytest

from contract.run_plan import RunPlan
from contract.run_result import RunResult
from lambdas.post_processing.kinds import analyse


@pytest.mark.parametrize(
    ("maker", "kind"), [("make_result", "binary"), ("make_molecule", "molecule"), ("make_circuit", "circuit")]
)
def test_each_kind_is_analysed_by_its_own(request: pytest.FixtureRequest, maker: str, kind: str) -> None:
    analysis = analyse(request.getfixturevalue(maker)())
    assert analysis.kind == kind
    assert analysis.draw().startswith(b"\x89PNG")


def test_another_kind_is_refused(make_circuit: Callable[..., Any]) -> None:
    bare = RunResult(job_name="run-4", problem=make_circuit().problem, plan=RunPlan(), duration_s=0)
    with pytest.raises(TypeError, match="no analysis for a RunResult"):
        analyse(bare)
