"""The entry point of the hybrid job, `quantum_code.main:main`, and of `python -m quantum_code.main` without a job.

Braket passes hyperparameters to an entry point that takes arguments by calling its annotations on strings, which
makes every bool true and breaks on postponed annotations: hence `main` takes none and reads the plan as a document.
"""

import os
import sys

from quantum_code import job_io


def main() -> None:
    """Runs the job that this container was started for.

    Raises:
        PipelineError: when the job's input is wrong; any exception fails the job, with its message as the reason.
    """
    leave_cores_to_simulators()
    plan, problem = job_io.read_job_plan(), job_io.read_job_problem()

    # Imported here, so that a wrong input need not wait for what computes.
    from quantum_code.run import run
    from quantum_code.summary import summarise

    result = run(
        problem,
        plan,
        job_name=job_io.job_name(),
        on_iteration=job_io.log_iteration,
        checkpoint=job_io.checkpoint_record(),
    )
    job_io.save_result(result)
    print(summarise(result), flush=True)


def leave_cores_to_simulators() -> None:
    """Keeps OpenBLAS, which NumPy and SciPy are yet to load, to one thread, unless the environment says otherwise.

    Its threads spin while they wait for each other: on the matrices of an optimiser they take a multiple of the time
    and the cores of whatever simulates.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


if __name__ == "__main__":
    leave_cores_to_simulators()
    from quantum_code.command_line import run_command

    raise SystemExit(run_command(sys.argv[1:]))
