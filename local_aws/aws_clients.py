"""boto3 clients of the local account, for its own services and for the roles that run in it."""

import threading
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.config import Config

ACCOUNT_ID = "123456789012"
REGION = "us-east-1"
ROOT_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}  # any pair will do: moto takes it


class AwsClients:
    """Makes clients that talk to the account's endpoint."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._services: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()

    def environment(self, region: str = REGION) -> dict[str, str]:
        """What a process needs in its environment to reach this account, without credentials."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ENDPOINT_URL_S3": self.endpoint,  # the CDK command line reads this one for S3
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
        }

    def service(self, name: str, region: str = REGION) -> Any:
        """A client with the account's own rights; the same one for everybody, for it is slow to make."""
        with self._lock:
            if (name, region) not in self._services:
                self._services[name, region] = self.for_role(self.environment(region) | ROOT_CREDENTIALS, name)
            return self._services[name, region]

    def role_environment(self, role_arn: str, session: str, region: str) -> dict[str, str]:
        """Environment variables of a process that runs under a role: its temporary credentials."""
        role = self.service("sts", region).assume_role(RoleArn=role_arn, RoleSessionName=session)["Credentials"]
        return self.environment(region) | {
            "AWS_ACCESS_KEY_ID": role["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": role["SecretAccessKey"],
            "AWS_SESSION_TOKEN": role["SessionToken"],
        }

    def for_role(self, environment: Mapping[str, str], name: str) -> Any:
        """A client with the credentials in such an environment."""
        return boto3.session.Session().client(  # type: ignore[call-overload]  # the name is not a literal
            name,
            region_name=environment["AWS_REGION"],
            endpoint_url=self.endpoint,
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=environment.get("AWS_SESSION_TOKEN"),
            config=Config(retries={"max_attempts": 3}, read_timeout=900),
        )
