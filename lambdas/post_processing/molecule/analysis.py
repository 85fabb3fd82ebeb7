"""The findings of a run on a molecule."""

from typing import Any, NamedTuple

from contract.run_result import MoleculeResult
from lambdas.post_processing.analysis import Analysis
from lambdas.post_processing.molecule.caveats import list_caveats
from lambdas.post_processing.molecule.key_numbers import key_numbers
from lambdas.post_processing.molecule.performance import MoleculePerformance, measure, rate_molecule
from lambdas.post_processing.molecule.plot import draw_plot
from lambdas.post_processing.molecule.recommendations import recommend
from lambdas.post_processing.molecule.solution import describe_solution, figures
from lambdas.post_processing.performance import succeeded
from lambdas.post_processing.wording import energy, millihartree, number

SHOWN_OPERATORS = 40

RUN = "This run"


def analyse_molecule(result: MoleculeResult) -> Analysis:
    """Everything that the report says about the run."""
    performance = measure(result)
    better = result.final_cost < result.hartree_fock_energy and performance.in_sector is not False
    return Analysis(
        kind="molecule",
        result=result,
        performance=figures(performance),
        solution=describe_solution(result, performance),
        successful=succeeded(performance, better=better, reached=performance.chemical_accuracy is True),
        rating=rate_molecule(performance),
        key_numbers=key_numbers(result, performance),
        recommendations=recommend(result, performance),
        caveats=list_caveats(result, performance),
        plot_description="Energy by iteration, and its distance to the exact energy.",
        draw=lambda: draw_plot(result),
        page=_page(result, performance),
    )


class EnergyRow(NamedTuple):
    """One energy as the table shows it."""

    name: str
    energy: str
    distance: str


def _page(result: MoleculeResult, performance: MoleculePerformance) -> dict[str, Any]:
    reference = result.reference
    return {
        "answer": energy(result.final_cost, result.final_cost_interval),
        "exact": energy(reference.minimum) if reference else None,
        "chemical_accuracy": performance.chemical_accuracy if performance.in_sector is not False else False,
        "in_sector": performance.in_sector,
        "measured": result.final_cost_interval is not None,
        "groups": {"Atoms, in Å": _atoms(result)},
        "energies": _energies(result),
        "operators": result.operators[:SHOWN_OPERATORS],
        "num_operators": len(result.operators),
    }


def _atoms(result: MoleculeResult) -> list[str]:
    return [
        f"{symbol} ({', '.join(number(round(coordinate, 4)) for coordinate in position)})"
        for symbol, position in result.problem.geometry
    ]


def _energies(result: MoleculeResult) -> list[EnergyRow]:
    """All energies, highest first, each with its distance to the exact one."""
    exact, interval = result.reference.minimum if result.reference else None, result.final_cost_interval
    known = {"Hartree-Fock": result.hartree_fock_energy, "At the start": result.cost_history[0]}
    known |= {RUN: result.final_cost} | ({} if exact is None else {"Exact (FCI)": exact})
    rows = sorted(known.items(), key=lambda item: -item[1])
    return [
        EnergyRow(
            name,
            energy(amount, interval if name == RUN else None),
            "" if exact is None else millihartree(1000 * (amount - exact)),
        )
        for name, amount in rows
    ]
