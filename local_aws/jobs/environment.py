"""What a job's program finds in its environment variables and configuration files.

AMZN_BRAKET_*: Braket's, https://docs.aws.amazon.com/braket/latest/developerguide/braket-jobs-script-environment.html.
SM_*, the command line and input/config: SageMaker's, which Braket's container builds on, by sagemaker-training
(github.com/aws/sagemaker-training-toolkit, src/sagemaker_training/environment.py and mapping.py).
"""

import json
import os
from collections.abc import Sequence
from typing import Any

from local_aws.braket.jobs import HybridJob
from local_aws.jobs.files import Directories
from local_aws.s3_uri import parse_uri

GROUP = "homogeneousCluster"
LOG_LEVEL_INFO = 20
LONGEST_VARIABLE = 131_072 // 4
"""Characters: Linux allows a name and its value 128 KiB, and a character takes up to four bytes."""

FRAMEWORK_PREFIX = "sagemaker_"
"""Hyperparameters that begin like this are for the framework, not for the program."""


def container_environment(
    job: HybridJob, directories: Directories, host: str, hosts: Sequence[str], credentials: dict[str, str], cores: int
) -> dict[str, str]:
    """All variables of the job's container on one host; writes the files that they name.

    With fewer cores than the machine has, simulators are told how many threads to run.
    """
    hyperparameters = job.request.get("hyperParameters") or {}
    resources, channels = _resources(job, host, hosts), _channels(job)
    for name, content in (
        ("hyperparameters", hyperparameters),
        ("resourceconfig", resources),
        ("inputdataconfig", channels),
    ):
        (directories.config / f"{name}.json").write_text(json.dumps(content))
    machine = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(directories.root), "LANG": "C.UTF-8"}
    share = {"OMP_NUM_THREADS": str(cores)} if cores < (os.cpu_count() or 1) else {}
    toolkit = _toolkit_values(job, directories, hyperparameters, resources, channels, cores)
    return (
        machine
        | share
        | _variables(toolkit)
        | {"TRAINING_JOB_NAME": training_job_name(job), "CURRENT_HOST": host}
        | _braket_variables(job, directories)
        | ({"AMZN_BRAKET_HP_FILE": str(directories.config / "hyperparameters.json")} if hyperparameters else {})
        | {"BRAKET_ENDPOINT": credentials["AWS_ENDPOINT_URL"]}
        | credentials
    )


def check_variables(environment: dict[str, str]) -> None:
    """Holds the variables against what an environment can hold.

    Raises:
        ValueError: when one of them has a null byte, or a half of a character.
    """
    for name, value in environment.items():
        try:
            null = b"\0" in os.fsencode(name + value)
        except UnicodeEncodeError as fault:
            raise ValueError(f"the environment variable {name!a} is no text: {fault.reason}") from fault
        if null:
            raise ValueError(f"the environment variable {name!a} has a null byte")


def training_job_name(job: HybridJob) -> str:
    """What SageMaker calls the job."""
    return f"BraketJob-{job.account_id}-{job.name}"


def _braket_variables(job: HybridJob, directories: Directories) -> dict[str, str]:
    script = job.request["algorithmSpecification"]["scriptModeConfig"]
    bucket, prefix = parse_uri(job.request["outputDataConfig"]["s3Path"])
    return {
        "AMZN_BRAKET_INPUT_DIR": str(directories.data),
        "AMZN_BRAKET_JOB_RESULTS_DIR": str(directories.model),
        "AMZN_BRAKET_CHECKPOINT_DIR": str(directories.checkpoints),
        "AMZN_BRAKET_DEVICE_ARN": job.device,
        "AMZN_BRAKET_JOB_NAME": job.name,
        "AMZN_BRAKET_JOB_TOKEN": job.token,
        "AMZN_BRAKET_OUT_S3_BUCKET": bucket,
        "AMZN_BRAKET_SCRIPT_ENTRY_POINT": script["entryPoint"],
        "AMZN_BRAKET_SCRIPT_S3_URI": script["s3Uri"],
        "AMZN_BRAKET_SCRIPT_COMPRESSION_TYPE": script.get("compressionType") or "NONE",
        "AMZN_BRAKET_JOB_RESULTS_S3_PATH": f"{prefix}/output",
        "AMZN_BRAKET_TASK_RESULTS_S3_URI": f"s3://{bucket}/jobs/{job.name}/tasks",
    }


def _resources(job: HybridJob, host: str, hosts: Sequence[str]) -> dict[str, Any]:
    """resourceconfig.json; the hosts' names do not resolve here: all of them are this machine, on its loopback."""
    kind = job.request["instanceConfig"]["instanceType"]
    return {
        "current_host": host,
        "current_instance_type": kind,
        "current_group_name": GROUP,
        "current_instance_group": GROUP,
        "hosts": list(hosts),
        "instance_groups": [{"instance_group_name": GROUP, "instance_type": kind, "hosts": list(hosts)}],
        "network_interface_name": "lo",
    }


def _channels(job: HybridJob) -> dict[str, dict[str, str]]:
    """inputdataconfig.json."""
    replicated = {"TrainingInputMode": "File", "S3DistributionType": "FullyReplicated", "RecordWrapperType": "None"}
    return {
        channel["channelName"]: replicated
        | ({"ContentType": channel["contentType"]} if channel.get("contentType") else {})
        for channel in job.request.get("inputDataConfig") or []
    }


def _toolkit_values(
    job: HybridJob,
    directories: Directories,
    hyperparameters: dict[str, str],
    resources: dict[str, Any],
    channels: dict[str, dict[str, str]],
    cores: int,
) -> dict[str, Any]:
    """What becomes SM_* variables."""
    decoded = {name: _decoded(value) for name, value in hyperparameters.items()}
    own = {name: value for name, value in decoded.items() if not name.startswith(FRAMEWORK_PREFIX)}
    values = {
        "hosts": resources["hosts"],
        "current_host": resources["current_host"],
        "network_interface_name": resources["network_interface_name"],
        "current_instance_type": resources["current_instance_type"],
        "current_instance_group": GROUP,
        "current_instance_group_hosts": resources["hosts"],
        "instance_groups": [GROUP],
        "instance_groups_dict": {GROUP: resources["instance_groups"][0]},
        "distribution_instance_groups": [GROUP],
        "is_hetero": False,
        "resource_config": resources,
        "input_data_config": channels,
        "channels": sorted(channels),
        "hps": own,
        "framework_params": {name: value for name, value in decoded.items() if name not in own},
        "user_args": _arguments(own),
        "user_entry_point": "braket_container.py",
        "module_name": "braket_container",
        "module_dir": str(directories.code),
        "framework_module": None,
        "log_level": LOG_LEVEL_INFO,
        "num_cpus": cores,
        "num_gpus": 0,
        "num_neurons": 0,
        "model_dir": str(directories.model),
        "input_dir": str(directories.data.parent),
        "input_config_dir": str(directories.config),
        "output_dir": str(directories.output),
        "output_data_dir": str(directories.output / "data"),
        "output_intermediate_dir": str(directories.output / "intermediate"),
    }
    values["training_env"] = values | {"job_name": training_job_name(job)}
    values |= {f"channel_{name}": str(directories.data / name) for name in channels}
    return values | {f"hp_{name}": value for name, value in own.items()}


def _arguments(hyperparameters: dict[str, Any]) -> list[str]:
    """The command line on which the container gets the hyperparameters."""
    pairs = ((f"--{name}" if len(name) > 1 else f"-{name}", value) for name, value in sorted(hyperparameters.items()))
    return [part for name, value in pairs for part in (name, _as_argument(value))]


def _as_argument(value: Any) -> str:
    if isinstance(value, dict):
        return ",".join(f"{name}={item}" for name, item in sorted(value.items()))
    return "" if value is None else str(value)


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _variables(values: dict[str, Any]) -> dict[str, str]:
    """Those that an environment can hold: Linux limits their length, and hyperparameters may be called anything."""
    texts = {f"SM_{name.upper()}": _as_text(value) for name, value in values.items()}
    return {name: text for name, text in texts.items() if "=" not in name and len(name + text) < LONGEST_VARIABLE}


def _as_text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return (value or "").replace("\0", "")
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
