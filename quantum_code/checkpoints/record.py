"""The record itself: what a device was asked, what it answered, and what that cost, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from pydantic import ValidationError

from contract.devices import DeviceKind
from contract.documents import readable
from contract.errors import CheckpointUnreadable, RunFailed
from contract.problems import Problem
from contract.run_plan import RunPlan
from contract.run_result import Spent
from quantum_code.allowance import Allowance
from quantum_code.checkpoints.identity import OPENING, check_identity, header, limits
from quantum_code.checkpoints.journal import Entry, Journal
from quantum_code.checkpoints.questions import same_question
from quantum_code.randomness import Use, stream
from quantum_code.states import LimitReachedError

WRITING_PAUSE_S = 2.0
"""Seconds between two writings where answers are cheap: what a killed run computes again at most."""

Json = Any
"""A JSON value; numbers of Python, not of NumPy."""


@dataclass(frozen=True)
class Call:
    """One question to the device, and its answer or the limit that it met."""

    kind: str
    question: Json
    answer: Json
    limit: str | None
    spent: Spent

    def entry(self) -> Entry:
        """The call as it stands in the file."""
        outcome = {"answer": self.answer} if self.limit is None else {"limit": self.limit}
        return {"kind": self.kind, "question": self.question, **outcome, "spent": self.spent.model_dump()}

    @classmethod
    def from_entry(cls, entry: Entry) -> Self:
        """Raises KeyError, TypeError or ValueError when it is not a call's entry."""
        limit = entry.get("limit")
        answer = entry["answer"] if limit is None else None
        return cls(entry["kind"], entry["question"], answer, limit, Spent.model_validate(entry["spent"]))


class Record:
    """Asks the device what it was not asked yet, and answers the rest from the file; in memory only without a path.

    A run with other limits (max_iterations, max_circuits) than its checkpoint's follows the same trajectory, but may
    leave it where the earlier run had stopped, for its final measurement. The record then goes back to that point:
    what comes after it is asked anew, and stays counted as spent.
    """

    def __init__(self, path: Path | None, *, problem: Problem, plan: RunPlan, allowance: Allowance) -> None:
        """Reads the checkpoint, if it is there.

        Raises:
            InvalidPlan, InvalidProblem: it belongs to another problem or plan; the message names what differs.
            CheckpointUnreadable: it is damaged.
        """
        self._seed, self._allowance = plan.seed, allowance
        self._limits = limits(plan)
        pause = WRITING_PAUSE_S if plan.settled_device.kind is DeviceKind.EMBEDDED else 0.0
        self._journal = Journal(path, opening=OPENING, pause_s=pause)
        self._calls: list[Call] = []
        self._next = 0
        entries = self._journal.read()
        if entries:
            check_identity(entries[0], problem, plan, path)
            self._recorded_limits = entries[0]["limits"]
            for number, entry in enumerate(entries[1:], start=2):
                self._restore(entry, number)
        else:
            self._recorded_limits = self._limits
            self._journal.add(header(problem, plan))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._journal.write()

    @property
    def num_replayable(self) -> int:
        """How many calls the record can still answer itself."""
        return len(self._calls) - self._next

    def answer(self, kind: str, question: Json, ask: Callable[[np.random.Generator], Json]) -> Json:
        """The answer to the next question of the run: from the record, or from `ask`, which is then recorded.

        Args:
            kind: what is asked for.
            question: what decides the answer, beside the plan: to be told from another question when it is replayed.
            ask: asks the device; its generator is the same for the same call of a repeated or resumed run.

        Raises:
            LimitReachedError: the device refused a circuit more than the allowance.
            CheckpointUnreadable: the run asks something else than the run of the checkpoint did.
        """
        if self._next < len(self._calls):
            call = self._calls[self._next]
            if call.kind == kind and same_question(call.question, question) and self._still_holds(call):
                self._allowance.add(call.spent)
                return self._outcome(call)
            self._go_back(kind)
        call = self._ask(kind, question, ask)
        self._calls.append(call)
        self._note_limits()
        self._add(call)
        return self._outcome(call)

    def _still_holds(self, call: Call) -> bool:
        return call.limit is None or self._limits == self._recorded_limits

    def _outcome(self, call: Call) -> Json:
        self._next += 1
        if call.limit is not None:
            raise LimitReachedError(call.limit)
        return call.answer

    def _ask(self, kind: str, question: Json, ask: Callable[[np.random.Generator], Json]) -> Call:
        before, answer, limit = self._allowance.spent, None, None
        try:
            answer = ask(stream(self._seed, Use.DEVICE, self._next))
        except LimitReachedError as reached:
            limit = str(reached)
        except Exception:
            self._journal.add({"in_vain": self._spent_since(before).model_dump()})
            raise
        return Call(kind, question, answer, limit, self._spent_since(before))

    def _spent_since(self, before: Spent) -> Spent:
        after = self._allowance.spent
        return Spent(**{name: getattr(after, name) - getattr(before, name) for name in Spent.model_fields})

    def _add(self, call: Call) -> None:
        try:
            self._journal.add(call.entry())
        except ValueError as fault:
            raise RunFailed(
                f"the device answered {call.kind} with a number that is not finite: {call.answer}"
            ) from fault

    def _note_limits(self) -> None:
        if self._limits != self._recorded_limits:
            self._journal.add({"limits": self._limits})
            self._recorded_limits = self._limits

    def _go_back(self, kind: str) -> None:
        """Drops all calls from the next one on, which the run has come to without asking it again."""
        if self._limits == self._recorded_limits:
            raise CheckpointUnreadable(
                f"the checkpoint's call {self._next} asked for {self._calls[self._next].kind}, this run "
                f"asks for {kind} or at another point: another version of the program made it; start without it"
            )
        self._journal.add({"back_to": self._next})
        self._drop(self._next)

    def _drop(self, first: int) -> None:
        for call in self._calls[first:]:
            self._allowance.add(call.spent)
        del self._calls[first:]

    def _restore(self, entry: Entry, number: int) -> None:
        try:
            if "back_to" in entry:
                self._drop(int(entry["back_to"]))
            elif "limits" in entry:
                self._recorded_limits = entry["limits"]
            elif "in_vain" in entry:  # a call failed after something was spent
                self._allowance.add(Spent.model_validate(entry["in_vain"]))
            else:
                self._calls.append(Call.from_entry(entry))
        except ValidationError as fault:
            raise self._journal.damaged(number, f"is not an entry of a record: {readable(fault)}") from fault
        except (KeyError, TypeError, ValueError) as fault:
            raise self._journal.damaged(number, f"is not an entry of a record: {fault!r}") from fault
