"""What a plan leaves open, settled: defaults that follow from the problem and the device, and whether all fits.

job-submission settles a plan before it quotes it, and the job program settles its own again: both by these rules.
"""

from typing import Any

from contract.devices import Device, DeviceKind
from contract.errors import InvalidPlan, InvalidProblem
from contract.problems import BinaryProblem, Chemistry, Circuit, MaxCut, Problem
from contract.run_plan import RunPlan

FIXED_ANGLE_DEPTHS = {3: 11, 4: 5, 5: 4, 6: 3, 7: 3, 8: 3, 9: 3, 10: 3, 11: 2}
"""Degree of a regular graph to the largest depth for which arXiv:2107.00677 publishes angles."""

GRADIENT_OPTIMIZERS = ("l-bfgs-b", "adam")

CIRCUITS = 1000
"""Limit of a run on a paid device when it cannot be told beforehand how many circuits an energy takes."""

ENERGIES = {"cobyla": (1, 1), "spsa": (3, 9), "none": (0, 1)}
"""What optimisers ask for at most, in each iteration and beside; the others stay below `RunPlan.max_evaluations`."""

OPTIONS: dict[str, tuple[str, ...]] = {
    "qaoa": ("mixer", "start", "optimizer", "evaluation", "gradient", "initial_parameters"),
    "vqe": ("ansatz", "optimizer", "evaluation", "gradient", "initial_parameters"),
    "sampling": (),
}
"""Fields that only some algorithms take."""


def settle(plan: RunPlan, problem: Problem, device: Device) -> RunPlan:
    """The plan with every choice made; settling it again changes nothing.

    Raises:
        InvalidProblem: the problem does not fit the device.
        InvalidPlan: the plan does not fit the problem or the device, or contradicts itself.
    """
    if problem.problem_size > device.qubits:
        raise InvalidProblem(
            f"the problem takes {problem.problem_size} qubits, {device.name} has {device.qubits}; "
            "choose a larger device, or a smaller problem"
        )
    if isinstance(problem, Circuit) and problem.has_noise and not device.noise:
        raise InvalidPlan(f"device: the program has noise, and {device.name} simulates none; use DM1 or braket_dm")
    if plan.shots > device.max_shots:
        raise InvalidPlan(f"shots: {device.name} takes at most {device.max_shots}, the plan asks for {plan.shots}")
    plan = plan.model_copy(update={"algorithm": _algorithm(plan, problem)})
    _refuse_foreign_options(plan)
    match plan.algorithm:
        case "qaoa":
            plan = _settle_qaoa(plan, problem)
        case "vqe":
            plan = _settle_vqe(plan, problem)
    if plan.algorithm != "sampling":
        plan = _settle_optimisation(plan, device)
    return _with_limit(plan, device)


def _algorithm(plan: RunPlan, problem: Problem) -> str:
    match problem:
        case Chemistry():
            fitting: tuple[str, ...] = ("vqe",)
        case Circuit():
            fitting = ("sampling",)
        case _:
            fitting = ("qaoa", "vqe")
    algorithm = plan.algorithm or fitting[0]
    if algorithm not in fitting:
        raise InvalidPlan(
            f"algorithm: {algorithm} does not solve {problem.problem_type} problems; use {' or '.join(fitting)}"
        )
    return algorithm


def _refuse_foreign_options(plan: RunPlan) -> None:
    assert plan.algorithm is not None
    for option in sorted({name for names in OPTIONS.values() for name in names}):
        if getattr(plan, option) is not None and option not in OPTIONS[plan.algorithm]:
            owners = " and ".join(name for name, options in OPTIONS.items() if option in options)
            raise InvalidPlan(f"{option}: is an option of {owners}, the algorithm is {plan.algorithm}; leave it out")
    if plan.repetitions > 1 and plan.algorithm != "sampling":
        raise InvalidPlan(f"repetitions: is an option of sampling, the algorithm is {plan.algorithm}; leave it out")
    if plan.objective == "cvar" and plan.algorithm != "qaoa":
        raise InvalidPlan(f"objective: cvar is an option of qaoa, the algorithm is {plan.algorithm}; leave it out")


def _settle_qaoa(plan: RunPlan, problem: Problem) -> RunPlan:
    assert isinstance(problem, BinaryProblem)
    constrained = problem.hamming_weight is not None
    mixer = plan.mixer or ("ring_xy" if constrained else "x")
    if (mixer == "ring_xy") != constrained:
        raise InvalidPlan(
            "mixer: x leaves the assignments of the problem's hamming_weight; use ring_xy"
            if constrained
            else "mixer: ring_xy keeps the number of ones, so the problem must fix it with hamming_weight; use x"
        )
    if plan.initial_parameters is not None:
        if plan.start is not None:
            raise InvalidPlan("start: initial_parameters are given, which are a start already; give one of the two")
        if len(plan.initial_parameters) != 2 * plan.layers:
            raise InvalidPlan(
                f"initial_parameters: has {len(plan.initial_parameters)} numbers, {plan.layers} layers take "
                f"{2 * plan.layers}: γ₁…γₚ, then β₁…βₚ"
            )
        return plan.model_copy(update={"mixer": mixer})
    start = plan.start or "linear_ramp"
    if start == "interpolation" and plan.optimizer == "none":
        raise InvalidPlan(
            "start: interpolation optimises at every depth, the optimizer is none; use another of the two"
        )
    if start == "fixed_angles":
        _check_fixed_angles(plan, problem, mixer)
    return plan.model_copy(update={"mixer": mixer, "start": start})


def _check_fixed_angles(plan: RunPlan, problem: Problem, mixer: str) -> None:
    degree = regular_degree(problem)
    if degree is None or mixer != "x":
        raise InvalidPlan(
            "start: fixed_angles are published for max_cut on regular graphs with weight 1; use linear_ramp"
        )
    deepest = FIXED_ANGLE_DEPTHS.get(degree, 0)
    if plan.layers > deepest:
        known = f"up to {deepest} layers" if deepest else f"for degrees {', '.join(map(str, FIXED_ANGLE_DEPTHS))} only"
        raise InvalidPlan(
            f"start: fixed_angles of {degree}-regular graphs are published {known}, the plan has {plan.layers}; "
            "use linear_ramp"
        )


def regular_degree(problem: Problem) -> int | None:
    """The degree of a MaxCut problem's graph, if all its nodes have the same and all its edges weigh 1."""
    if not isinstance(problem, MaxCut) or any(weight != 1 for *_, weight in problem.edges):
        return None
    degrees = [0] * problem.problem_size
    for i, j, _ in problem.edges:
        degrees[i] += 1
        degrees[j] += 1
    return degrees[0] if len(set(degrees)) == 1 else None


def _settle_vqe(plan: RunPlan, problem: Problem) -> RunPlan:
    chemical = isinstance(problem, Chemistry)
    ansatz = plan.ansatz or ("uccsd" if chemical else "hardware_efficient")
    if not chemical and ansatz != "hardware_efficient":
        raise InvalidPlan(f"ansatz: {ansatz} excites electrons of molecules; use hardware_efficient")
    if not chemical and isinstance(problem, BinaryProblem) and problem.hamming_weight is not None:
        raise InvalidPlan("algorithm: vqe does not keep the problem's hamming_weight; use qaoa")
    if ansatz == "adapt" and plan.initial_parameters is not None:
        raise InvalidPlan("initial_parameters: adapt chooses its operators on the way; leave them out")
    if ansatz == "adapt" and plan.optimizer == "none":
        raise InvalidPlan("optimizer: none leaves the operators that adapt picks without effect; use another")
    return plan.model_copy(update={"ansatz": ansatz})


def _settle_optimisation(plan: RunPlan, device: Device) -> RunPlan:
    """Evaluation, optimiser and gradient."""
    measured = device.kind is DeviceKind.QPU or (plan.objective == "cvar" and device.kind is DeviceKind.MANAGED)
    evaluation = plan.evaluation or ("shots" if measured else "exact")
    if evaluation == "exact" and measured:
        why = "is measured" if device.kind is DeviceKind.QPU else "does not give the distribution that cvar needs"
        raise InvalidPlan(f"evaluation: {device.name} {why}, so there are no exact values; use shots")
    gradient_free = "cobyla" if plan.algorithm == "qaoa" else "spsa"
    optimizer = plan.optimizer or ("l-bfgs-b" if evaluation == "exact" else gradient_free)
    if optimizer == "l-bfgs-b" and evaluation == "shots":
        raise InvalidPlan("optimizer: l-bfgs-b is misled by shot noise; use spsa, cobyla or adam, or exact energies")
    settled: dict[str, Any] = {"evaluation": evaluation, "optimizer": optimizer}
    if optimizer in GRADIENT_OPTIMIZERS or plan.ansatz == "adapt":
        settled["gradient"] = _gradient(plan.model_copy(update=settled), device)
    elif plan.gradient is not None:
        raise InvalidPlan(f"gradient: {optimizer} uses none; leave it out, or use adam or l-bfgs-b")
    return plan.model_copy(update=settled)


def _gradient(plan: RunPlan, device: Device) -> str:
    adjoint = plan.evaluation == "exact" and device.adjoint_gradient
    gradient = plan.gradient or ("adjoint" if adjoint else "parameter-shift")
    if gradient == "adjoint" and not adjoint:
        why = "takes exact energies" if plan.evaluation == "shots" else f"is not to be had on {device.name}"
        raise InvalidPlan(f"gradient: adjoint {why}; use parameter-shift or spsa")
    if gradient == "parameter-shift" and plan.objective == "cvar":
        raise InvalidPlan("gradient: parameter-shift is for expectations, and cvar is none; use adjoint or spsa")
    if gradient == "spsa" and plan.optimizer == "l-bfgs-b":
        raise InvalidPlan("gradient: spsa is right on average only, which misleads l-bfgs-b; use adam, or adjoint")
    if gradient == "spsa" and plan.ansatz == "adapt":
        raise InvalidPlan("gradient: spsa does not tell adapt's operators apart; use adjoint or parameter-shift")
    return gradient


def _with_limit(plan: RunPlan, device: Device) -> RunPlan:
    """On a paid device, the number of circuits after which the run stops: what its quote counts on."""
    if plan.max_circuits is not None or device.kind is DeviceKind.EMBEDDED:
        return plan
    if plan.algorithm == "sampling":
        circuits = plan.repetitions
    elif one_circuit_an_energy(plan) and plan.ansatz != "adapt":  # whose pool is asked for besides
        circuits = _energies(plan) + 1  # and the final samples
    else:
        circuits = CIRCUITS
    return plan.model_copy(update={"max_circuits": circuits})


def one_circuit_an_energy(plan: RunPlan) -> bool:
    """Whether each energy, with its gradient if it has one, is one circuit: no shifted copies, and a single basis.

    A molecule's energy is measured in many bases, but an exact one is a single circuit.
    """
    one_basis = plan.algorithm == "qaoa" or plan.evaluation == "exact"
    return one_basis and plan.gradient in (None, "adjoint") and plan.optimizer != "qn-spsa"


def one_circuit_at_a_time(plan: RunPlan) -> bool:
    """Whether no call of a settled plan gives its device two circuits to run side by side."""
    if plan.algorithm == "sampling":
        return plan.repetitions == 1
    return one_circuit_an_energy(plan) and plan.optimizer in ("l-bfgs-b", "cobyla", "adam", "none")


def _energies(plan: RunPlan) -> int:
    """Upper bound of the energies of an optimisation; interpolation starts once at each depth."""
    assert plan.optimizer is not None, "settled"
    if plan.optimizer not in ENERGIES:
        return plan.max_evaluations
    each, beside = ENERGIES[plan.optimizer]
    starts = plan.layers if plan.start == "interpolation" else 1
    return min(plan.max_evaluations, each * plan.max_iterations + beside * starts)
