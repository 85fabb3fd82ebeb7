"""The start-here program of Braket's Hybrid Jobs announcement: five Bell states of 100 shots each.

https://aws.amazon.com/blogs/quantum-computing/introducing-amazon-braket-hybrid-jobs/ ; it knows nothing of where it
runs: the device comes from the job, and the results go where the job keeps them.
"""

import os

from braket.aws import AwsDevice
from braket.circuits import Circuit
from braket.jobs import save_job_result


def start_here() -> None:
    print("Test job started!!!!!")

    device = AwsDevice(os.environ["AMZN_BRAKET_DEVICE_ARN"])
    bell = Circuit().h(0).cnot(0, 1)

    results = []
    for _ in range(5):
        task = device.run(bell, shots=100)
        print(task.result().measurement_counts)
        results.append(task.result().measurement_counts)

    save_job_result({"measurement_counts": results})

    print("Test job completed!!!!!")
