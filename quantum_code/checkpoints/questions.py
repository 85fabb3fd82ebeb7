"""Whether two questions are the same, when one of them was asked on another machine."""

from typing import Any

ROUNDING = 1e-9
"""Relative difference (absolute below 1) up to which two numbers are the same: processors differ in last digits, and
questions that differ on purpose, by a step of an optimiser or a gradient, differ by far more."""


def same_question(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal but for rounding."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_question(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_question, one, other))
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) <= ROUNDING * max(1.0, abs(one), abs(other))
    return bool(one == other)
