"""The answer of a run in a few lines, each kind of run in its own words."""

from pathlib import Path
from typing import Any

Rows = list[tuple[str, str]]

SHOWN_OUTCOMES = 4


def summarise(report: dict[str, Any], folder: Path) -> str:
    """What was found, how good it is, and where the report lies; `report` is an analysis report."""
    match report["kind"]:
        case "molecule":
            rows = _molecule_rows(report)
        case "circuit":
            rows = _circuit_rows(report)
        case _:
            rows = _binary_rows(report)
    rows += [
        ("job", report["job_name"]),
        ("report", str(folder / "report.html")),
        ("plot", str(folder / "convergence_plot.png")),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"  {name:<{width}}   {text}" for name, text in rows)


def _binary_rows(report: dict[str, Any]) -> Rows:
    figures, solution = report["performance_analysis"], report["solution"]
    measure, amount = solution["measure"]
    return [
        (f"best {measure}", f"{amount:.6g}"),
        *_reference(solution),
        *((label, ", ".join(items) or "none") for label, items in solution["groups"].items()),
        *_local_search(solution),
        ("approximation ratio", _ratio(figures)),
        ("optimiser", f"{_optimiser(figures)}, expectation {figures['expectation']:.4f}"),
    ]


def _reference(solution: dict[str, Any]) -> Rows:
    """What the best sample is held against: only an exact minimum is called optimum."""
    reference = solution["reference"]
    if reference is None:
        return [("exact optimum", "not known at this size")]
    amount = reference["measure"][1]
    if solution["is_optimal"] is None:
        better = solution["cost"] > reference["minimum"]
        return [("best known", f"{amount:.6g}, {'not reached' if better else 'reached'} ({reference['label']})")]
    return [("exact optimum", f"{amount:.6g}, {'reached' if solution['is_optimal'] else 'not reached'}")]


def _local_search(solution: dict[str, Any]) -> Rows:
    """The classical step after the run, where it found anything."""
    search = solution["local_search"]
    if search is None or not search["moves"]:
        return []
    measure, amount = search["measure"]
    return [("local search", f"{measure} {amount:.6g} after {_counted(search['moves'], 'classical move')}")]


def _ratio(figures: dict[str, Any]) -> str:
    best, mean = figures["best_approximation_ratio"], figures["approximation_ratio"]
    if best is None or mean is None:
        return "not known at this size"
    interval = figures["approximation_ratio_interval"]
    bounds = f" [{interval['low']:.3f}, {interval['high']:.3f}]" if interval else ""
    return f"{best:.3f} for the best sample, {mean:.3f}{bounds} for the expectation"


def _optimiser(figures: dict[str, Any]) -> str:
    iterations = _counted(figures["total_iterations"], "iteration")
    match figures["optimizer_outcome"]:
        case "converged":
            return f"converged after {iterations}"
        case "completed":
            return f"did its {iterations}, without a criterion of convergence"
        case "not_optimised":
            return "none"
    return f"stopped before converging after {iterations}"


def _molecule_rows(report: dict[str, Any]) -> Rows:
    figures, solution = report["performance_analysis"], report["solution"]
    interval = report["quantum_results"]["final_cost_interval"]
    energy = f"{figures['energy']:.6f} Ha"
    if interval:
        energy += (
            f", between {interval['low']:.6f} and {interval['high']:.6f} with {interval['confidence']:.0%} confidence"
        )
    rows = [("energy", energy)]
    if figures["error_mha"] is None:
        rows.append(("exact energy (FCI)", "not known at this size"))
    else:
        rows += [
            ("exact energy (FCI)", f"{figures['fci_energy']:.6f} Ha"),
            ("error", f"{figures['error_mha']:.4f} mHa"),
            ("chemical accuracy", _chemical_accuracy(figures)),
        ]
    rows.append(("Hartree-Fock", _hartree_fock(figures)))
    if solution["operators"]:
        rows.append(("ansatz", _counted(len(solution["operators"]), "excitation")))
    return [*rows, ("optimiser", _optimiser(figures))]


def _chemical_accuracy(figures: dict[str, Any]) -> str:
    if figures["in_sector"] is False:
        return "not reached: the state is not one of the molecule"
    words = {True: "reached", False: "not reached", None: "undecided, the interval is too wide"}
    return words[figures["chemical_accuracy"]]


def _hartree_fock(figures: dict[str, Any]) -> str:
    """The share of the correlation energy is left out where it is an estimate, as its error is the energy's."""
    recovered = figures["correlation_recovered_percent"]
    unsaid = recovered is None or figures["error_mha_interval"] is not None
    end = "" if unsaid else f"; {round(recovered, 2) + 0.0:.2f}% of the way from there to the exact energy"
    return f"{figures['hartree_fock_energy']:.6f} Ha{end}"


def _circuit_rows(report: dict[str, Any]) -> Rows:
    figures, solution = report["performance_analysis"], report["solution"]
    shots, counts = figures["shots"], sorted(solution["total_counts"].items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{bitstring} {count / shots:.1%}" for bitstring, count in counts[:SHOWN_OUTCOMES])
    more = len(counts) - SHOWN_OUTCOMES
    rows = [
        ("outcomes", shown + (f", and {more} more" if more > 0 else "")),
        ("shots", f"{shots} in {_counted(solution['repetitions'], 'repetition')}"),
    ]
    if figures["hellinger_fidelity"] is None:
        return [*rows, ("exact distribution", "not known")]
    noise = "within" if figures["within_shot_noise"] else "beyond"
    distance, expected = figures["total_variation"], figures["expected_total_variation"]
    return [
        *rows,
        ("fidelity", f"{figures['hellinger_fidelity']:.4f} with the exact distribution (Hellinger)"),
        ("total variation", f"{distance:.4f}, {noise} shot noise (ideal shots: {expected:.4f} on average)"),
    ]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + "s" * (count != 1)
