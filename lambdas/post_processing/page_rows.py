"""The page's sections on how a run was set up and where its figures come from, each a name and a text."""

from contract.devices import DEVICES
from contract.run_plan import RunPlan
from contract.run_result import MoleculeResult, RunResult, VariationalResult
from lambdas.post_processing.wording import number, percent

ALGORITHMS = {"qaoa": "QAOA", "vqe": "VQE", "sampling": "Sampling"}
ANSATZ_NAMES = {"uccsd": "UCCSD", "adapt": "ADAPT", "hardware_efficient": "hardware-efficient"}
"""What a reader calls them."""


def device_name(plan: RunPlan) -> str:
    """The device's name in the catalogue, or its ARN where it is not there."""
    return next((device.name for device in DEVICES if device.arn == plan.device), plan.device or "unknown")


def plan_rows(result: RunResult) -> dict[str, str]:
    """How the run was set up; only what applies to it."""
    plan = result.plan
    algorithm = plan.algorithm or ""
    rows = {"Algorithm": ALGORITHMS.get(algorithm, algorithm), **_circuit_rows(plan), **_optimizer_rows(plan)}
    rows |= {"Device": device_name(plan), "Device ARN": plan.device or "unknown"}
    if not (isinstance(result, MoleculeResult) and plan.evaluation == "exact"):  # which measures nothing
        rows["Shots"] = str(plan.shots)
    if plan.algorithm == "sampling":
        rows["Repetitions"] = str(plan.repetitions)
    rows |= {"Seed": str(plan.seed), "Instance": plan.instance_type, "Running time at most": f"{plan.max_runtime_s} s"}
    optional = {
        "Circuits at most": plan.max_circuits,
        "Container image": plan.image,
        "Continues": plan.resume_from,
        "Budget": None if plan.max_cost_usd is None else f"{plan.max_cost_usd} USD",
    }
    return rows | {name: str(text) for name, text in optional.items() if text is not None}


def _circuit_rows(plan: RunPlan) -> dict[str, str]:
    """The ansatz, as far as the algorithm has one."""
    rows: dict[str, str] = {}
    if plan.ansatz is not None:
        rows["Ansatz"] = ANSATZ_NAMES[plan.ansatz]
    if plan.algorithm == "qaoa" or plan.ansatz == "hardware_efficient":
        rows["Layers"] = str(plan.layers)
    if plan.mixer is not None:
        rows["Mixer"] = {"x": "X", "ring_xy": "XY on a ring"}[plan.mixer]
    if plan.algorithm == "qaoa":
        cvar = f"CVaR of the best {percent(plan.cvar_alpha)} of shots"
        rows["Objective"] = cvar if plan.objective == "cvar" else "expectation"
    if plan.start is not None:
        rows["Start"] = plan.start.replace("_", " ")
    elif plan.initial_parameters is not None:
        rows["Start"] = "parameters given"
    return rows


def _optimizer_rows(plan: RunPlan) -> dict[str, str]:
    """The optimiser, as far as the algorithm has one."""
    if plan.algorithm == "sampling":
        return {}
    names = {"Optimiser": plan.optimizer, "Evaluation": plan.evaluation, "Gradient": plan.gradient}
    rows = {name: str(text) for name, text in names.items() if text is not None}
    return rows if plan.optimizer == "none" else rows | {"Iterations at most": str(plan.max_iterations)}


def provenance_rows(result: RunResult, analysed_at: str) -> dict[str, str]:
    """Where the figures come from."""
    rows = {
        "Job": result.job_name,
        "Problem": result.problem.problem_id,
        "Problem type": result.problem.problem_type,
        "Prepared": result.problem.created_at or "unknown",
        "Analysed": analysed_at,
    }
    if isinstance(result, VariationalResult):
        rows |= {"Optimiser ended": result.termination, "Energy evaluations": str(result.evaluations)}
    rows["Duration of the algorithm"] = f"{number(round(result.duration_s, 2))} s"
    return rows | {f"{name} version": version for name, version in sorted(result.software.items())}
