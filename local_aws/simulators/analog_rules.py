"""What Aquila takes of a program for neutral atoms: the ranges of its capabilities, in SI units (m, rad/s, rad, s)."""

import warnings
from itertools import combinations, pairwise
from math import hypot
from typing import Any

from local_aws.simulators.device import Capabilities
from local_aws.simulators.errors import ProgramRejected

ROUNDING = 1e-9
"""Relative; decimal texts become binary fractions."""


def check_analog(program: Any, capabilities: Capabilities, *, experimental: bool) -> None:
    """Raises ProgramRejected unless the device runs this program."""
    paradigm = capabilities.document["paradigm"]
    try:
        sites = [(float(x), float(y)) for x, y in program.setup.ahs_register.sites]
        _check_sites(sites, list(program.setup.ahs_register.filling), paradigm, experimental=experimental)
        fields = list(program.hamiltonian.drivingFields)
        if len(fields) != 1:
            raise ProgramRejected(f"The Hamiltonian must have exactly 1 driving field; it has {len(fields)}.")
        _check_driving(fields[0], paradigm["rydberg"]["rydbergGlobal"])
        if program.hamiltonian.localDetuning and not experimental:
            raise ProgramRejected(
                "Local detuning is an experimental capability. Set experimentalCapabilities to ALL to use it."
            )
        _check_structure(program)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        raise ProgramRejected(f"The program is not valid: {' '.join(str(fault).split())[:500]}") from fault


def _check_sites(
    sites: list[tuple[float, float]], filling: list[int], paradigm: dict[str, Any], *, experimental: bool
) -> None:
    lattice = paradigm["lattice"]
    geometry, area = lattice["geometry"], lattice["area"]
    most = min(geometry["numberSitesMax"], paradigm["qubitCount"])
    if not sites:
        raise ProgramRejected("The atom arrangement has no sites.")
    if len(filling) != len(sites):
        raise ProgramRejected(f"The atom arrangement has {len(sites)} sites and {len(filling)} fillings.")
    if len(sites) > most:
        raise ProgramRejected(f"The atom arrangement has {len(sites)} sites; the device has {most}.")
    widths = [max(axis) - min(axis) for axis in zip(*sites, strict=True)]
    limits = (area["width"], area["height"])
    for name, width, limit in zip(("width", "height"), widths, limits, strict=True):
        if width > limit * (1 + ROUNDING) and not (experimental and name == "height"):
            raise ProgramRejected(f"The arrangement's {name} of {width:g} m is larger than the device's {limit:g} m.")
    radial, vertical = geometry["spacingRadialMin"], geometry["spacingVerticalMin"]
    for (i, a), (j, b) in combinations(enumerate(sites), 2):
        if hypot(a[0] - b[0], a[1] - b[1]) < radial * (1 - ROUNDING):
            raise ProgramRejected(f"Sites {i} and {j} are closer than the device's minimum of {radial:g} m.")
        if 0 < abs(a[1] - b[1]) < vertical * (1 - ROUNDING) and not experimental:
            raise ProgramRejected(f"The rows of sites {i} and {j} are closer than {vertical:g} m.")


def _check_driving(field: Any, limits: dict[str, Any]) -> None:
    ranges = (
        ("amplitude", "rabiFrequencyRange", "rabiFrequencySlewRateMax"),
        ("detuning", "detuningRange", "detuningSlewRateMax"),
        ("phase", "phaseRange", None),
    )
    ends = set()
    for name, range_name, slew_name in ranges:
        series = getattr(field, name).time_series
        times, values = [float(t) for t in series.times], [float(v) for v in series.values]
        ends.add(times[-1])
        low, high = limits[range_name]
        worst = max(values, key=lambda value: max(low - value, value - high))  # used at once
        if not low - ROUNDING * abs(low) <= worst <= high + ROUNDING * abs(high):
            raise ProgramRejected(f"The driving field's {name} {worst:g} is outside the device's [{low:g}, {high:g}].")
        if slew_name:
            _check_slew(name, times, values, float(limits[slew_name]))
        if name == "amplitude" and (values[0] or values[-1]):
            raise ProgramRejected("The driving field's amplitude must start and end at 0.")
    if len(ends) > 1:
        raise ProgramRejected("The time series of the driving field do not end at the same time.")
    if max(ends) > limits["timeMax"] * (1 + ROUNDING):
        raise ProgramRejected(f"The program takes {max(ends):g} s; the device allows {limits['timeMax']:g} s.")


def _check_slew(name: str, times: list[float], values: list[float], limit: float) -> None:
    for (t0, v0), (t1, v1) in pairwise(zip(times, values, strict=True)):
        if t1 <= t0:
            raise ProgramRejected(f"The times of the driving field's {name} do not increase.")
        if abs(v1 - v0) / (t1 - t0) > limit * (1 + ROUNDING):
            raise ProgramRejected(f"The driving field's {name} changes faster than the device's {limit:g} per second.")


def _check_structure(program: Any) -> None:
    """What the SDK's own simulator asks for; its warnings are about ranges that are checked here."""
    from braket.analog_hamiltonian_simulator.rydberg.constants import capabilities_constants
    from braket.analog_hamiltonian_simulator.rydberg.validators.ir_validator import validate_program

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        validate_program(program, capabilities_constants())
