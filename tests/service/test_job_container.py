"""What a program finds in the container of its job, and how its end is told."""

import io
import json
import zipfile
from typing import Any

import pytest

from tests.service.hybrid_jobs import BUCKET, HybridJobs

TELLING = """
import json, os, pathlib, sys
def main():
    config = pathlib.Path(os.environ["SM_INPUT_CONFIG_DIR"])
    told = {
        "environment": dict(os.environ),
        "arguments": sys.argv,
        "config": {file.name: json.loads(file.read_text()) for file in config.iterdir()},
        "inside": os.getcwd() == sys.path[-1],
    }
    print("TOLD " + json.dumps(told), flush=True)
"""


def test_a_job_has_the_variables_of_braket_and_sagemaker(jobs: HybridJobs) -> None:
    data = jobs.put("variables/data/one.txt", b"1")
    channel = {"channelName": "train", "contentType": "text/plain", "dataSource": {"s3DataSource": {"s3Uri": data}}}
    values = {"layers": "3", "x": "abc", "sagemaker_program": "p"}
    job = jobs.run(TELLING, hyperParameters=values, inputDataConfig=[channel])
    assert job["status"] == "COMPLETED", job.get("failureReason")
    told = jobs.told(job)
    environment: dict[str, str] = told["environment"]
    assert environment["BRAKET_ENDPOINT"] == environment["AWS_ENDPOINT_URL"]
    assert environment["AMZN_BRAKET_JOB_NAME"] == job["jobName"]
    assert environment["AMZN_BRAKET_OUT_S3_BUCKET"] == BUCKET
    assert json.loads(environment["SM_HPS"]) == {"layers": 3, "x": "abc"}
    assert (environment["SM_HP_LAYERS"], environment["SM_HP_X"]) == ("3", "abc")
    assert json.loads(environment["SM_FRAMEWORK_PARAMS"]) == {"sagemaker_program": "p"}
    assert json.loads(environment["SM_CHANNELS"]) == ["train"]
    assert environment["SM_CHANNEL_TRAIN"] == f"{environment['AMZN_BRAKET_INPUT_DIR']}/train"
    assert environment["SM_MODEL_DIR"] == environment["AMZN_BRAKET_JOB_RESULTS_DIR"]
    assert (environment["SM_CURRENT_HOST"], environment["SM_HOSTS"]) == ("algo-1", '["algo-1"]')
    assert {"SM_NUM_CPUS", "SM_NUM_GPUS", "SM_OUTPUT_DATA_DIR", "SM_INPUT_DIR"} <= set(environment)
    assert told["arguments"] == ["braket_container.py", "--layers", "3", "-x", "abc"]
    assert told["config"]["hyperparameters.json"] == values
    assert told["config"]["inputdataconfig.json"]["train"]["ContentType"] == "text/plain"
    assert told["config"]["resourceconfig.json"]["hosts"] == ["algo-1"]
    assert told["inside"]


def test_without_hyperparameters_no_file_is_named(jobs: HybridJobs) -> None:
    told = jobs.told(jobs.run(TELLING))
    assert "AMZN_BRAKET_HP_FILE" not in told["environment"]
    assert told["config"]["hyperparameters.json"] == {}
    assert told["environment"]["AMZN_BRAKET_CHECKPOINT_DIR"]


def test_the_container_says_what_it_does(jobs: HybridJobs) -> None:
    log = jobs.log(jobs.run("def main():\n    print('mine')\n"))
    assert log[0].endswith("sagemaker-training-toolkit INFO     Invoking user script")
    start = next(i for i, line in enumerate(log) if line.startswith("Boto3 Version:  1."))
    toolkit = "\n".join(log[:start])
    assert '"user_entry_point": "braket_container.py"' in toolkit
    assert "Invoking script with the following command:\n" in toolkit
    assert log[-1].endswith("Reporting training SUCCESS")
    assert log[start + 1 : -1] == [
        "Beginning Setup",
        "Checking for Additional Requirements",
        "Additional Requirements Check Finished",
        "Running Code As Process",
        "mine",
        "Code Run Finished",
    ]


def test_a_bare_module_is_run(jobs: HybridJobs) -> None:
    files = {"package/__init__.py": "", "package/program.py": "print('name', __name__)"}
    job = jobs.wait(jobs.create_from(files, entry_point="package.program"))
    assert job["status"] == "COMPLETED"
    assert "name __main__" in jobs.log(job)


@pytest.mark.parametrize(
    ("program", "printed"),
    [
        (
            "def main(layers: int, rate: float, name, on: bool):\n    print(repr((layers, rate, name, on)))",
            "(3, 0.5, 'x', True)",
        ),
        (
            "def main(layers, **rest):\n    print(layers, sorted(rest.items()))",
            "3 [('name', 'x'), ('on', 'False'), ('rate', '0.5')]",
        ),
        ("def main(layers=7):\n    print('unbound', layers)", "unbound 7"),
    ],
)
def test_hyperparameters_are_bound(jobs: HybridJobs, program: str, printed: str) -> None:
    values = {"layers": "3", "rate": "0.5", "name": "x", "on": "False"}
    assert printed in jobs.log(jobs.run(program, hyperParameters=values))


def test_a_zip_and_a_single_file_are_programs_too(jobs: HybridJobs) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as members:
        members.writestr("program.py", "def main():\n    print('zipped')")
    for uri, compression, printed in (
        (jobs.put("programs/source.zip", buffer.getvalue()), "GZIP", "zipped"),
        (jobs.put("programs/program.py", b"def main():\n    print('plain')"), "NONE", "plain"),
    ):
        job = jobs.run("", algorithmSpecification=_script(uri, compression))
        assert printed in jobs.log(job)


def _script(uri: str, compression: str) -> dict[str, Any]:
    return {"scriptModeConfig": {"entryPoint": "program:main", "s3Uri": uri, "compressionType": compression}}


def _script_error(code: int, message: str, extra: str = "") -> str:
    command = "python braket_container.py"
    return (
        f'AlgorithmError: ExecuteUserScriptError:\nExitCode {code}\nErrorMessage "{message}"\n{extra}'
        f'Command "{command}", exit code: {code}'
    )


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (
            "def main():\n    open('fake_file')",
            "AlgorithmError: FileNotFoundError: [Errno 2] No such file or directory: 'fake_file', exit code: 1",
        ),
        ("def main():\n    raise ValueError", "AlgorithmError: ValueError, exit code: 1"),
        (
            "import missing_one\ndef main(): pass",
            _script_error(1, "ModuleNotFoundError: No module named 'missing_one'"),
        ),
        ("x = 1", _script_error(1, "AttributeError: module 'program' has no attribute 'main'")),
        ("def main():\n    raise SystemExit(3)", _script_error(3, "")),
        ("import sys\ndef main():\n    sys.exit('no')", _script_error(1, "")),
        (
            "import os\ndef main():\n    os.kill(os.getpid(), 9)",
            _script_error(137, "", 'ExtraInfo "OutOfMemory: Process killed by SIGKILL (signal 9)"\n'),
        ),
    ],
    ids=["raises", "without words", "import", "no function", "exit 3", "exit text", "killed"],
)
def test_a_failure_is_told(jobs: HybridJobs, program: str, reason: str) -> None:
    job = jobs.run(program)
    assert (job["status"], job["failureReason"]) == ("FAILED", reason)


def test_annotations_that_are_strings_fail_as_in_the_container(jobs: HybridJobs) -> None:
    program = "from __future__ import annotations\ndef main(layers: int): pass"
    job = jobs.run(program, hyperParameters={"layers": "3"})
    assert "TypeError: 'str' object is not callable" in job["failureReason"]


def test_a_long_reason_is_cut(jobs: HybridJobs) -> None:
    job = jobs.run("def main():\n    raise ValueError('x' * 5000)")
    assert job["failureReason"] == f"AlgorithmError: ValueError: {'x' * 5000}"[:1024]


def test_exit_with_nothing_wrong_completes(jobs: HybridJobs) -> None:
    assert jobs.run("import sys\ndef main():\n    sys.exit()")["status"] == "COMPLETED"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (None, "Unable to download code.\nException: An error occurred (404)"),
        (b"none", "while trying to unpack archive"),
    ],
)
def test_a_program_that_cannot_be_had_fails_the_job(jobs: HybridJobs, content: bytes | None, text: str) -> None:
    uri = jobs.put("broken/source.tar.gz", content) if content else f"s3://{BUCKET}/nowhere/source.tar.gz"
    job = jobs.run("", algorithmSpecification=_script(uri, "GZIP"))
    assert job["status"] == "FAILED"
    assert text in job["failureReason"]
    assert job["failureReason"].endswith("exit code: 0")
    assert any(text.splitlines()[0] in line for line in jobs.log(job))


def test_missing_input_data_fails_the_job(jobs: HybridJobs) -> None:
    uri = f"s3://{BUCKET}/no-such-data"
    channel = {"channelName": "train", "dataSource": {"s3DataSource": {"s3Uri": uri}}}
    job = jobs.run("def main(): pass", inputDataConfig=[channel])
    assert job["failureReason"] == f"ClientError: Data download failed: no object under {uri} for the channel train"


def test_requirements_at_any_depth_are_checked_and_never_fatal(jobs: HybridJobs) -> None:
    files = {
        "program.py": "def main(): pass",
        "requirements.txt": "numpy>=1\nno-such-package==1\n",
        "deep/er/requirements.txt": "boto3\n",
    }
    job = jobs.wait(jobs.create_from(files))
    assert job["status"] == "COMPLETED"
    log = jobs.log(job)
    checked = log[
        log.index("Checking for Additional Requirements") : log.index("Additional Requirements Check Finished")
    ]
    assert any(line.startswith("Requirement already satisfied: numpy>=1 in ") for line in checked)
    assert any(line.startswith("Requirement already satisfied: boto3 in ") for line in checked)
    assert "ERROR: No matching distribution found for no-such-package==1" in checked


def test_events_tell_the_phases_in_order(jobs: HybridJobs) -> None:
    job = jobs.run("def main(): pass")
    phases = ["STARTING_INSTANCE", "DOWNLOADING_DATA", "RUNNING", "UPLOADING_RESULTS", "COMPLETED"]
    assert [event["eventType"] for event in job["events"] if event["eventType"] != "QUEUED_FOR_EXECUTION"] == phases


def test_hyperparameters_up_to_brakets_limits(jobs: HybridJobs) -> None:
    values = {f"h{number}": "é" * 2500 for number in range(99)} | {"a=b": "x"}
    program = "def main(**values):\n    print('got', len(values), sum(map(len, values.values())))\n"
    assert "got 100 247501" in jobs.log(jobs.run(program, hyperParameters=values))
