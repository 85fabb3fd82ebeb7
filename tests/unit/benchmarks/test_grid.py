"""What is timed by default, and what is left out with a reason."""

import pytest

from benchmarks.qaoa.command_line import parse
from benchmarks.qaoa.grid import Forecast, cells, jobs, pilot
from benchmarks.qaoa.rounds import Cell, Job, Measured

PLENTY = 2**40
LIGHTNING: Job = ("lightning", "gradient")
OPTIONS = parse(["--contenders", "exact_qaoa", "lightning", "lightning-qnode"])


def learnt(seconds: float, job: Job = LIGHTNING) -> Forecast:
    """A forecast that knows one cell."""
    forecast = Forecast()
    forecast.learn(Measured(Cell("max_cut", 10, 4), {job: [seconds, None, seconds]}))
    return forecast


def test_the_default_covers_the_sizes_and_depths_by_growing_work() -> None:
    found = cells(parse([]))
    assert {cell.num_qubits for cell in found if cell.layers == 4} == set(range(8, 25, 2))
    assert {cell.layers for cell in found if cell.num_qubits == 16} == {1, 2, 4, 8, 16}
    assert found == sorted(found)


def test_a_call_is_foreseen_from_amplitudes_gates_and_layers() -> None:
    assert learnt(0.5).seconds(LIGHTNING, Cell("max_cut", 12, 8)) == pytest.approx(0.5 * 4 * 1.2 * 2)


def test_a_benchmark_of_large_problems_only_is_foreseen_from_a_small_one() -> None:
    large = ["--depths", "--weighted-sizes", "--sizes"]
    assert pilot(parse([*large, "20", "24"])) == Cell("max_cut", 14, 4)
    assert pilot(parse([*large, "14", "24"])) is None
    assert pilot(parse(large)) is None


def test_nothing_is_foreseen_from_larger_problems() -> None:
    assert learnt(0.5).seconds(LIGHTNING, Cell("max_cut", 8, 4)) == 0


def test_what_would_take_too_long_is_left_out_with_a_reason() -> None:
    taken, skipped = jobs(Cell("max_cut", 14, 4), OPTIONS, learnt(1.0), PLENTY)
    assert LIGHTNING not in taken
    assert ("lightning", "value") in taken
    assert skipped == ["lightning, gradient: a call would take about 22 s"]


def test_without_the_first_contender_nothing_is_timed() -> None:
    forecast = learnt(1.0, ("exact_qaoa", "value"))
    forecast.learn(Measured(Cell("max_cut", 10, 4), {("exact_qaoa", "gradient"): [1.0]}))
    assert jobs(Cell("max_cut", 14, 4), OPTIONS, forecast, PLENTY)[0] == []


def test_what_does_not_fit_is_left_out_with_its_bytes() -> None:
    taken, skipped = jobs(Cell("max_cut", 24, 4), OPTIONS, Forecast(), 2**30)
    assert taken == []
    assert "2.68e+09 bytes" in skipped[0]


def test_a_form_that_matters_for_few_qubits_only_is_not_asked_beyond() -> None:
    names = {name for name, _ in jobs(Cell("max_cut", 16, 4), OPTIONS, Forecast(), PLENTY)[0]}
    assert names == {"exact_qaoa", "lightning"}


def test_the_weighted_problem_is_for_ours_and_lightning() -> None:
    names = {name for name, _ in jobs(Cell("weighted", 10, 4), parse([]), Forecast(), PLENTY)[0]}
    assert names == {"exact_qaoa", "lightning"}


@pytest.mark.parametrize("flag", ["--sizes", "--depth-sizes", "--weighted-sizes", "--job-size"])
def test_an_odd_size_is_refused(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse([flag, "9"])
    assert "9: 3-regular graphs have 4, 6, 8, … nodes" in capsys.readouterr().err
