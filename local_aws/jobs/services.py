"""What a job needs of the account that it runs in."""

from dataclasses import dataclass
from typing import Any

from local_aws.braket.clock import Clock
from local_aws.jobs.storage import Storage
from local_aws.processes import Processes


@dataclass(frozen=True)
class Services:
    """For one job; `credentials` are its role's, as environment variables, and `storage` is under this role, too.

    `cores` are those of this machine that the job is to use: jobs that run at once share them.
    """

    processes: Processes
    storage: Storage
    logs: Any
    clock: Clock
    credentials: dict[str, str]
    cores: int
