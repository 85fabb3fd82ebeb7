"""What the figures of a run on a binary problem do not say."""

from contract.run_result import BinaryResult
from lambdas.post_processing.binary.key_numbers import TARGETS
from lambdas.post_processing.binary.performance import BinaryPerformance
from lambdas.post_processing.binary.solution import method_name
from lambdas.post_processing.caveats import device_caveat, seed_caveat
from lambdas.post_processing.wording import counted, estimate, number, percent


def list_caveats(result: BinaryResult, performance: BinaryPerformance) -> list[str]:
    """One sentence or two for each limit that applies to this run."""
    caveats = [device_caveat(result), _expectation(result)]
    if result.plan.objective == "cvar":
        caveats.append(
            f"The optimiser minimised the mean of the best {percent(result.plan.cvar_alpha)} of shots, not of all: "
            "its cost lies below the expectation, and the two are not to be compared."
        )
    if performance.efficiency_reference == "best_known" and result.reference is not None:
        method = method_name(result.reference)
        caveats.append(f"Efficiency is measured against {TARGETS['best_known']}: {method} proves nothing.")
    if performance.efficiency_reference == "best_sample":
        caveats.append(
            "Efficiency is measured against the best sample, as the exact minimum is not known: "
            "it flatters a run whose samples are all poor."
        )
    if len(result.samples) < result.distinct_samples:
        listed, distinct = len(result.samples), result.distinct_samples
        caveats.append(f"Only the {listed} best of {distinct} different assignments are recorded.")
    if result.local_search is not None and result.local_search.moves:
        caveats.append("The local search is a classical step after the run; no figure of the run counts it in.")
    caveats.append(seed_caveat(result, "gives other shots and may give another best sample"))
    return caveats


def _expectation(result: BinaryResult) -> str:
    shots = counted(result.plan.shots, "shot")
    if not result.final_cost_stderr:
        return f"The expected costs are exact for this circuit; the answer is the best of {shots}, which are random."
    if result.final_cost_interval:
        shown = f" ({estimate(result.final_cost, result.final_cost_interval)})"
    else:
        shown = f" with a standard error of {number(result.final_cost_stderr)}"
    return f"The final cost is an estimate{shown}; so are the costs on the way to it."
