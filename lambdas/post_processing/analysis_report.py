"""analysis_report.json: the figures, the answer, the plot and the advice of one run in one document.

Scripts outside this project read these names, so they stay where they are for every kind of run, with null where a run
has nothing of the sort; what is new stands beside them.
"""

import base64
from datetime import datetime
from typing import Any

from contract.run_result import CircuitResult, RunResult, VariationalResult
from lambdas.post_processing.analysis import Analysis

SCHEMA, VERSION = "quantum-pipeline/analysis-report", 1


def build_analysis_report(analysis: Analysis, plot_png: bytes, *, analysed_at: datetime) -> dict[str, Any]:
    """The report as JSON values, without NaN or infinity.

    Args:
        analysis: the findings of the run.
        plot_png: its plot, embedded as base64.
        analysed_at: the time of the analysis, with its time zone.
    """
    result = analysis.result
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "job_name": result.job_name,
        "analysis_timestamp": analysed_at.isoformat(timespec="seconds"),
        "kind": analysis.kind,
        "quantum_results": _quantum_results(result),
        "performance_analysis": analysis.performance,
        "solution": analysis.solution,
        "spent": result.spent.to_dict(),
        "visualizations": {
            "convergence_plot": base64.b64encode(plot_png).decode("ascii"),
            "plot_format": "png",
        },
        "summary": _summary(analysis),
        "recommendations": analysis.recommendations,
    }


def _quantum_results(result: RunResult) -> dict[str, Any]:
    """What the job measured; the costs are None for a circuit, the counts for everything else."""
    course = result if isinstance(result, VariationalResult) else None
    interval = course.final_cost_interval if course else None
    return {
        "optimized_parameters": list(course.optimized_parameters) if course else None,
        "final_cost": course.final_cost if course else None,
        "final_cost_interval": interval.to_dict() if interval else None,
        "cost_history": list(course.cost_history) if course else None,
        "convergence_achieved": course.convergence_achieved if course else None,
        "measurement_counts": list(result.measurement_counts) if isinstance(result, CircuitResult) else None,
    }


def _summary(analysis: Analysis) -> dict[str, Any]:
    """The outcome at a glance.

    optimization_successful: the optimiser converged, or did all its iterations where it has no criterion, on something
        better than no optimisation at all; or a molecule's energy is within chemical accuracy. None without optimiser.
    cost_improvement: cost_reduction_percent as text with two decimals, as in "37.50%"; None when it is None.
    """
    improvement = analysis.performance["cost_reduction_percent"]
    return {
        "optimization_successful": analysis.successful,
        "cost_improvement": None if improvement is None else f"{improvement:.2f}%",
        "final_cost": analysis.performance["final_cost"],
        "efficiency_rating": analysis.rating,
    }
