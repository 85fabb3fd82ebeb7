"""The commands of `qpipe`."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from botocore.exceptions import BotoCoreError, ClientError

from cli.deployed_pipeline import DeployedPipeline, FunctionFailed, StackNotFound
from cli.progress import Progress
from cli.run import RunEndedBadly, run_problem
from contract.errors import InvalidRequest, PipelineError
from contract.run_request import read_request
from local_aws.account import PortTaken, local_account
from local_aws.deployment import STACK, DeploymentFailed, deploy
from local_aws.shell import shell_environment

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
local = typer.Typer(no_args_is_help=True, help="The AWS account on this machine.")
app.add_typer(local, name="local")

EXPECTED = (
    PipelineError,
    FunctionFailed,
    RunEndedBadly,
    DeploymentFailed,
    StackNotFound,
    PortTaken,
    ClientError,
    BotoCoreError,
)
"""Errors that a message explains; any other is a bug and shows its traceback."""


@app.command()
def run(
    problem: Annotated[
        Path, typer.Argument(help='A request, a problem, {"resume_from": "<job_name>"}; or a rudy graph.')
    ],
    on_this_machine: Annotated[bool, typer.Option("--local", help="In an AWS account on this machine.")] = False,
    results: Annotated[Path, typer.Option(help="Folder for the report, below it one a run.")] = Path("runs"),
    stack: Annotated[str, typer.Option(help="Name of the deployed stack.")] = STACK,
) -> None:
    """Solve a problem: prepare it, submit the job, watch it, fetch its report."""
    progress = Progress()
    with _explained(progress):
        instance, plan = read_request(_text(problem))
        if not on_this_machine:
            run_problem(DeployedPipeline.of_stack(stack), instance, plan, results, progress)
            return
        progress.title("Local AWS account")
        with local_account() as account:
            progress.done("started", account.endpoint)
            outputs = deploy(account.environment, account.processes, progress.step)
            run_problem(DeployedPipeline(outputs, account.clients.service), instance, plan, results, progress)


@local.command()
def up(
    port: Annotated[int, typer.Option(help="Port on the loopback interface; 0 takes a free one.")] = 4580,
    outputs: Annotated[Path | None, typer.Option(help="Also write the stack's outputs to this file, as JSON.")] = None,
) -> None:
    """Start an AWS account on this machine, deploy the stack into it, and serve until stopped."""
    progress = Progress()
    with _explained(progress):
        progress.title("Local AWS account")
        with local_account(port) as account:
            progress.done("started", account.endpoint)
            deployed = deploy(account.environment, account.processes, progress.step)
            progress.finish()
            print(shell_environment(account.environment, deployed, outputs), flush=True)
            progress.title("Serving; stop with Ctrl-C")
            with suppress(KeyboardInterrupt):
                signal.pause()


@contextmanager
def _explained(progress: Progress) -> Iterator[None]:
    """Ends the command with a message for what can be mended, and quietly when it is stopped."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    except EXPECTED as fault:
        progress.failed(f"{type(fault).__name__}: {fault}")
        raise typer.Exit(1) from fault
    except KeyboardInterrupt:
        progress.failed("stopped")
        raise typer.Exit(130) from None
    finally:
        progress.close()


def _interrupt(signum: int, frame: Any) -> None:
    raise KeyboardInterrupt


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # some editors begin a file with a byte-order mark
    except (OSError, UnicodeDecodeError) as fault:
        raise InvalidRequest(f"cannot read {path}: {fault}") from fault


if __name__ == "__main__":
    sys.exit(app())
