"""What to change next in a circuit's run, each piece of advice with the figures that call for it."""

import math

from contract.devices import DEVICES, DeviceKind
from contract.run_result import CircuitResult
from lambdas.post_processing.circuit.performance import SIGNIFICANCE, CircuitPerformance
from lambdas.post_processing.optimizer_advice import MAX_SHOTS
from lambdas.post_processing.wording import counted, percent


def recommend(result: CircuitResult, performance: CircuitPerformance) -> list[str]:
    """One sentence for each change that the figures call for, the most urgent first; never empty.

    The last one always says what the counts were or can be held against.
    """
    rules = (_deviating, _scattered, _coarse, _yardstick)
    return [advice for rule in rules if (advice := rule(result, performance)) is not None]


def _deviating(result: CircuitResult, performance: CircuitPerformance) -> str | None:
    if performance.within_shot_noise is not False or performance.total_variation is None:
        return None
    distance = percent(performance.total_variation)
    found = f"The counts deviate from the exact distribution by more than shot noise ({distance})"
    kind = next((device.kind for device in DEVICES if device.arn == result.plan.device), None)
    if kind is DeviceKind.QPU:
        return f"{found}: the device's errors show; use fewer two-qubit gates, or a device with fewer errors."
    return (
        f"{found}, which less than {percent(SIGNIFICANCE)} of noiseless runs do: repeat with another seed, and if it "
        "stays, look for noise in the program or a bit order that differs."
    )


def _scattered(result: CircuitResult, performance: CircuitPerformance) -> str | None:
    """Where most outcomes were seen once or never again, shares say little."""
    if 2 * performance.distinct_outcomes <= performance.shots:
        return None
    shots = counted(performance.shots, "shot")
    return (
        f"{shots} gave {counted(performance.distinct_outcomes, 'different outcome')}, so the share of each is largely "
        "chance: "
        f"raise shots from {result.plan.shots}, or look at fewer qubits."
    )


def _coarse(result: CircuitResult, performance: CircuitPerformance) -> str | None:
    """Where shot noise alone hides an error of a tenth: its average falls with the root of the shots."""
    expected = performance.expected_total_variation
    if expected is None or expected <= 0.1 or 2 * performance.distinct_outcomes > performance.shots:
        return None
    needed = math.ceil(result.plan.shots * (expected / 0.05) ** 2)
    noise = f"Shot noise alone gives a total variation of {percent(expected)}, so smaller errors do not show"
    if needed <= MAX_SHOTS:
        return f"{noise}: raise shots from {result.plan.shots} to {needed} to bring it to 5%."
    return f"{noise}: raise shots from {result.plan.shots}, as far as they go."


def _yardstick(result: CircuitResult, performance: CircuitPerformance) -> str:
    size = result.problem.problem_size
    if result.reference is None:
        return (
            f"No exact distribution is known for this program on {counted(size, 'qubit')}: run a smaller or noiseless "
            "version on a simulator to hold the counts against."
        )
    return (
        "A classical computer knows the exact distribution of this program from its state vector: "
        "at this size a run tests the device rather than finds out something new."
    )
