"""What every test needs."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_aws.account import LocalAccount, local_account

# Node comes from PyPI into the virtual environment, and the CDK's Python library starts it by its name.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
os.environ["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"] = "true"


SHARED = {"pipeline": "stack", "infrastructure": "stack", "stacks": "stack", "service": "account"}
"""Directories of tests that share what a process has once, the assets' folder or the account, and with whom."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps together, in one of several processes, the tests that cannot do without each other."""
    for item in items:
        for directory in item.path.relative_to(Path(__file__).parent).parts:
            if directory in SHARED:
                item.add_marker(pytest.mark.xdist_group(SHARED[directory]))


@pytest.fixture(scope="session")
def account() -> Iterator[LocalAccount]:
    """The local account, for all tests that need one: a process can hold one, once."""
    with local_account() as running:
        yield running
