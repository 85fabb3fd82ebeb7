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


@pytest.fixture(scope="session")
def account() -> Iterator[LocalAccount]:
    """The local account, for all tests that need one: a process can hold one, once."""
    with local_account() as running:
        yield running
