"""Everything that reaches into moto, in one place: read from and tested with moto 5.2.5.

* moto finds a service by `moto.backend_index.backend_url_patterns` and then imports `moto.<service>`;
* `LambdaFunction.invoke` would start a Docker container;
* moto's own paths (/moto-api) are a dictionary that takes more of them;
* an unsigned request goes to S3, unless its path is known;
* `Rule.send_to_targets` raises for Lambda functions and state machines;
* `FakeBucket.get_permission` does not know conditions, so it takes "deny what comes without TLS" as "deny";
* `CloudWatchBackend.get_metric_statistics` adds up every metric of a name, whatever its dimensions;
* state machines are described and not run, unless it is told to, and where it is itself;
* Logs Insights' queries ignore their filters;
* CloudWatch Logs drops what is two hours ahead of this machine's clock, as Braket's can be when a test moves it;
* a change set that is executed leaves the stack's template and outputs as they were before;
* CloudFormation finds resource types among the subclasses of CloudFormationModel, and hands every `Custom::` type to
  the Lambda function behind it.
"""

import base64
import copy
import json
import os
import re
import sys
import threading
from typing import Any
from urllib.parse import urlsplit

import moto.backend_index
import moto.cloudformation.parsing as cloudformation_parsing
import moto.logs.models
from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.cloudformation.models import ChangeSet
from moto.cloudwatch.models import CloudWatchBackend
from moto.core.config import default_user_config
from moto.ecr.models import ECRBackend
from moto.events.models import Rule
from moto.logs.models import LogsBackend
from moto.moto_api._internal.urls import url_paths as moto_api_paths
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler
from moto.s3.models import FakeBucket

from local_aws import cloudformation
from local_aws.aws_clients import AwsClients
from local_aws.braket import control, models, responses, urls
from local_aws.braket_images import add_images
from local_aws.events.announcement import announce
from local_aws.events.delivery import Delivery
from local_aws.jobs.log import LOG_GROUP as JOBS_LOG_GROUP
from local_aws.jobs.runner import JobRunner
from local_aws.lambda_runner import LambdaRunner
from local_aws.logs_insights import with_filters
from local_aws.tasks.runner import TaskRunner

PATIENCE_S = 120
"""How long a connection may say nothing, or less than it promised, before its thread is free again."""

_installed = threading.Lock()


def install(clients: AwsClients, functions: LambdaRunner, jobs: JobRunner, tasks: TaskRunner) -> None:
    """Puts Braket, the runners and the missing resources into moto; once a process.

    Raises:
        RuntimeError: at a second call: moto keeps its state in the process, so one process holds one account.
    """
    if not _installed.acquire(blocking=False):
        raise RuntimeError("this process holds a local AWS account already; start another process for another account")
    _add_braket(jobs, tasks)
    _add_unsigned_braket()
    _add_functions(functions)
    _add_targets(clients, functions)
    _add_secure_transport()
    _add_exact_dimensions()
    _add_insights()
    _add_brakets_time()
    _add_executions(clients.endpoint)
    _add_images()
    MotoRequestHandler.timeout = PATIENCE_S
    _add_resources()


def _add_braket(jobs: JobRunner, tasks: TaskRunner) -> None:
    sys.modules["moto.braket"] = models  # what moto looks for in a service's package is in its models
    for name, module in (("models", models), ("responses", responses), ("urls", urls)):
        sys.modules[f"moto.braket.{name}"] = module
    moto.backend_index.backend_url_patterns.append(("braket", re.compile(urls.url_bases[0])))
    models.BraketBackend.launch_job = staticmethod(jobs.launch)
    models.BraketBackend.launch_task = staticmethod(tasks.launch)
    models.BraketBackend.announce = staticmethod(announce)
    for name, handler in control.ROUTES.items():
        moto_api_paths[f"{{0}}{control.BASE}/{name}"] = handler


def _add_unsigned_braket() -> None:
    """Braket, too, has to refuse an unsigned request; a presigned one is S3's."""
    infer = DomainDispatcherApplication.infer_service_region_host

    def infer_host(application: DomainDispatcherApplication, environ: dict[str, Any], path: str) -> str | None:
        signed = "Credential=" in environ.get("HTTP_AUTHORIZATION", "") or "X-Amz-" in environ.get("QUERY_STRING", "")
        if not signed and urls.UNSIGNED.fullmatch(path):
            return "braket.us-east-1.amazonaws.com"
        return infer(application, environ, path)

    DomainDispatcherApplication.infer_service_region_host = infer_host  # type: ignore[method-assign,assignment]


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

    LambdaFunction.invoke = invoke  # type: ignore[method-assign,assignment]


def _add_targets(clients: AwsClients, functions: LambdaRunner) -> None:
    def invoke(arn: str, event: Any) -> None:
        _, _, _, region, account_id, *_ = arn.split(":")
        functions.invoke_async(lambda_backends[account_id][region].get_function(arn), event)

    delivery = Delivery(clients, invoke)
    Rule.send_to_targets = delivery.in_place_of(Rule.send_to_targets)  # type: ignore[method-assign]


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


def _add_images() -> None:
    """Every region's container registry begins with Braket's images in it."""
    begin = ECRBackend.__init__

    def begin_with_images(backend: ECRBackend, region_name: str, account_id: str) -> None:
        begin(backend, region_name, account_id)
        add_images(backend)

    ECRBackend.__init__ = begin_with_images  # type: ignore[method-assign,assignment]


def _add_executions(endpoint: str) -> None:
    """State machines run, and reach the other services at the address where this account is."""
    default_user_config["stepfunctions"]["execute_state_machine"] = True
    os.environ["MOTO_PORT"] = str(urlsplit(endpoint).port)


def _add_insights() -> None:
    moto.logs.models.execute_query = with_filters(moto.logs.models.execute_query)  # type: ignore[assignment,attr-defined]


def _add_brakets_time() -> None:
    put = LogsBackend.put_log_events

    def put_log_events(backend: LogsBackend, log_group_name: str, log_stream_name: str, log_events: Any) -> Any:
        if log_group_name == JOBS_LOG_GROUP and log_group_name in backend.groups:
            return backend.groups[log_group_name].put_log_events(log_stream_name, log_events), {}
        return put(backend, log_group_name, log_stream_name, log_events)

    LogsBackend.put_log_events = put_log_events  # type: ignore[method-assign,assignment]


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
