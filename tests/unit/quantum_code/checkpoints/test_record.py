"""A record answers what was asked before, asks what was not, and refuses what does not belong to it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from contract.devices import LIGHTNING, SV1
from contract.errors import CheckpointUnreadable, InvalidPlan, InvalidProblem, RunFailed
from contract.problems import parse_problem
from contract.run_plan import FREE_ON_RESUME, RunPlan
from contract.run_result import Spent
from quantum_code.allowance import Allowance
from quantum_code.checkpoints.identity import OPENING, header
from quantum_code.checkpoints.journal import Journal
from quantum_code.checkpoints.record import Record
from quantum_code.states import LimitReachedError
from tests.unit.quantum_code.analytic_states import PROBLEM, record_of

PAID = RunPlan(device=SV1.arn, optimizer="cobyla", max_circuits=100)  # whose answers are written at once


class Device:
    """Answers with random numbers, a circuit each, and keeps what it was asked."""

    def __init__(self, allowance: Allowance) -> None:
        self.allowance = allowance
        self.asked = 0

    def ask(self, rng: np.random.Generator) -> list[float]:
        self.allowance.check(1)
        self.allowance.add(Spent(tasks=1, circuits=1, shots=10))
        self.asked += 1
        return [float(rng.normal()), 0.1]


class Attempt:
    """One attempt at a run whose question number k is [k, k/7]."""

    def __init__(self, path: Path | None, **changes: Any) -> None:
        self.plan = PAID.model_copy(update=changes)
        self.allowance = Allowance(self.plan.max_circuits)
        self.device = Device(self.allowance)
        self.record = record_of(self.allowance, path, plan=self.plan)
        self.number = 0

    def ask(self, kind: str = "energies") -> Any:
        self.number += 1
        return self.record.answer(kind, [self.number, self.number / 7], self.device.ask)

    def answers(self, calls: int) -> list[Any]:
        with self.record:
            return [self.ask() for _ in range(calls)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.jsonl"


def test_a_resumed_run_is_answered_from_the_file_to_the_last_digit(path: Path) -> None:
    whole = Attempt(None).answers(8)
    assert Attempt(path).answers(5) == whole[:5]

    resumed = Attempt(path)
    assert resumed.record.num_replayable == 5
    assert resumed.answers(8) == whole
    assert resumed.device.asked == 3
    assert resumed.allowance.spent == Spent(tasks=8, circuits=8, shots=80)


def test_answers_differ_from_call_to_call_and_from_seed_to_seed() -> None:
    one, other = Attempt(None).answers(20), Attempt(None, seed=43).answers(20)

    assert len({value for value, _ in one + other}) == 40


@pytest.mark.parametrize("torn", [1, 7, 60, 200])
def test_a_line_that_was_being_written_is_dropped(path: Path, torn: int) -> None:
    whole = Attempt(path).answers(5)
    path.write_bytes(path.read_bytes()[:-torn])

    resumed = Attempt(path)
    assert resumed.answers(5) == whole
    assert resumed.device.asked == (2 if torn == 200 else 1)  # a line is 120 to 160 long
    assert Attempt(path).record.num_replayable == 5  # what was written after it can be read


def test_a_file_whose_very_first_line_is_torn_is_begun_again(path: Path) -> None:
    whole = Attempt(path).answers(2)
    path.write_bytes(path.read_bytes()[:20])

    assert Attempt(path).answers(2) == whole
    assert Attempt(path).record.num_replayable == 2


@pytest.mark.parametrize("entry", [{"kind": "energies"}, {"kind": "a", "question": 1, "answer": 2, "spent": 3}])
def test_a_line_that_is_no_entry_is_an_error_with_a_remedy(path: Path, entry: dict[str, Any]) -> None:
    Attempt(path).answers(1)
    journal = Journal(path, opening=OPENING, pause_s=0)
    journal.read()
    journal.add(entry)

    with pytest.raises(CheckpointUnreadable, match=r"line 3: is not an entry of a record: .*; delete that line and"):
        Attempt(path)


def test_an_altered_byte_is_never_taken_for_an_answer(path: Path) -> None:
    """It would end in another answer without a word: a digit of an energy, a count of a bitstring."""
    whole = Attempt(path).answers(5)
    content = path.read_bytes()
    rng = np.random.default_rng(1)
    refused = 0
    for place in rng.choice(len(content), size=200, replace=False):
        byte = bytes([content[place] ^ int(rng.integers(1, 128))])
        path.write_bytes(content[:place] + byte + content[place + 1 :])
        try:
            assert Attempt(path).answers(5) == whole
        except CheckpointUnreadable:
            refused += 1
    assert refused > 190  # the last line's end is like a line that was being written


@pytest.mark.parametrize("lines", [[0, 1, 3, 4], [0, 2, 1, 3, 4], [0, 1, 1, 2, 3, 4], [1, 2, 3, 4]])
def test_lines_that_were_lost_or_moved_are_refused(path: Path, lines: list[int]) -> None:
    Attempt(path).answers(4)
    written = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(written[line] for line in lines))

    with pytest.raises(CheckpointUnreadable):
        Attempt(path)


def test_the_remedy_for_damage_works(path: Path) -> None:
    whole = Attempt(path).answers(5)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], lines[3].replace(b"energies", b"overlaps"), *lines[4:]]))
    with pytest.raises(
        CheckpointUnreadable, match=r"record.jsonl, line 4: was altered, .*; delete that line and those"
    ):
        Attempt(path)
    path.write_bytes(b"".join(lines[:3]))

    assert Attempt(path).answers(5) == whole
    assert path.read_bytes() == b"".join(lines)


@pytest.mark.parametrize(
    "content",
    [
        b'{"schema": "quantum-pipeline/problem", "version": 1}\n',
        b'{"problem": {"problem_type": "optimization", "problem_size": 4}}',
        b"nodes\n3 3\n1 2 1",
    ],
)
def test_a_file_of_another_kind_is_refused_and_not_touched(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(CheckpointUnreadable, match="is not a checkpoint; start without it"):
        Attempt(path)
    assert path.read_bytes() == content


def test_a_checkpoint_of_another_version_is_refused(path: Path) -> None:
    journal = Journal(path, opening=OPENING, pause_s=0)
    journal.add(header(PROBLEM, PAID) | {"version": 2})

    with pytest.raises(CheckpointUnreadable, match="is not a checkpoint of version 1; start without it"):
        Attempt(path)


def test_the_checkpoint_of_another_run_is_not_touched(path: Path) -> None:
    Attempt(path).answers(3)
    torn = path.read_bytes()[:-5]
    path.write_bytes(torn)

    with pytest.raises(InvalidPlan):
        Attempt(path, seed=7)
    assert path.read_bytes() == torn


@pytest.mark.parametrize(
    ("field", "value"),
    [("seed", 7), ("layers", 5), ("shots", 10), ("optimizer", "adam"), ("initial_parameters", (1.0,))],
)
def test_another_plan_is_refused_by_the_field_that_differs(path: Path, field: str, value: Any) -> None:
    Attempt(path).answers(1)

    with pytest.raises(InvalidPlan, match=f"^{field}: "):
        Attempt(path, **{field: value})


def test_another_problem_is_refused(path: Path) -> None:
    Attempt(path).answers(1)
    other = parse_problem({"problem_type": "optimization", "problem_size": 5})

    with pytest.raises(
        InvalidProblem, match=f"belongs to problem {PROBLEM.problem_id}, this one is {other.problem_id}"
    ):
        Record(path, problem=other, plan=PAID, allowance=Allowance())


def test_limits_money_and_machine_may_change(path: Path) -> None:
    whole = Attempt(path).answers(4)
    changed: dict[str, Any] = {
        "max_iterations": 9999,
        "max_circuits": 999,
        "max_runtime_s": 1,
        "instance_type": "ml.m5.4xlarge",
        "image": "292282985366.dkr.ecr.us-east-1.amazonaws.com/own:1",
        "resume_from": "a-run",
        "allow_qpu": True,
        "max_cost_usd": 3,
    }
    assert set(changed) == FREE_ON_RESUME

    assert Attempt(path, **changed).answers(4) == whole


@pytest.mark.parametrize("fields", [{"optimizer": "spsa"}, {"start": "interpolation"}])
def test_the_iterations_of_a_schedule_may_not_change(path: Path, fields: dict[str, Any]) -> None:
    Attempt(path, **fields).answers(1)

    with pytest.raises(InvalidPlan, match=r"^max_iterations: is 201, the checkpoint's run had 200"):
        Attempt(path, **fields, max_iterations=201)


def test_last_digits_of_a_question_may_differ_but_no_more(path: Path) -> None:
    first = Attempt(path)
    question: Callable[[float], dict[str, Any]] = lambda value: {"points": [[value, 1.0]], "shots": 5}  # noqa: E731
    with first.record:
        answer = first.record.answer("energies", question(0.7), first.device.ask)

    again = Attempt(path)
    assert again.record.answer("energies", question(0.7 + 1e-12), again.device.ask) == answer
    other = Attempt(path)
    with pytest.raises(CheckpointUnreadable, match="another version of the program made it; start without it"):
        other.record.answer("energies", question(0.7001), other.device.ask)
    another_kind = Attempt(path)
    with pytest.raises(CheckpointUnreadable, match="asked for energies, this run asks for overlaps"):
        another_kind.record.answer("overlaps", question(0.7), another_kind.device.ask)


def _ask_for_ever(attempt: Attempt) -> None:
    while True:
        attempt.ask()


def _run_to_its_limit(attempt: Attempt) -> Any:
    """Asks until the circuits are used up but for one, and measures with that one."""
    attempt.allowance.reserve(1)
    with attempt.record:
        with pytest.raises(LimitReachedError):
            _ask_for_ever(attempt)
        attempt.allowance.reserve(0)
        return attempt.ask("sample")


def test_a_run_that_met_its_limit_meets_it_again_when_it_is_replayed(path: Path) -> None:
    measured = _run_to_its_limit(Attempt(path, max_circuits=4))

    replayed = Attempt(path, max_circuits=4)
    assert _run_to_its_limit(replayed) == measured
    assert replayed.device.asked == 0
    assert replayed.allowance.spent.circuits == 4


def test_a_higher_limit_goes_on_where_the_earlier_run_met_its_own(path: Path) -> None:
    """The earlier final measurement is made anew, later, and stays counted; again so when that run is resumed."""
    _run_to_its_limit(Attempt(path, max_circuits=4))

    for asked in (3, 0):
        further = Attempt(path, max_circuits=7)
        _run_to_its_limit(further)
        assert further.device.asked == asked
        assert further.number == 3 + 2 + 1 + 1  # three energies, two more, the one that is refused, the measurement
        assert further.allowance.spent.circuits == 7


def test_what_a_failed_call_spent_stays_counted(path: Path) -> None:
    attempt = Attempt(path)

    def fail(rng: np.random.Generator) -> None:
        attempt.device.ask(rng)
        raise OSError("the network")

    with pytest.raises(OSError, match="the network"), attempt.record:
        attempt.record.answer("energies", [], fail)

    resumed = Attempt(path)
    assert resumed.record.num_replayable == 0
    assert resumed.allowance.spent.circuits == 1


def test_an_answer_that_is_no_number_fails_the_run(path: Path) -> None:
    attempt = Attempt(path)

    with pytest.raises(RunFailed, match="a number that is not finite"):
        attempt.record.answer("energies", [], lambda rng: [float("nan")])


def test_paid_answers_are_written_at_once_and_cheap_ones_seldom(tmp_path: Path) -> None:
    paid, cheap = tmp_path / "paid", tmp_path / "cheap"
    one, other = Attempt(paid), Attempt(cheap, device=LIGHTNING.arn)
    for attempt in (one, other):
        for _ in range(3):
            attempt.ask()

    assert len(paid.read_text().splitlines()) == 1 + 3
    assert not cheap.exists()
    with other.record:
        pass
    assert len(cheap.read_text().splitlines()) == 1 + 3


def test_the_first_line_says_what_the_record_belongs_to(path: Path) -> None:
    Attempt(path).answers(1)

    first = json.loads(path.read_text().splitlines()[0])
    assert (first["schema"], first["version"]) == ("quantum-pipeline/checkpoint", 1)
    assert first["problem_id"] == PROBLEM.problem_id
    assert first["plan"]["optimizer"] == "cobyla"
    assert first["limits"] == {"max_iterations": 200, "max_circuits": 100}
