"""Runs algorithm_script.py as a hybrid job and prints its result.

    python examples/start_here/create_job.py                    # on SV1
    python examples/start_here/create_job.py DEVICE_ARN         # on any device of Braket

Nothing here is about the account on this machine: the environment that `qpipe local up` prints decides where it runs.
"""

import sys
from pathlib import Path

from braket.aws import AwsQuantumJob
from braket.devices import Devices


def main(device: str = Devices.Amazon.SV1) -> None:
    job = AwsQuantumJob.create(
        device=device,
        source_module=str(Path(__file__).parent / "algorithm_script.py"),
        entry_point="algorithm_script:start_here",
        wait_until_complete=True,
    )
    print(job.result())


if __name__ == "__main__":
    main(*sys.argv[1:])
