"""No process outlives the account that started it, however that ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from local_aws.processes import Processes, kill_group
from local_aws.sandbox import lifeline

ROOT = Path(__file__).resolve().parents[3]
LIFELINE = ROOT / "local_aws" / "sandbox"
PATIENCE_S = 20.0
needs_marks = pytest.mark.skipif(not lifeline.KNOWS_MARKS, reason="other processes' environments are not known here")

HEARTBEAT = """
import sys, time
for _ in range(3000):  # a minute, should nothing end it
    with open(sys.argv[1], "a") as file:
        file.write(".")
    time.sleep(0.02)
"""

CHILD = f"""
import subprocess, sys
sys.path.insert(0, {str(LIFELINE)!r})
import lifeline
lifeline.hold()
for leaves, file in enumerate(sys.argv[2:]):  # the first stays in its group, the others leave it
    subprocess.Popen([sys.executable, "-I", "-S", "-c", {HEARTBEAT!r}, file], start_new_session=bool(leaves))
sys.argv = sys.argv[:2]
exec({HEARTBEAT!r})
"""

PARENT = f"""
import os, sys, time
from pathlib import Path
from local_aws.processes import Processes
with Processes() as processes:
    command = [sys.executable, "-I", "-S", "-c", {CHILD!r}, *sys.argv[1:]]
    processes.start(command, cwd=Path.cwd(), env=os.environ)
    time.sleep(60)
"""


def _until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def _beats(file: Path) -> bool:
    """Whether its process is alive: the file grows."""
    before = file.stat().st_size if file.exists() else 0
    time.sleep(0.4)
    return (file.stat().st_size if file.exists() else 0) > before


@pytest.fixture
def hearts(tmp_path: Path) -> list[Path]:
    """Files that grow while a child, and processes that the child started, are alive."""
    return [tmp_path / name for name in ("child", "grandchild", *(["left the group"] if lifeline.KNOWS_MARKS else []))]


def _start(processes: Processes, code: str, *arguments: str) -> "subprocess.Popen[bytes]":
    return processes.start([sys.executable, "-I", "-S", "-c", code, *arguments], cwd=ROOT, env=os.environ)


def _all_beat(hearts: list[Path]) -> bool:
    return all(file.exists() and file.stat().st_size for file in hearts)


def test_leaving_the_context_ends_children_and_what_they_started(hearts: list[Path]) -> None:
    with Processes() as processes:
        child = _start(processes, CHILD, *map(str, hearts))
        assert _until(lambda: _all_beat(hearts))
    assert child.returncode == -signal.SIGKILL
    assert not any(_beats(file) for file in hearts)


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGTERM])
def test_children_end_when_their_parent_is_killed(hearts: list[Path], ended_by: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT, *map(str, hearts)]
    parent = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True)
    try:
        assert _until(lambda: _all_beat(hearts))
        parent.send_signal(ended_by)
        parent.wait(PATIENCE_S)
        assert _until(lambda: not any(_beats(file) for file in hearts))
    finally:
        kill_group(parent)


def test_one_child_can_be_ended_with_what_it_started(hearts: list[Path]) -> None:
    with Processes() as processes:
        child = _start(processes, CHILD, *map(str, hearts))
        assert _until(lambda: _all_beat(hearts))
        kill_group(child)
        child.wait(PATIENCE_S)
        processes.forget(child)
        assert not any(_beats(file) for file in hearts)
        kill_group(child)  # it has ended: nothing happens


@needs_marks
def test_what_left_the_group_ends_although_nobody_is_left_in_it(tmp_path: Path) -> None:
    heart = tmp_path / "left behind"
    leave = f"import os\nif not os.fork():\n    os.setsid()\n    exec({HEARTBEAT!r})"
    with Processes() as processes:
        child = _start(processes, leave, str(heart))
        child.wait(PATIENCE_S)
        assert _until(lambda: _beats(heart))
        kill_group(child)
        assert not _beats(heart)
        processes.forget(child)


@needs_marks
def test_another_child_is_left_alone(tmp_path: Path) -> None:
    hearts = [tmp_path / "one", tmp_path / "other"]
    with Processes() as processes:
        child, _ = [_start(processes, HEARTBEAT, str(heart)) for heart in hearts]
        assert _until(lambda: _all_beat(hearts))
        kill_group(child)
        child.wait(PATIENCE_S)
        assert [_beats(heart) for heart in hearts] == [False, True]


def test_standard_input_is_empty() -> None:
    read = (
        "import os, subprocess, sys; print(repr(sys.stdin.read()), os.fstat(0).st_rdev == os.stat(os.devnull).st_rdev)"
    )
    own = f"import sys; sys.path.insert(0, {str(LIFELINE)!r}); import lifeline; lifeline.hold()\n{read}"
    for code in (own, f"{own}\nsubprocess.run([sys.executable, '-c', {read!r}])"):
        with Processes() as processes:
            child = _start(processes, code)
            assert child.wait(PATIENCE_S) == 0
            assert child.stdout is not None
            assert set(child.stdout.read().splitlines()) == {b"'' True"}
            processes.forget(child)


def test_output_and_errors_come_through_one_pipe() -> None:
    with Processes() as processes:
        child = _start(processes, "import sys; print('out', flush=True); print('err', file=sys.stderr)")
        assert child.stdout is not None
        assert child.stdout.read() == b"out\nerr\n"
        assert child.wait() == 0
        processes.forget(child)


def test_nothing_starts_after_the_end() -> None:
    with Processes() as processes:
        pass
    with pytest.raises(RuntimeError, match="shutting down"):
        _start(processes, "")
