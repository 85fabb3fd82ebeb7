"""The CreateJob request against the service's own model: members, types, patterns, lengths and enums."""

import re
from decimal import Decimal
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from contract.devices import DEVICES, EXACT_QAOA, SV1
from contract.problems import PROBLEM_TYPES, Problem, parse_problem
from contract.run_plan import RunPlan
from lambdas.job_submission.job_request import Places, job_name, job_request
from local_aws.braket.validation import validate

PLACES = Places(
    input_bucket="in-bucket",
    code_bucket="code-bucket",
    output_bucket="out-bucket",
    region="eu-north-1",
    job_role_arn="arn:aws:iam::123456789012:role/Stack-JobProgramRole0123-AbC",
)
CREATE_JOB: Any = botocore.session.get_session().get_service_model("braket").operation_model("CreateJob").input_shape
SMALLEST: dict[str, dict[str, Any]] = {
    "optimization": {"problem_size": 2},
    "max_cut": {"edges": [[0, 1]]},
    "ising": {"local_fields": [1.0, -1.0]},
    "chemistry": {"molecule": "H2"},
    "circuit": {"program": "OPENQASM 3.0; qubit q; h q;"},
}
TOKEN = "token-1"
TOKENS = ["a", "0", "-" * 64, "A1-" * 21, "11111111-2222-3333-4444-555555555555", "z" * 64]


def _problem(kind: str) -> Problem:
    return parse_problem({"problem_type": kind, **SMALLEST[kind]})


def _request(plan: RunPlan, kind: str = "max_cut", *, token: str = TOKEN) -> dict[str, Any]:
    name = job_name(_problem(kind), token)
    return job_request(name, data_key="problems/0a.json", plan=plan, places=PLACES, token=token)


SETTLED = RunPlan(device=EXACT_QAOA.arn)
FULL = RunPlan(
    device=SV1.arn,
    algorithm="qaoa",
    layers=64,
    shots=100_000,
    repetitions=1000,
    mixer="ring_xy",
    objective="cvar",
    cvar_alpha=0.1 + 0.2,
    start="fixed_angles",
    ansatz="hardware_efficient",
    initial_parameters=tuple(i / 7 for i in range(120)),
    optimizer="nelder-mead",
    evaluation="shots",
    gradient="parameter-shift",
    max_circuits=10**9,
    resume_from="max-cut-0123abcd-0123456789ab",
    max_iterations=10_000,
    seed=2**32 - 1,
    instance_type="ml.m5.4xlarge",
    image="292282985366.dkr.ecr.eu-north-1.amazonaws.com/own@sha256:0a1b",
    max_runtime_s=432_000,
    allow_qpu=True,
    max_cost_usd=Decimal("12345678901234567.89"),
)
PLANS = [FULL, *(RunPlan(device=device.arn) for device in DEVICES)]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.device)
def test_the_service_model_takes_it(plan: RunPlan) -> None:
    request = _request(plan)
    report = ParamValidator().validate(request, CREATE_JOB)
    assert not report.has_errors(), report.generate_report()
    validate("CreateJob", request)  # raises when a pattern, a length, a range or an enum is not met


@pytest.mark.parametrize("kind", PROBLEM_TYPES)
@pytest.mark.parametrize("token", TOKENS)
def test_names_are_what_braket_takes(kind: str, token: str) -> None:
    name = job_name(_problem(kind), token)
    rule = CREATE_JOB.members["jobName"].metadata
    assert re.fullmatch(rule["pattern"], name)
    assert rule["min"] <= len(name) <= rule["max"]
    assert name.startswith(kind.replace("_", "-"))
    validate("CreateJob", _request(SETTLED, kind, token=token))


def test_every_field_of_a_plan_is_tried() -> None:
    assert FULL.model_fields_set == set(RunPlan.model_fields)


def test_every_problem_type_is_tried() -> None:
    assert set(SMALLEST) == set(PROBLEM_TYPES)


def test_the_same_token_gives_the_same_name_and_another_another() -> None:
    names = [job_name(_problem(kind), token) for kind in PROBLEM_TYPES for token in TOKENS]
    assert len(set(names)) == len(names)
    assert names == [job_name(_problem(kind), token) for kind in PROBLEM_TYPES for token in TOKENS]


def test_a_request_by_hand() -> None:
    plan = RunPlan(device=EXACT_QAOA.arn, layers=2)
    request = _request(plan)
    name = request["jobName"]
    assert request["clientToken"] == TOKEN
    assert request["roleArn"] == PLACES.job_role_arn
    script = request["algorithmSpecification"]["scriptModeConfig"]
    assert script == {
        "entryPoint": "quantum_code.main:main",
        "s3Uri": f"s3://out-bucket/jobs/{name}/script/source.tar.gz",
        "compressionType": "GZIP",
    }
    assert request["deviceConfig"] == {"device": "local:quantum_code/exact_qaoa"}
    assert request["hyperParameters"] == plan.to_hyperparameters()
    (channel,) = request["inputDataConfig"]
    assert channel["channelName"] == "problem"
    assert channel["dataSource"] == {"s3DataSource": {"s3Uri": "s3://in-bucket/problems/0a.json"}}
    assert request["outputDataConfig"] == {"s3Path": f"s3://out-bucket/jobs/{name}"}
    assert request["checkpointConfig"]["s3Uri"] == f"s3://out-bucket/jobs/{name}/checkpoints"
    assert not request["checkpointConfig"]["localPath"].startswith(("/opt/ml", "/opt/braket", "/tmp"))
    assert request["stoppingCondition"] == {"maxRuntimeInSeconds": 3600}
    assert request["instanceConfig"]["instanceType"] == "ml.m5.large"


def test_the_container_is_pinned_and_in_the_jobs_region() -> None:
    uri = _request(SETTLED)["algorithmSpecification"]["containerImage"]["uri"]
    assert ".dkr.ecr.eu-north-1." in uri
    assert not uri.endswith(":latest")
    assert _request(FULL)["algorithmSpecification"]["containerImage"]["uri"] == FULL.image


@pytest.mark.parametrize(("kind", "tag"), [("max_cut", "max-cut"), ("optimization", "optimization")])
def test_tags(kind: str, tag: str) -> None:
    assert _request(SETTLED, kind=kind)["tags"] == {"Project": "quantum-pipeline", "ProblemType": tag}


def test_the_entry_point_exists_and_takes_no_arguments() -> None:
    """The container imports `module:function`, and passes hyperparameters to what has parameters."""
    import importlib
    import inspect

    module, _, function = _request(SETTLED)["algorithmSpecification"]["scriptModeConfig"]["entryPoint"].partition(":")
    assert not inspect.signature(getattr(importlib.import_module(module), function)).parameters
