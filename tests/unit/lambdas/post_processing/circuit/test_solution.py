"""The counts in words, the verdict on them, and what follows from it."""

import json
from collections.abc import Callable

import pytest

from contract.run_result import CircuitResult
from lambdas.post_processing.circuit.caveats import list_caveats
from lambdas.post_processing.circuit.performance import measure
from lambdas.post_processing.circuit.recommendations import recommend
from lambdas.post_processing.circuit.solution import describe_solution

Make = Callable[..., CircuitResult]

GARNET = "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet"
BELL = {"00": 0.5, "11": 0.5}


def test_the_counts_of_all_repetitions_are_the_answer(make_circuit: Make) -> None:
    result = make_circuit()
    solution = describe_solution(result, measure(result))
    assert solution["total_counts"] == {"00": 104, "11": 94, "01": 2}
    assert (solution["bitstring"], solution["share"], solution["repetitions"]) == ("00", 0.52, 2)
    assert solution["share_interval"]["low"] < 0.52 < solution["share_interval"]["high"]
    assert json.loads(json.dumps(solution, allow_nan=False)) == solution
    assert solution["verdict"] == (
        "Beyond shot noise: 200 shots gave 00 most often, 52% of the time. The counts lie 0.03 from the exact "
        "distribution in total variation, where ideal shots would lie 0.0282 on average; 2 shots gave outcomes that an "
        "ideal device never gives."
    )


def test_ideal_counts_are_within_shot_noise(make_counts: Make) -> None:
    result = make_counts({"00": 104, "11": 96}, exact=BELL)
    verdict = describe_solution(result, measure(result))["verdict"]
    assert verdict.startswith("Within shot noise: 200 shots gave 00 most often, 52% of the time.")


def test_more_than_shot_noise_is_said(make_counts: Make) -> None:
    result = make_counts({"00": 600, "11": 400}, exact=BELL)
    verdict = describe_solution(result, measure(result))["verdict"]
    assert verdict.startswith(
        "Beyond shot noise: 1000 shots gave 00 most often, 60% of the time. The counts lie 0.1 from"
    )
    assert verdict.endswith("in less than 5% of cases.")


def test_without_a_reference_nothing_is_claimed(make_circuit: Make) -> None:
    result = make_circuit(reference=None)
    solution = describe_solution(result, measure(result))
    assert solution["reference"] is None
    assert solution["verdict"].startswith("Unproven: 200 shots gave 00 most often, 52% of the time.")


@pytest.mark.parametrize(
    ("device", "cause"),
    [(GARNET, "the device's errors show"), ("local:pennylane/lightning.qubit", "repeat with another seed")],
)
def test_a_deviation_calls_for_its_cause(make_counts: Make, device: str, cause: str) -> None:
    result = make_counts({"00": 450, "11": 450, "01": 100}, exact=BELL, device=device, allow_qpu=True)
    first = recommend(result, measure(result))[0]
    assert first.startswith("The counts deviate from the exact distribution by more than shot noise (10%)")
    assert cause in first


def test_scattered_counts_call_for_shots(make_counts: Make) -> None:
    result = make_counts({f"{k:04b}": 1 for k in range(10)})
    assert recommend(result, measure(result))[0].startswith("10 shots gave 10 different outcomes")
    alone = make_counts({"01": 1})
    assert recommend(alone, measure(alone))[0].startswith("1 shot gave 1 different outcome, so")


def test_coarse_counts_call_for_as_many_shots_as_it_takes(make_counts: Make) -> None:
    # The expected total variation of a fair coin in 10 shots is √(2 / (π 10)) / 2 = 0.126; 0.05 takes 64.
    result = make_counts({"0": 5, "1": 5}, exact={"0": 0.5, "1": 0.5})
    assert recommend(result, measure(result))[0] == (
        "Shot noise alone gives a total variation of 12.6%, so smaller errors do not show: "
        "raise shots from 10 to 64 to bring it to 5%."
    )


def test_a_good_run_is_left_alone_but_for_the_yardstick(make_circuit: Make, make_counts: Make) -> None:
    result = make_counts({"00": 104, "11": 96}, exact=BELL)
    assert len(recommend(result, measure(result))) == 1
    unknown = make_circuit(reference=None)
    assert recommend(unknown, measure(unknown))[-1].startswith(
        "No exact distribution is known for this program on 2 qubits"
    )


@pytest.mark.parametrize(
    ("device", "caveat"),
    [
        ("local:pennylane/lightning.qubit", "One run, one seed (42): another seed gives other counts"),
        ("local:braket/braket_dm", "with the noise that the program describes and no other"),
        (GARNET, "the errors of the hardware are part of these figures"),
    ],
)
def test_caveats_depend_on_the_device(make_counts: Make, device: str, caveat: str) -> None:
    caveats = list_caveats(make_counts({"00": 50, "11": 50}, exact=BELL, device=device))
    assert any(caveat in sentence for sentence in caveats)
    assert any("One run, one seed" in sentence for sentence in caveats) is device.startswith("local:")
