"""What of the memory can be had, and the refusal of what can not."""

from pathlib import Path

import pytest

from contract.errors import InsufficientMemory
from quantum_code.simulators import memory
from quantum_code.simulators.memory import available_bytes, require

FREE = 8 * 2**30
MEMINFO = f"MemTotal: {2 * FREE // 1024} kB\nMemFree: 12 kB\nMemAvailable:   {FREE // 1024} kB\nBuffers: 7 kB\n"


@pytest.fixture(autouse=True)
def eight_gibibytes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with so much free memory, without containers."""
    meminfo = tmp_path / "meminfo"
    meminfo.write_text(MEMINFO, encoding="utf-8")
    monkeypatch.setattr(memory, "MEMINFO", meminfo)
    monkeypatch.setattr(memory, "CGROUP", tmp_path)


def container(limit: str, used: int, inactive_file: int) -> None:
    """Puts the process in a container (cgroup v2)."""
    statistics = f"anon {used - inactive_file}\nfile {inactive_file}\ninactive_file {inactive_file}\nactive_file 5\n"
    for name, text in {"max": limit, "current": str(used), "stat": statistics}.items():
        (memory.CGROUP / f"memory.{name}").write_text(f"{text.strip()}\n", encoding="utf-8")


def test_what_can_be_had_without_swapping() -> None:
    assert available_bytes() == FREE


def test_within_a_container_what_its_limit_leaves() -> None:
    """Pages that only cache files, and were not read lately, make room."""
    container(str(2**30), used=700 * 2**20, inactive_file=300 * 2**20)
    assert available_bytes() == 624 * 2**20


@pytest.mark.parametrize("limit", ["max", str(2**40)])
def test_a_container_without_limit_or_with_a_larger_one(limit: str) -> None:
    container(limit, used=2**20, inactive_file=0)

    assert available_bytes() == FREE


def test_elsewhere_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS tells no more."""
    memory.MEMINFO.unlink()
    monkeypatch.setattr("os.sysconf", {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 1000}.__getitem__)

    assert available_bytes() == 4_096_000


def test_what_fits_passes_and_one_byte_more_is_refused() -> None:
    require(FREE, "a state")

    with pytest.raises(InsufficientMemory) as refusal:
        require(FREE + 1, "the exact state of 28 qubits")

    assert str(refusal.value) == (
        "the exact state of 28 qubits takes 8589934593 bytes (8.0 GiB), and 8589934592 bytes (8.0 GiB) are available; "
        "use a larger instance_type, a smaller problem, or single precision, which takes less"
    )
