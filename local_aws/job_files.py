"""Directories, archives and environment variables of a hybrid job."""

import json
import shutil
import tarfile
from pathlib import Path

from local_aws.aws_clients import parse_uri
from local_aws.braket.jobs import HybridJob


def prepare_directories(directory: Path) -> None:
    """Makes what the container finds under /opt/braket."""
    for name in ("code/original", "code/extracted", "input/data", "input/config", "model", "checkpoints", "output"):
        (directory / name).mkdir(parents=True)


def job_environment(job: HybridJob, directory: Path, credentials: dict[str, str]) -> dict[str, str]:
    """The environment of the entry point, with Braket's variables; also writes the hyperparameters' file."""
    request = job.request
    script = request["algorithmSpecification"]["scriptModeConfig"]
    bucket, prefix = parse_uri(request["outputDataConfig"]["s3Path"])
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(directory),
        "LANG": "C.UTF-8",
        "AMZN_BRAKET_INPUT_DIR": str(directory / "input" / "data"),
        "AMZN_BRAKET_JOB_RESULTS_DIR": str(directory / "model"),
        "AMZN_BRAKET_CHECKPOINT_DIR": str(directory / "checkpoints"),
        "AMZN_BRAKET_DEVICE_ARN": request["deviceConfig"]["device"],
        "AMZN_BRAKET_JOB_NAME": job.name,
        "AMZN_BRAKET_JOB_TOKEN": job.token,
        "AMZN_BRAKET_OUT_S3_BUCKET": bucket,
        "AMZN_BRAKET_SCRIPT_ENTRY_POINT": script["entryPoint"],
        "AMZN_BRAKET_SCRIPT_S3_URI": script["s3Uri"],
        "AMZN_BRAKET_SCRIPT_COMPRESSION_TYPE": script.get("compressionType", "NONE"),
        "AMZN_BRAKET_JOB_RESULTS_S3_PATH": f"{prefix}/output",
        "AMZN_BRAKET_TASK_RESULTS_S3_URI": f"s3://{bucket}/jobs/{job.name}/tasks",
    }
    if request.get("hyperParameters"):
        file = directory / "input" / "config" / "hyperparameters.json"
        file.write_text(json.dumps(request["hyperParameters"]))
        environment["AMZN_BRAKET_HP_FILE"] = str(file)
    return environment | credentials


def unpack(archive: Path, target: Path, compression: str) -> None:
    """Unpacks by the file's extension, as the container does; an uncompressed script is copied."""
    if compression.lower() not in ("gzip", "zip"):
        shutil.copy2(archive, target)
    elif archive.name.endswith(".zip"):
        shutil.unpack_archive(archive, target)
    else:
        shutil.unpack_archive(archive, target, filter="data")


def pack(directory: Path, archive: Path) -> Path:
    """A .tar.gz with the directory's files at its root."""
    with tarfile.open(archive, "w:gz") as tar:
        for path in sorted(directory.iterdir()):
            tar.add(path, arcname=path.name, filter=_root_owned)
    return archive


def _root_owned(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member
