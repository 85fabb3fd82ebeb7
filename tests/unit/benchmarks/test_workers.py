"""A contender in a process of its own."""

from collections.abc import Iterator

import pytest

from benchmarks.qaoa.instances import ising, points
from benchmarks.qaoa.workers import ContenderFailed, Worker
from tests.unit.benchmarks import dense_qaoa


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker("exact_qaoa")
    yield worker
    worker.close()


def test_a_worker_answers_is_timed_and_lets_go(worker: Worker) -> None:
    problem, parameters = ising("max_cut", 6), points(2, 3)
    assert worker.prepare(problem, 2) > 0
    answer = worker.evaluate("gradient", parameters[0])
    assert answer.value == pytest.approx(dense_qaoa.energy(problem, parameters[0]), abs=1e-10)
    assert worker.evaluate("value", parameters[0]).gradient is None
    assert worker.seconds("value", parameters, 5) > 0
    worker.release()
    with pytest.raises(ContenderFailed, match="exact_qaoa: its process ended with 1"):
        worker.evaluate("value", parameters[0])
