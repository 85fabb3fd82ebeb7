"""The account as a person's Braket SDK finds it: by the variables that were exported, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from braket.aws import AwsDevice, AwsSession

from local_aws.account import LocalAccount
from tests.service.braket_calls import FORTE, GARNET

EMERALD = "arn:aws:braket:eu-north-1::device/qpu/iqm/Emerald"
FORTE_ENTERPRISE = "arn:aws:braket:us-east-1::device/qpu/ionq/Forte-Enterprise-1"
CEPHEUS = "arn:aws:braket:us-west-1::device/qpu/rigetti/Cepheus-1-108Q"
IBEX = "arn:aws:braket:eu-north-1::device/qpu/aqt/Ibex-Q1"
AQUILA = "arn:aws:braket:us-east-1::device/qpu/quera/Aquila"
GATE_QPUS = (GARNET, EMERALD, FORTE, FORTE_ENTERPRISE, CEPHEUS, IBEX)
POLL_S = 0.1
"""Between two looks at a task; the SDK's second is for tasks that take longer."""


@contextmanager
def exported(account: LocalAccount) -> Iterator[None]:
    """The account's variables in this process's environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in account.environment.items():
            patch.setenv(name, value)
        yield


def session(region: str = "us-east-1") -> AwsSession:
    """A session of a region; where the SDK puts results is its own business."""
    return AwsSession(boto_session=boto3.Session(region_name=region))


def device(arn: str) -> AwsDevice:
    """A device, in its own region if it has one."""
    return AwsDevice(arn, aws_session=session(AwsDevice.get_device_region(arn) if "qpu" in arn else "us-east-1"))


def result(arn: str, program: Any, **arguments: Any) -> Any:
    """What a program gives on a device."""
    return device(arn).run(program, poll_interval_seconds=POLL_S, **arguments).result()
