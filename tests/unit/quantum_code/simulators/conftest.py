"""What the tests of the exact simulator share."""

import pytest

from tests.unit.quantum_code.simulators.engines import CHOICES


@pytest.fixture(params=CHOICES, ids=lambda choose: str(choose.__name__))
def each_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test runs once on each engine."""
    request.param(monkeypatch)
