"""report.html: one page with the answer, what it is worth and where it comes from; it needs nothing beside itself."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from lambdas.post_processing.analysis import Analysis
from lambdas.post_processing.page_rows import plan_rows, provenance_rows


def render_html_report(analysis: Analysis, report: Mapping[str, Any]) -> str:
    """The page as HTML text, to be stored as UTF-8.

    Args:
        analysis: the findings of the run.
        report: the analysis report of the same run, from build_analysis_report; its plot and timestamp are shown.
    """
    result = analysis.result
    analysed_at = str(report["analysis_timestamp"])
    return _template().render(
        kind=analysis.kind,
        title=result.problem.title,
        objective=result.problem.objective,
        job_name=result.job_name,
        verdict=analysis.verdict,
        rating=analysis.rating,
        plot=report["visualizations"]["convergence_plot"],
        plot_description=analysis.plot_description,
        key_numbers=analysis.key_numbers,
        plan=plan_rows(result),
        provenance=provenance_rows(result, analysed_at),
        recommendations=analysis.recommendations,
        caveats=analysis.caveats,
        page=analysis.page,
    )


@cache
def _template() -> Template:
    """Everything put into the page is escaped: node names and job names are the user's own text."""
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")
