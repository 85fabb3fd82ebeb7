"""What CreateQuantumTask verifies of an action before it answers."""

from dataclasses import dataclass
from typing import Any

from local_aws.simulators.actions import ANALOG, JAQCD, OPENQASM, PROGRAM_SET, read_action
from local_aws.simulators.device import Capabilities, Device, read_capabilities
from local_aws.simulators.errors import ProgramRejected
from local_aws.simulators.parameter_rules import check_parameters


@dataclass(frozen=True)
class ActionFacts:
    """What an action is, for prices and quotas."""

    action_type: str
    program_count: int = 1
    executable_count: int = 1


def check(
    device: Device, action: str, shots: int, device_parameters: dict[str, Any], experimental: bool
) -> ActionFacts:
    """Verifies an action against the device's published capabilities.

    Args:
        device: the device that is to run it.
        action: the request's `action`, JSON.
        shots: for a program set, over all its executables.
        device_parameters: the request's, parsed; what a program may hold does not depend on them.
        experimental: whether `experimentalCapabilities` is ALL.

    Raises:
        ProgramRejected: when the device would not take it.
    """
    capabilities = read_capabilities(device.capabilities_json)
    check_error_mitigation(device_parameters.get("errorMitigation"), shots, capabilities)
    check_parameters(device_parameters, capabilities)
    action_type, content = read_action(action)
    if action_type not in capabilities.actions:
        raise ProgramRejected(f"Device does not support the action {action_type}.")
    if action_type == PROGRAM_SET:
        from local_aws.simulators.program_set_rules import check_program_set

        return check_program_set(content, shots, capabilities, experimental=experimental)
    check_shots(shots, capabilities)
    if action_type == OPENQASM:
        from local_aws.simulators.openqasm_rules import check_openqasm

        check_openqasm(content.source, content.inputs or {}, shots, capabilities, experimental=experimental)
    elif action_type == JAQCD:
        from local_aws.simulators.jaqcd_rules import check_jaqcd

        check_jaqcd(content, shots, capabilities)
    elif action_type == ANALOG:
        from local_aws.simulators.analog_rules import check_analog

        check_analog(content, capabilities, experimental=experimental)
    return ActionFacts(action_type)


def check_error_mitigation(wanted: Any, shots: int, capabilities: Capabilities) -> None:
    """Raises ProgramRejected when the device has not that kind of error mitigation, or not for so few shots."""
    offered = (capabilities.document.get("provider") or {}).get("errorMitigation") or {}
    for item in wanted if isinstance(wanted, list) else [wanted] if wanted else []:
        kind = str(item.get("type")) if isinstance(item, dict) else str(item)
        if kind not in offered:
            raise ProgramRejected(f"Device does not support the error mitigation {kind[:100]}.")
        fewest = offered[kind].get("minimumShots", 0)
        if shots < fewest:
            raise ProgramRejected(f"{kind} needs at least {fewest} shots; the task requests {shots}.")


def check_shots(shots: int, capabilities: Capabilities) -> None:
    """Raises ProgramRejected when the device takes more shots than these, or fewer."""
    low, high = capabilities.shots_range
    if not low <= shots <= high:
        raise ProgramRejected(f"shots {shots} must be within the device's range, [{low}, {high}]")
