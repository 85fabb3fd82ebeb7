"""What the counts of a circuit do not say."""

from contract.devices import DEVICES, DeviceKind
from contract.run_result import CircuitResult
from lambdas.post_processing.caveats import device_caveat, seed_caveat


def list_caveats(result: CircuitResult) -> list[str]:
    """One sentence or two for each limit that applies to this run."""
    caveats = [_device(result)]
    if result.reference is not None:
        caveats.append(
            "The exact distribution is that of the program without noise. Agreement within shot noise does not show "
            "that the device is without errors: more shots find smaller ones, and phases leave no trace in counts."
        )
    else:
        caveats.append("Without an exact distribution the counts say what was measured, not whether it is right.")
    repetitions = len(result.measurement_counts)
    if repetitions > 1:
        caveats.append(
            f"The {repetitions} repetitions are counted together as if nothing had changed between them; "
            "their spread stands beside each outcome."
        )
    return [*caveats, seed_caveat(result, "gives other counts")] if _seeded(result) else caveats


def _device(result: CircuitResult) -> str:
    """A simulator of density matrices takes noise, but only what the program itself describes."""
    device = next((device for device in DEVICES if device.arn == result.plan.device), None)
    if device is not None and device.noise:
        return f"Simulated on {device.name}, with the noise that the program describes and no other."
    return device_caveat(result)


def _seeded(result: CircuitResult) -> bool:
    """Whether the seed decides the counts, as it does on embedded simulators only."""
    return any(device.arn == result.plan.device and device.kind is DeviceKind.EMBEDDED for device in DEVICES)
