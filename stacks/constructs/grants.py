"""Who may do what: one function of this module a Lambda function, so that least privilege can be read on one page."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from contract import keys
from stacks.constructs.buckets import PipelineBuckets
from stacks.constructs.pipeline_function import PipelineFunction

PROBLEMS, CODE, RUNS = f"{keys.PROBLEM_PREFIX}*", f"{keys.CODE_PREFIX}/*", f"{keys.RUN_PREFIX}*"


def grant_data_preparation(function: PipelineFunction, buckets: PipelineBuckets) -> None:
    """Writes problems."""
    buckets.input.grant_put(function.role, PROBLEMS)


def grant_job_submission(function: PipelineFunction, buckets: PipelineBuckets, job_role: iam.Role) -> None:
    """Reads problems, code and an earlier run, writes the run's first objects, creates the job under its role alone.

    Reading includes listing, and writing deleting: a resumed run gets copies of checkpoints, a refused one loses them.
    """
    buckets.input.grant_read(function.role, PROBLEMS)
    buckets.code.grant_read(function.role, CODE)
    buckets.output.grant_read_write(function.role, RUNS)
    _allow(function, ["braket:CreateJob", "braket:TagResource"], [_jobs(function), _devices(function)])
    function.role.add_to_policy(
        iam.PolicyStatement(
            actions=["iam:PassRole"],
            resources=[job_role.role_arn],
            conditions={"StringEquals": {"iam:PassedToService": "braket.amazonaws.com"}},
        )
    )


def grant_job_monitoring(
    function: PipelineFunction, buckets: PipelineBuckets, post_processing: PipelineFunction
) -> None:
    """Asks Braket, notes the state, calls post-processing."""
    buckets.output.grant_read_write(function.role, RUNS)
    _allow(function, ["braket:GetJob"], [_jobs(function)])
    _allow(function, ["braket:SearchJobs"], ["*"])  # this action has no resource to narrow it to
    post_processing.function.grant_invoke(function.role)


def grant_post_processing(function: PipelineFunction, buckets: PipelineBuckets) -> None:
    """Reads the run's results and writes its report."""
    buckets.output.grant_read_write(function.role, RUNS)


def _allow(function: PipelineFunction, actions: list[str], resources: list[str]) -> None:
    function.role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))


def _jobs(function: PipelineFunction) -> str:
    return Stack.of(function).format_arn(service="braket", resource="job", resource_name="*")


def _devices(function: PipelineFunction) -> str:
    """Device ARNs have no account, and simulators no region."""
    return Stack.of(function).format_arn(
        service="braket", region="*", account="*", resource="device", resource_name="*"
    )
