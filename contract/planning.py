"""What a plan leaves open, settled: defaults that follow from the problem and the device, and whether all fits.

job-submission settles a plan before it quotes it, and the job program settles its own again: both by these rules.
"""

from contract.circuit_limits import with_limit
from contract.devices import DEVICES, EXACT_QAOA, LIGHTNING, Device
from contract.errors import InvalidPlan, InvalidProblem
from contract.optimisation_planning import settle_optimisation
from contract.problems import BinaryProblem, Chemistry, Circuit, MaxCut, Problem
from contract.run_plan import RunPlan

FIXED_ANGLE_DEPTHS = {3: 11, 4: 5, 5: 4, 6: 3, 7: 3, 8: 3, 9: 3, 10: 3, 11: 2}
"""Degree of a regular graph to the largest depth for which arXiv:2107.00677 publishes angles."""

OPTIONS: dict[str, tuple[str, ...]] = {
    "qaoa": ("mixer", "start", "optimizer", "evaluation", "gradient", "initial_parameters"),
    "vqe": ("ansatz", "optimizer", "evaluation", "gradient", "initial_parameters"),
    "sampling": (),
}
"""Fields that only some algorithms take."""


def settle(plan: RunPlan, problem: Problem) -> RunPlan:
    """The plan with every choice made; settling it again changes nothing.

    Raises:
        InvalidProblem: the problem does not fit the device.
        InvalidPlan: the plan does not fit the problem or the device, or contradicts itself.
        UnknownDevice: the plan's device is not in the catalogue.
    """
    plan = plan.model_copy(update={"algorithm": _algorithm(plan, problem)})
    _refuse_foreign_options(plan)
    match plan.algorithm:
        case "qaoa":
            plan = _settle_qaoa(plan, problem)
        case "vqe":
            plan = _settle_vqe(plan, problem)
    if plan.device is None:
        plan = plan.model_copy(update={"device": _fastest_simulator(plan).arn})
    device = plan.settled_device
    _check_device(plan, problem, device)
    if plan.algorithm != "sampling":
        plan = settle_optimisation(plan, device)
    return with_limit(plan, device)


def _fastest_simulator(plan: RunPlan) -> Device:
    """The embedded simulator of a plan that names no device; its algorithm and mixer are settled."""
    exact = plan.algorithm == "qaoa" and plan.mixer == "x" and plan.gradient != "parameter-shift"
    return EXACT_QAOA if exact else LIGHTNING


def _check_device(plan: RunPlan, problem: Problem, device: Device) -> None:
    """Raises InvalidProblem or InvalidPlan when the device does not take the problem, or what is to be run on it."""
    if problem.problem_size > device.qubits:
        raise InvalidProblem(
            f"the problem takes {problem.problem_size} qubits, {device.name} has {device.qubits}; "
            "choose a larger device, or a smaller problem"
        )
    if not device.gates and (plan.algorithm, plan.mixer) != ("qaoa", "x"):
        given = f"algorithm {plan.algorithm}" + (f" with mixer {plan.mixer}" if plan.mixer else "")
        raise InvalidPlan(f"device: {device.name} runs qaoa with mixer x, the plan has {given}; leave it out")
    if isinstance(problem, Circuit) and problem.has_noise and not device.noise:
        noisy = " or ".join(other.arn for other in DEVICES if other.noise)
        raise InvalidPlan(f"device: the program has noise, and {device.name} simulates none; use {noisy}")
    if plan.shots > device.max_shots:
        raise InvalidPlan(f"shots: {device.name} takes at most {device.max_shots}, the plan asks for {plan.shots}")


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
