"""Work in the background: a queue, and a few daemon threads that serve it and end when it is empty."""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
POLL_S = 0.05
LOG = logging.getLogger(__name__)


def oldest(waiting: Sequence[Item], _: Sequence[Item]) -> Item | None:
    """The item that has waited longest."""
    return waiting[0]


class Background(Generic[Item]):
    """Calls `work` with every item that is put in, in at most `threads` threads at once.

    `choose` takes the items that wait and those that are worked on, and says which is next; None when none of them can
    start yet, and then it is asked again soon.
    """

    def __init__(
        self,
        work: Callable[[Item], None],
        *,
        threads: int,
        name: str,
        closed: Callable[[], bool],
        choose: Callable[[Sequence[Item], Sequence[Item]], Item | None] = oldest,
    ) -> None:
        self._work, self._choose, self._closed, self._name = work, choose, closed, name
        self._most, self._threads = threads, 0
        self._waiting: list[Item] = []
        self._running: list[Item] = []
        self._changed = threading.Condition()

    @property
    def items(self) -> list[Item]:
        """What is worked on, then what waits."""
        with self._changed:
            return self._running + self._waiting

    @property
    def working_on(self) -> int:
        """How many items are worked on."""
        with self._changed:
            return len(self._running)

    @property
    def is_full(self) -> bool:
        """Whether another item has to wait for those that are here."""
        with self._changed:
            return len(self._running) + len(self._waiting) >= self._most

    def put(self, item: Item) -> None:
        """Adds an item; returns at once."""
        with self._changed:
            self._waiting.append(item)
            self._changed.notify()
            if self._threads < self._most:
                self._threads += 1
                threading.Thread(target=self._serve, name=self._name, daemon=True).start()

    def _serve(self) -> None:
        while (item := self._next()) is not None:
            try:
                self._work(item)
            except Exception:  # the thread has other items to serve
                if not self._closed():
                    LOG.exception("%s: a fault of this emulator", self._name)
            finally:
                with self._changed:
                    self._running.remove(item)
                    self._changed.notify_all()

    def _next(self) -> Item | None:
        """The next item, waited for; None when there is none left, and then this thread is not counted any more."""
        with self._changed:
            while self._waiting and not self._closed():
                item = self._choose(self._waiting, self._running)
                if item is not None:
                    self._waiting.remove(item)
                    self._running.append(item)
                    return item
                self._changed.wait(POLL_S)
            self._threads -= 1
            return None
