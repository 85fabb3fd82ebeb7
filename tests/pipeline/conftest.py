"""The deployed stack, one for all these tests."""

import json
from typing import Any

import pytest

from local_aws.account import LocalAccount
from local_aws.deployment import deploy
from tests.pipeline.deployed import Deployed, Run, example


@pytest.fixture(scope="session")
def deployed(account: LocalAccount) -> Deployed:
    """The stack, deployed by the real CDK command line."""
    return Deployed(account, deploy(account.environment, account.processes, print))


@pytest.fixture(scope="session")
def six_node_run(deployed: Deployed) -> Run:
    """The finished run of the six-node graph, whose largest cut is 6."""
    problem, plan = example("six_node_graph")
    return deployed.solve(problem, **plan)


@pytest.fixture(scope="session")
def recipe(deployed: Deployed) -> dict[str, dict[str, Any]]:
    """The whole answers of the four functions to the recipe's payloads, of a run that is finished."""
    buckets = {"input_bucket": deployed.input_bucket, "output_bucket": deployed.output_bucket}
    prepared = deployed.call("DataPreparation", {**buckets, "problem_type": "optimization", "problem_size": 4})
    data_key = json.loads(prepared["body"])["data_key"]
    code = {"code_bucket": deployed.code_bucket, "data_key": data_key}
    submitted = deployed.call("JobSubmission", {**buckets, **code, "layers": 3})
    job = {name: json.loads(submitted["body"])[name] for name in ("job_arn", "job_name")}
    deployed.wait_for_end(job["job_arn"])
    deployed.settle()
    output = {"output_bucket": deployed.output_bucket}
    monitored = deployed.call("JobMonitoring", {**job, **output})
    processed = deployed.call("PostProcessing", {"job_name": job["job_name"], **output})
    return {"prepared": prepared, "submitted": submitted, "monitored": monitored, "processed": processed}


@pytest.fixture(scope="session")
def recipe_run(recipe: dict[str, dict[str, Any]]) -> Run:
    """The finished run of the recipe: the seeded four-variable instance."""
    prepared, submitted = (json.loads(recipe[name]["body"]) for name in ("prepared", "submitted"))
    return Run(submitted["job_name"], submitted["job_arn"], prepared, submitted)


@pytest.fixture(scope="session")
def failed_run(deployed: Deployed) -> Run:
    """The finished run of a program that raises."""
    run = deployed.run_job({"program.py": "def main():\n    open('fake_file')\n"})
    assert deployed.job(run.arn)["status"] == "FAILED"
    return run
