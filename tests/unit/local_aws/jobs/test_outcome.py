"""How the end of a job's containers becomes the job's own."""

from local_aws.jobs.outcome import Ending, Exit, ending

FINE = Exit(0, "", "", "python braket_container.py")


def test_all_well() -> None:
    assert ending([FINE, FINE]) == Ending("COMPLETED")


def test_a_failure_file_makes_a_failure_whatever_the_exit_code() -> None:
    found = ending([FINE, FINE._replace(failure="Unable to download code.")])
    assert found == Ending("FAILED", "AlgorithmError: Unable to download code., exit code: 0")


def test_the_first_failure_counts() -> None:
    found = ending([FINE._replace(code=1, failure="A: a"), FINE._replace(code=2, failure="B: b")])
    assert found.reason == "AlgorithmError: A: a, exit code: 1"


def test_a_long_reason_is_cut() -> None:
    assert len(ending([FINE._replace(code=1, failure="x" * 5000)]).reason or "") == 1024
