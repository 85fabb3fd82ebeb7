"""post-processing: a run's results in, its report out; missing or unreadable results fail the run."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from contract import keys
from contract.errors import ResultsMissing, ResultsUnreadable
from lambdas.observability import MetricUnit, emit, logger_for
from lambdas.post_processing.analysis import Analysis
from lambdas.post_processing.analysis_report import build_analysis_report
from lambdas.post_processing.archive import read_results
from lambdas.post_processing.html_report import render_html_report
from lambdas.post_processing.kinds import analyse
from lambdas.post_processing.request import ProcessingRequest
from lambdas.post_processing.run_folder import mark_failed, read_archive, write_report
from lambdas.responses import ok
from lambdas.settings import settings

logger = logger_for("post-processing")

METRICS = {
    "FinalCost": "final_cost",
    "ConvergenceRate": "convergence_rate",
    "OptimizationEfficiency": "optimization_efficiency",
    "ApproximationRatio": "approximation_ratio",
}
"""Metric to figure; one that a run does not have is not emitted."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Reads the results and writes the report; the same results give the same report, however often."""
    request = ProcessingRequest.from_event(event)
    name, bucket = request.job_name, request.output_bucket or settings().output_bucket
    logger.append_keys(job_name=name)
    try:
        archive, written_at = read_archive(bucket, name)
        result = read_results(archive)
    except (ResultsMissing, ResultsUnreadable) as fault:
        logger.error("the run failed: no readable results", error=str(fault))
        if mark_failed(bucket, name, f"{type(fault).__name__}: {fault}"):
            emit("JobStatusUpdate", 1, MetricUnit.Count, JobStatus="FAILED")
        raise
    analysis = analyse(result)
    plot = analysis.draw()
    report = build_analysis_report(analysis, plot, analysed_at=written_at)
    if write_report(bucket, name, report, plot, render_html_report(analysis, report)):
        _emit(analysis)
    logger.info("report written", report=keys.uri(bucket, keys.report(name)))
    return ok(
        message="Post-processing completed successfully",
        job_name=name,
        convergence_achieved=analysis.performance["convergence_achieved"],
        final_cost=analysis.performance["final_cost"],
        optimization_efficiency=analysis.performance["optimization_efficiency"],
        analysis_report_key=keys.analysis_report(name),
        convergence_plot_key=keys.convergence_plot(name),
        report_key=keys.report(name),
    )


def _emit(analysis: Analysis) -> None:
    kind = analysis.result.problem.problem_type
    for metric, figure in METRICS.items():
        value = analysis.performance.get(figure)
        if value is not None:
            emit(metric, value, MetricUnit.NoUnit, ProblemType=kind)
