"""Advice on the number of shots of a run on a binary problem, which also says when shots are not what is missing."""

import math

from contract.devices import DEVICES
from contract.run_result import BinaryResult, Enumeration
from lambdas.post_processing.binary.performance import BinaryPerformance
from lambdas.post_processing.optimizer_advice import MAX_SHOTS, more_layers
from lambdas.post_processing.wording import counted, number, percent

SHALLOW = 0.6
"""Below this optimization_efficiency, where Good begins, a circuit of more layers is worth its price."""

CONFIDENCE = 0.99
"""Probability with which an advised number of shots holds an optimum."""


def advise_missed(result: BinaryResult, performance: BinaryPerformance) -> str | None:
    """What to do when no shot gave the optimum, or the best cost known."""
    gap = performance.gap_to_optimum or max(0.0, performance.gap_to_best_known or 0.0)
    if not gap:
        return None
    shots, chance = result.plan.shots, performance.optimum_probability
    goal = "an optimum" if isinstance(result.reference, Enumeration) else "the best cost known"
    found = f"No shot of {shots} gave {goal}; the best one is {number(gap)} above it"
    needed = _shots_needed(chance)
    if chance is not None and needed is not None and needed > shots:
        return f"{found}. One shot is optimal with probability {percent(chance)}: raise shots from {shots} to {needed}."
    if performance.optimization_efficiency < SHALLOW:
        return f"{found}, and more shots of the same circuit would hardly change that."
    return f"{found}: {more_layers(result.plan.layers)}."


def advise_scattered(result: BinaryResult, performance: BinaryPerformance) -> str | None:
    """That a best sample among mostly different ones is luck."""
    if 2 * result.distinct_samples <= result.plan.shots:
        return None
    return (
        f"{counted(result.plan.shots, 'shot')} gave {counted(result.distinct_samples, 'different assignment')}, so the "
        f"best is largely luck of the draw: judge the circuit by its expectation ({number(performance.expectation)})."
    )


def advise_imprecise(result: BinaryResult, performance: BinaryPerformance) -> str | None:
    """That more shots are called for, where the standard error is above a twentieth of the lead over guessing.

    The interval then reaches a tenth of the lead to either side.
    """
    error, shots = result.expectation_stderr, result.plan.shots
    lead = performance.random_guess_cost - performance.expectation
    if error <= 0.05 * abs(lead) or 4 * shots > MAX_SHOTS:
        return None
    return (
        f"The expected cost has a standard error of {number(error)}, its lead over guessing is "
        f"{number(lead)}: raise shots from {shots} to {4 * shots} to halve the error."
    )


def advise_oversampled(result: BinaryResult, performance: BinaryPerformance) -> str | None:
    """That fewer shots would do, only where a shot costs money."""
    needed = _shots_needed(performance.optimum_probability)
    billed = any(device.arn == result.plan.device and device.usd_per_shot for device in DEVICES)
    if not (billed and performance.optimum_found) or needed is None or 2 * needed > result.plan.shots:
        return None
    held = f"{counted(needed, 'shot')} would hold an optimum with probability {percent(CONFIDENCE)}"
    return f"{held}: lower shots from {result.plan.shots} to save money."


def _shots_needed(chance: float | None) -> int | None:
    """Shots that hold an optimum with probability CONFIDENCE; None when that is not known or more than allowed."""
    if not chance:
        return None
    if chance >= CONFIDENCE:
        return 1
    if -math.expm1(MAX_SHOTS * math.log1p(-chance)) < CONFIDENCE:
        return None
    return math.ceil(math.log1p(-CONFIDENCE) / math.log1p(-chance))
