"""The role that Braket's console makes for hybrid jobs, and that the SDK takes when it is given none."""

import json
from typing import Any

from local_aws.aws_clients import AwsClients

NAME, PATH = "AmazonBraketJobsExecutionRole", "/service-role/"
TRUST = {"Effect": "Allow", "Principal": {"Service": "braket.amazonaws.com"}, "Action": "sts:AssumeRole"}
READ_AND_WRITE = ["s3:GetObject", "s3:PutObject", "s3:ListBucket"]
TASKS_AND_JOBS = [
    *(f"braket:{verb}{noun}" for verb in ("Create", "Get", "Cancel") for noun in ("Job", "QuantumTask")),
    *("braket:SearchJobs", "braket:SearchQuantumTasks", "braket:GetDevice", "braket:SearchDevices"),
    *("braket:ListTagsForResource", "braket:TagResource", "braket:UntagResource"),
]
WRITE_LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:GetLogEvents"]
READ_LOGS = ["logs:DescribeLogStreams", "logs:StartQuery", "logs:StopQuery", "logs:GetQueryResults"]
STATEMENTS: list[dict[str, Any]] = [
    {"Effect": "Allow", "Action": READ_AND_WRITE, "Resource": "arn:aws:s3:::amazon-braket-*"},
    {"Effect": "Allow", "Action": TASKS_AND_JOBS, "Resource": "*"},
    {"Effect": "Allow", "Action": [*WRITE_LOGS, *READ_LOGS], "Resource": "arn:aws:logs:*:*:log-group:/aws/braket*"},
]
"""As AmazonBraketJobsExecutionPolicy has them, without what only a container and a service-linked role need."""


def add_braket_role(clients: AwsClients) -> None:
    """Makes the role in a new account."""
    iam = clients.service("iam")
    trust = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
    iam.create_role(RoleName=NAME, Path=PATH, AssumeRolePolicyDocument=trust)
    policy = json.dumps({"Version": "2012-10-17", "Statement": STATEMENTS})
    iam.put_role_policy(RoleName=NAME, PolicyName="AmazonBraketJobsExecutionPolicy", PolicyDocument=policy)
