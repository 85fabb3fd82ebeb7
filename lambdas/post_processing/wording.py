"""Numbers, problems and answers in the words of a reader, not of a solver."""

from contract.problems import BinaryProblem
from contract.run_result import Interval

MINUS, PLUS_MINUS, ARROW = "\N{MINUS SIGN}", "\N{PLUS-MINUS SIGN}", "\N{RIGHTWARDS ARROW}"

SYMMETRIC = 0.05
"""Share of its width by which an interval may lie off its centre and still be written with ±."""

SHOWN_BITS = 24
"""A longer bitstring is shortened where room is scarce."""


def number(value: float) -> str:
    """A number with at most six significant digits and a true minus sign; whole numbers in full up to a billion."""
    if value == int(value) and abs(value) < 1e9:
        return str(int(value)).replace("-", MINUS)
    return f"{value:.6g}".replace("-", MINUS)


def estimate(value: float, interval: Interval | None) -> str:
    """A number with its interval, rounded to the interval's second digit: "−5.50 ± 0.10", or "0.40 [0.31, 0.50]"."""
    if interval is None or interval.low == interval.high:
        return number(value)
    above, below = interval.high - value, value - interval.low
    decimals = 1 - int(f"{max(abs(above), abs(below)):.1e}".split("e")[1])
    if abs(above - below) <= SYMMETRIC * (above + below):
        return f"{_fixed(value, decimals)} {PLUS_MINUS} {_fixed((above + below) / 2, decimals)}"
    return f"{_fixed(value, decimals)} [{_fixed(interval.low, decimals)}, {_fixed(interval.high, decimals)}]"


def _fixed(value: float, decimals: int) -> str:
    """So many decimals where that can be read, six significant digits otherwise."""
    return f"{value:.{decimals}f}".replace("-", MINUS) if 0 <= decimals <= 9 else number(value)


def percent(share: float) -> str:
    """A share in [0, 1] as a percentage; only an exact 0 or 1 is called 0% or 100%."""
    if 0 < share < 0.0001:
        return "less than 0.01%"
    if 0.9999 < share < 1:
        return "more than 99.99%"
    return f"{100 * share:.3g}%" if share <= 0.99 else f"{100 * share:.4g}%"


def percent_estimate(share: float, interval: Interval | None) -> str:
    """A share with its interval, as in "50% [40.2%, 59.8%]"."""
    return percent(share) + (f" [{percent(interval.low)}, {percent(interval.high)}]" if interval else "")


def confidence(interval: Interval) -> str:
    """What the interval's bounds are worth, as in "95% confidence"."""
    return f"{percent(interval.confidence)} confidence"


def energy(value: float, interval: Interval | None = None) -> str:
    """An energy in hartree: to the microhartree where it is exact, to its interval's digits where it is not."""
    figure = estimate(value, interval) if interval else f"{value:.6f}".replace("-", MINUS)
    return f"{figure} Ha"


def millihartree(value: float) -> str:
    """A difference of energies, to three digits; what is below a microhartree does not matter in chemistry."""
    if value == 0:
        return "0 mHa"
    if abs(value) < 0.001:
        return "less than 0.001 mHa"
    return f"{value:.3g} mHa".replace("-", MINUS)


def value(problem: BinaryProblem, cost: float) -> str:
    """A cost as the problem's own measure, as in "cut of 17" or "cost of −1.25"."""
    name, amount = problem.measure(cost)
    return f"{name} of {number(amount)}"


def an(phrase: str) -> str:
    """The phrase with its indefinite article, as in "an energy of 1"."""
    return f"{'an' if phrase[0] in 'aeiou' else 'a'} {phrase}"


def counted(count: int, noun: str) -> str:
    """The count with its noun, in the plural unless it is one."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def shortened(bitstring: str) -> str:
    """The bitstring, its middle left out where it is long."""
    half = SHOWN_BITS // 2 - 1
    return (
        bitstring if len(bitstring) <= SHOWN_BITS else f"{bitstring[:half]}\N{HORIZONTAL ELLIPSIS}{bitstring[-half:]}"
    )
