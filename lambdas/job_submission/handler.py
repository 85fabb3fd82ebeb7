"""job-submission: a prepared problem and a plan in, a Braket hybrid job out."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from contract import keys
from contract.devices import Device
from contract.errors import CodeNotFound, DeviceUnavailable, InvalidPlan, InvalidRequest, ProblemNotFound
from contract.planning import settle
from contract.problems import Problem, read_problem
from lambdas import storage
from lambdas.job_submission.braket_jobs import create_job
from lambdas.job_submission.job_request import Places, job_name, job_request
from lambdas.job_submission.quote import Quote, approve, quote
from lambdas.job_submission.request import SubmissionRequest
from lambdas.job_submission.resume import continued, copied_checkpoints, find_earlier_run
from lambdas.observability import MetricUnit, emit, logger_for
from lambdas.responses import ok
from lambdas.settings import settings

logger = logger_for("job-submission")


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Checks everything that can be checked, then makes the job; a retry finds the job that the first try made."""
    request = SubmissionRequest.from_event(event)
    earlier = find_earlier_run(request.output_bucket or settings().output_bucket, request)
    if earlier:
        request = earlier.complete(request)
    places = _places(request)
    problem = _problem(places.input_bucket, request.data_key)
    plan = settle(continued(request, earlier, problem) if earlier else request.plan, problem)
    request, device = request.model_copy(update={"plan": plan}), plan.settled_device
    offered = quote(plan, device)
    approve(plan, device, offered)
    _check_region(device, places.region)

    token = request.client_token or context.aws_request_id
    name = job_name(problem, token)
    logger.append_keys(job_name=name)
    submitted = storage.find_json(places.output_bucket, keys.metadata(name))
    if submitted is None:
        with copied_checkpoints(places.output_bucket, earlier, name):
            submitted = _submit(request, places, problem, name=name, token=token, offered=offered)
    if submitted["plan"] != plan.to_dict():
        raise InvalidRequest(f"client_token was used for another job already, {name}; use a new one")
    return ok(
        message="Job submitted successfully",
        job_name=name,
        job_arn=submitted["job_arn"],
        device_type=device.metric_type,
        plan=submitted["plan"],
        quote=submitted["quote"],
    )


def _submit(
    request: SubmissionRequest, places: Places, problem: Problem, *, name: str, token: str, offered: Quote
) -> dict[str, Any]:
    """Copies the code, creates the job and writes the run's metadata, which it returns; or leaves nothing behind."""
    plan, data_key = request.plan, request.data_key
    assert data_key is not None, "the problem was found there"
    code_etag = _copy_code(places, name)
    braket_request = job_request(name, data_key=data_key, plan=plan, places=places, token=token)
    try:
        job_arn = create_job(braket_request)
    except (InvalidPlan, DeviceUnavailable):  # after any other fault, a job that needs the script may be there
        storage.delete(places.output_bucket, keys.script(name))
        raise
    device = plan.settled_device
    metadata = {
        "schema": "quantum-pipeline/run-metadata",
        "version": 1,
        "job_name": name,
        "job_arn": job_arn,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "problem_data": {"bucket": places.input_bucket, "key": data_key, "problem_id": problem.problem_id},
        "device_config": {"device": device.arn, "name": device.name, "kind": device.kind.value},
        "hyperparameters": braket_request["hyperParameters"],
        "plan": plan.to_dict(),
        "quote": offered.to_dict(),
        "code": {"etag": code_etag, "image": braket_request["algorithmSpecification"]["containerImage"]["uri"]},
    }
    if storage.write_once(places.output_bucket, keys.metadata(name), metadata):
        _emit(device, offered)
    logger.info("job submitted", job_arn=job_arn, device=device.arn)
    return metadata


def _places(request: SubmissionRequest) -> Places:
    deployed = settings()
    return Places(
        input_bucket=request.input_bucket or deployed.input_bucket,
        code_bucket=request.code_bucket or deployed.code_bucket,
        output_bucket=request.output_bucket or deployed.output_bucket,
        region=deployed.region,
        job_role_arn=deployed.job_role_arn,
    )


def _problem(bucket: str, key: str | None) -> Problem:
    assert key is not None, "a request has a key, or resumes a run that had one"
    missing = ProblemNotFound(f"no problem at {keys.uri(bucket, key)}; data-preparation answers the key as data_key")
    if not key.startswith(keys.PROBLEM_PREFIX):  # the function may read nothing else
        raise missing
    return read_problem(storage.read(bucket, key, missing)[0])


def _check_region(device: Device, region: str) -> None:
    """Braket runs a job only in a region of its device; embedded simulators run in all of them."""
    if device.regions and region not in device.regions:
        raise DeviceUnavailable(
            f"{device.name} is in {', '.join(device.regions)}, this pipeline is in {region}; "
            "deploy a pipeline there, or choose another device"
        )


def _copy_code(places: Places, name: str) -> str:
    missing = CodeNotFound(
        f"no hybrid-job program at {keys.uri(places.code_bucket, keys.CODE_ARCHIVE)}; deploy the stack again"
    )
    source = (places.code_bucket, keys.CODE_ARCHIVE)
    return storage.copy(source, (places.output_bucket, keys.script(name)), missing)


def _emit(device: Device, offered: Quote) -> None:
    emit("JobsSubmitted", 1, MetricUnit.Count, DeviceType=device.metric_type)
    emit("EstimatedCostUSD", float(offered.total_usd), MetricUnit.NoUnit, DeviceType=device.metric_type)
