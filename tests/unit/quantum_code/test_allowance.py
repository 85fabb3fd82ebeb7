"""The allowance: never a circuit too many, and always one for the end."""

import pytest

from contract.run_result import Spent
from quantum_code.allowance import Allowance
from quantum_code.states import LimitReachedError


def test_circuits_are_allowed_up_to_the_limit_and_not_beyond() -> None:
    allowance = Allowance(10)
    allowance.check(10)
    allowance.add(Spent(tasks=1, circuits=7, shots=700))

    allowance.check(3)
    with pytest.raises(LimitReachedError, match=r"stopped at the limit of 10 circuits \(max_circuits\)"):
        allowance.check(4)
    assert allowance.spent == Spent(tasks=1, circuits=7, shots=700)


def test_what_is_reserved_is_kept_until_it_is_released() -> None:
    allowance = Allowance(10)
    allowance.reserve(2)

    allowance.check(8)
    with pytest.raises(LimitReachedError):
        allowance.check(9)
    allowance.reserve(0)
    allowance.check(10)


def test_without_a_limit_everything_is_allowed_and_counted() -> None:
    allowance = Allowance()
    allowance.check(10**9)
    for _ in range(2):
        allowance.add(Spent(tasks=1, circuits=2, shots=3))

    assert allowance.spent == Spent(tasks=2, circuits=4, shots=6)
