"""The cores that a process was given, and the limits that its user sets."""

import os
from pathlib import Path

import pytest

from quantum_code.simulators import cores
from quantum_code.simulators.cores import LIMITS, available_cores


@pytest.fixture(autouse=True)
def sixteen_cores(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without containers, and a process without limits."""
    for name in LIMITS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(16)), raising=False)
    monkeypatch.setattr(cores, "CPU_MAX", tmp_path / "cpu.max")


def test_all_that_the_process_may_run_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert available_cores() == 16
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {3, 5})
    assert available_cores() == 2


@pytest.mark.parametrize(("found", "expected"), [(8, 8), (None, 1)])
def test_where_there_is_no_affinity(monkeypatch: pytest.MonkeyPatch, found: int | None, expected: int) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: found)

    assert available_cores() == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ("max 100000", 16),
        ("200000 100000", 2),
        ("150000 50000", 3),
        ("50000 100000", 1),  # half a core
        ("1000 100000", 1),
        ("170000 100000", 2),
        ("6400000 100000", 16),  # more than there are
    ],
)
def test_a_containers_share(share: str, expected: int) -> None:
    cores.CPU_MAX.write_text(f"{share}\n", encoding="utf-8")

    assert available_cores() == expected


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize(
    ("value", "expected"), [("1", 1), ("3", 3), (" 3 ", 3), ("3,2", 3), ("3,2,1", 3), ("64", 16), ("", 16)]
)
def test_a_users_limit(name: str, value: str, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)

    assert available_cores() == expected


def test_the_least_of_all_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "6")
    monkeypatch.setenv("NUMBA_NUM_THREADS", "5")
    assert available_cores() == 5
    cores.CPU_MAX.write_text("400000 100000", encoding="utf-8")
    assert available_cores() == 4


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5", ",2", " ", "²"])
def test_what_is_no_number_of_threads_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValueError, match=rf"^{name}: is '{value}', and must be a number of threads, 1 or more"):
        available_cores()
