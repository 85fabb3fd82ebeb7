"""Everything that reaches into moto, in one place: read from and tested with moto 5.2.5.

* moto finds a service by `moto.backend_index.backend_url_patterns` and then imports `moto.<service>`;
* `LambdaFunction.invoke` would start a Docker container;
* `Rule.send_to_targets` raises for Lambda targets;
* `FakeBucket.get_permission` does not know conditions, so it takes "deny what comes without TLS" as "deny";
* `CloudWatchBackend.get_metric_statistics` adds up every metric of a name, whatever its dimensions;
* a change set that is executed leaves the stack's template and outputs as they were before;
* CloudFormation finds resource types among the subclasses of CloudFormationModel, and hands every `Custom::` type to
  the Lambda function behind it.
"""

import base64
import copy
import json
import re
import sys
import threading
from typing import Any

import moto.backend_index
import moto.cloudformation.parsing as cloudformation_parsing
from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.cloudformation.models import ChangeSet
from moto.cloudwatch.models import CloudWatchBackend
from moto.events.models import Rule
from moto.s3.models import FakeBucket

from local_aws import braket, cloudformation
from local_aws.braket import models, responses, urls
from local_aws.events import announce_job, deliver_to_lambda
from local_aws.job_runner import JobRunner
from local_aws.lambda_runner import LambdaRunner

_installed = threading.Lock()


def install(functions: LambdaRunner, jobs: JobRunner) -> None:
    """Puts Braket, the runners and the missing resources into moto; once a process.

    Raises:
        RuntimeError: at a second call: moto keeps its state in the process, so one process holds one account.
    """
    if not _installed.acquire(blocking=False):
        raise RuntimeError("this process holds a local AWS account already; start another process for another account")
    _add_braket(jobs)
    _add_functions(functions)
    _add_secure_transport()
    _add_exact_dimensions()
    _add_resources()


def _add_braket(jobs: JobRunner) -> None:
    sys.modules["moto.braket"] = braket
    for name, module in (("models", models), ("responses", responses), ("urls", urls)):
        sys.modules[f"moto.braket.{name}"] = module
    moto.backend_index.backend_url_patterns.append(("braket", re.compile(urls.url_bases[0])))
    models.BraketBackend.launch_job = staticmethod(jobs.launch)
    models.BraketBackend.announce_job = staticmethod(announce_job)


def _add_functions(functions: LambdaRunner) -> None:
    def invoke(function: LambdaFunction, body: str, request_headers: Any, response_headers: Any) -> str:
        event = json.loads(body) if body else {}
        if request_headers.get("x-amz-invocation-type", "RequestResponse") == "Event":
            functions.invoke_async(function, event)
            return ""
        answer = functions.invoke(function, event)
        if answer.error:
            response_headers["x-amz-function-error"] = answer.error
        response_headers["x-amz-log-result"] = base64.b64encode(answer.log[-4096:].encode()).decode()
        return answer.payload

    def invoke_target(arn: str, event: Any) -> None:
        _, _, _, region, account_id, *_ = arn.split(":")
        functions.invoke_async(lambda_backends[account_id][region].get_function(arn), event)

    LambdaFunction.invoke = invoke  # type: ignore[method-assign,assignment]
    Rule.send_to_targets = deliver_to_lambda(Rule.send_to_targets, invoke_target)  # type: ignore[method-assign]


def _add_secure_transport() -> None:
    """Loopback counts as TLS: a statement that concerns other transport only does not apply."""
    without_tls = {"Bool": {"aws:SecureTransport": "false"}}
    judge = FakeBucket.get_permission

    def get_permission(bucket: FakeBucket, action: str, resource: str) -> Any:
        if bucket.policy is None:
            return judge(bucket, action, resource)
        policy = json.loads(bucket.policy)
        policy["Statement"] = [item for item in policy["Statement"] if item.get("Condition") != without_tls]
        judged = copy.copy(bucket)
        judged.policy = json.dumps(policy).encode() if policy["Statement"] else None
        return judge(judged, action, resource)

    FakeBucket.get_permission = get_permission  # type: ignore[method-assign,assignment]


def _add_exact_dimensions() -> None:
    """The same name with other dimensions is another metric, as in AWS; without any it is one of its own, too."""
    read = CloudWatchBackend.get_metric_statistics

    def get_metric_statistics(backend: CloudWatchBackend, *args: Any, **kwargs: Any) -> Any:
        wanted = {(dimension["Name"], dimension["Value"]) for dimension in kwargs["dimensions"]}
        narrowed = copy.copy(backend)
        narrowed.metric_data = [
            datum for datum in backend.metric_data if {(item.name, item.value) for item in datum.dimensions} == wanted
        ]
        return read(narrowed, *args, **kwargs)

    CloudWatchBackend.get_metric_statistics = get_metric_statistics  # type: ignore[method-assign,assignment]


def _add_resources() -> None:
    create = LambdaFunction.create_from_cloudformation_json
    LambdaFunction.create_from_cloudformation_json = staticmethod(  # type: ignore[method-assign]
        cloudformation.with_left_out_properties(create)
    )
    find = cloudformation_parsing.resource_class_from_type

    def find_with_deployment(resource_type: str) -> Any:
        if resource_type == cloudformation.BUCKET_DEPLOYMENT:
            return cloudformation.BucketDeployment
        return find(resource_type)

    cloudformation_parsing.resource_class_from_type = find_with_deployment
    apply = ChangeSet.apply

    def apply_with_outputs(change_set: ChangeSet) -> None:
        apply(change_set)
        stack = change_set.stack
        stack.template, stack.template_dict = change_set.template, change_set.template_dict
        stack.output_map = stack._create_output_map()

    ChangeSet.apply = apply_with_outputs  # type: ignore[method-assign,assignment]
