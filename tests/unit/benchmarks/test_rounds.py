"""A cell's rounds: who is timed when, and that nobody is who computes something else."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from benchmarks.qaoa.contenders import Operation
from benchmarks.qaoa.rounds import Cell, Job, WrongResult, check, measure, takes_part
from benchmarks.qaoa.workers import Answer, Worker
from quantum_code.problems.ising import Ising
from quantum_code.states import FloatArray

CELL = Cell("max_cut", 4, 2)
OURS: Job = ("exact_qaoa", "value")
PEER: Job = ("lightning", "value")
GRADIENT: Job = ("lightning", "gradient")


class Stopwatch(Worker):
    """A contender without a process, which says how long it took, and keeps when it was asked."""

    def __init__(self, name: str, call_s: float, calendar: list[str], value: float = -1.0) -> None:
        self.name, self._call_s, self._calendar, self._value = name, call_s, calendar, value

    def prepare(self, ising: Ising, layers: int) -> float:
        return 0.25

    def evaluate(self, operation: Operation, parameters: FloatArray) -> Answer:
        return Answer(self._value, np.zeros_like(parameters) if operation == "gradient" else None)

    def seconds(self, operation: Operation, points: Sequence[FloatArray], calls: int) -> float:
        self._calendar.append(self.name)
        return self._call_s

    def release(self) -> None:
        self._calendar.append("released")


@pytest.mark.parametrize(("own", "rounds"), [(5, 5), (3, 7), (1, 25), (24, 25)])
def test_rounds_are_as_many_as_they_should_be_and_evenly_spread(own: int, rounds: int) -> None:
    turns = [turn for turn in range(rounds) if takes_part(turn, own, rounds)]
    assert len(turns) == own
    gaps = np.diff([-1, *turns, rounds])
    assert max(gaps) <= -(-rounds // own)


def test_the_first_contender_is_timed_in_every_round_and_a_slow_one_in_five() -> None:
    calendar: list[str] = []
    watches = {"exact_qaoa": Stopwatch("exact_qaoa", 0.01, calendar), "lightning": Stopwatch("lightning", 9, calendar)}
    found = measure(CELL, [OURS, PEER], watches, budget_s=0.2)
    assert found.seconds[OURS] == [0.01] * 20
    assert [seconds for seconds in found.seconds[PEER] if seconds is not None] == [9.0] * 5
    assert found.preparation_s == {"exact_qaoa": 0.25, "lightning": 0.25}
    assert calendar[-2:] == ["released"] * 2


def test_contenders_take_turns_at_being_first() -> None:
    calendar: list[str] = []
    watches = {name: Stopwatch(name, 1.0, calendar) for name in ("exact_qaoa", "lightning")}
    measure(CELL, [OURS, PEER], watches, budget_s=5.0)
    probes, turns = calendar[:2], calendar[2:6]
    assert probes == ["exact_qaoa", "lightning"]
    assert turns == ["exact_qaoa", "lightning", "lightning", "exact_qaoa"]


def test_short_calls_are_asked_often_enough_to_be_timed() -> None:
    watches = {"exact_qaoa": Stopwatch("exact_qaoa", 1e-4, [])}
    assert measure(CELL, [OURS], watches, budget_s=0.1).calls == {OURS: 50}


def test_a_contender_with_another_energy_is_not_timed() -> None:
    calendar: list[str] = []
    wrong = Stopwatch("lightning", 1.0, calendar, value=-1.0 + 1e-8)
    with pytest.raises(WrongResult, match=r"energy: lightning and exact_qaoa differ by 1e-08"):
        measure(CELL, [OURS, PEER], {"exact_qaoa": Stopwatch("exact_qaoa", 1.0, calendar), "lightning": wrong}, 1.0)
    assert calendar == []


ANSWERS: list[tuple[Callable[[], dict[Job, Answer]], str]] = [
    (lambda: {OURS: Answer(1.0, None), GRADIENT: Answer(2.0, np.ones(2))}, "energy"),
    (lambda: {OURS: Answer(1.0, None), PEER: Answer(float("nan"), None)}, "energy"),
    (lambda: {("a", "gradient"): Answer(1.0, np.ones(2)), GRADIENT: Answer(1.0, np.array([1.0, 1.1]))}, "gradient"),
]


@pytest.mark.parametrize(("answers", "what"), ANSWERS)
def test_a_difference_is_an_error(answers: Callable[[], dict[Job, Answer]], what: str) -> None:
    with pytest.raises(WrongResult, match=what):
        check(answers())


def test_rounding_is_none() -> None:
    check({OURS: Answer(-30.0, None), PEER: Answer(-30.0 + 1e-10, None)})
