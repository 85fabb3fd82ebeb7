"""The local account: moto's server in a thread of this process, with everything installed into it."""

import logging
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local_aws.aws_clients import ROOT_CREDENTIALS, AwsClients
from local_aws.processes import Processes
from local_aws.state import STATE


@dataclass(frozen=True)
class LocalAccount:
    """A running account."""

    endpoint: str
    processes: Processes

    @property
    def clients(self) -> AwsClients:
        return AwsClients(self.endpoint)

    @property
    def environment(self) -> dict[str, str]:
        """What to export so that the AWS CLI, boto3, the CDK and the Braket SDK talk to this account."""
        return (
            self.clients.environment()
            | ROOT_CREDENTIALS
            | {
                "BRAKET_ENDPOINT": self.endpoint,
                "BRAKET_PRICE_OFFERS_URL": f"{self.endpoint}/moto-api/static/braket/prices.csv",
            }
        )


class PortTaken(RuntimeError):
    """Another program listens on the port."""


@contextmanager
def local_account(port: int = 0) -> Iterator[LocalAccount]:
    """Starts the account on a loopback port (0: a free one), and ends it with every process it started.

    moto keeps its state in the process, so a process can hold one account, once.

    Raises:
        PortTaken: when another program listens on the port.
    """
    # moto and its backends are slow to import, and only a process that runs an account needs them.
    from moto.server import ThreadedMotoServer

    from local_aws.braket.models import BraketBackend
    from local_aws.braket_role import add_braket_role
    from local_aws.jobs.runner import JobRunner
    from local_aws.lambda_runner import LambdaRunner
    from local_aws.moto_extensions import install
    from local_aws.tasks.runner import TaskRunner

    _check_free(port)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it would print a line for every request
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    with tempfile.TemporaryDirectory(prefix="quantum-pipeline-") as directory, Processes() as processes:
        server.start()
        try:
            _, bound = server.get_host_and_port()
            # The name, not the number: moto finds a template's bucket in S3 URLs by "localhost".
            account = LocalAccount(f"http://localhost:{bound}", processes)
            clients = account.clients
            functions = LambdaRunner(processes, clients, scratch=Path(directory), cache=STATE / "functions")
            setting = (BraketBackend.clock, BraketBackend.conditions)
            jobs = JobRunner(processes, clients, Path(directory, "jobs"), *setting)
            tasks = TaskRunner(processes, clients, Path(directory, "tasks"), *setting)
            install(clients, functions, jobs, tasks)
            add_braket_role(clients)
            yield account
        finally:
            server.stop()


def _check_free(port: int) -> None:
    """moto's server would fail in its own thread, where nobody sees it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            raise PortTaken(f"port {port} is taken: {fault}; choose another with --port") from fault
