"""The services of the local account as their clients see them, without the pipeline."""

import pytest

from local_aws.account import LocalAccount
from tests.service.braket_calls import BUCKET
from tests.service.hybrid_jobs import HybridJobs


@pytest.fixture(scope="session", autouse=True)
def bucket(account: LocalAccount) -> str:
    """The bucket that valid requests name."""
    account.clients.service("s3").create_bucket(Bucket=BUCKET)
    return BUCKET


@pytest.fixture(scope="session")
def jobs(account: LocalAccount) -> HybridJobs:
    """Hybrid jobs with a role and a bucket of their own."""
    return HybridJobs(account)
