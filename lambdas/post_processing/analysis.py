"""What a report says about one run, whatever its kind: each kind's package fills it in, the report lays it out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from contract.run_result import RunResult


class KeyNumber(NamedTuple):
    """One row of the table of figures; all three are plain text."""

    name: str
    figure: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """The findings of one run.

    Attributes:
        kind: which package made it; its folder holds the page's templates `answer.html.j2` and `details.html.j2`.
        result: what the job wrote.
        performance: section performance_analysis of the report, JSON values.
        solution: section solution, JSON values; its `verdict` says in a few sentences what the answer is worth.
        successful: the optimiser converged, or did all its iterations where it has no criterion, on something better
            than no optimisation at all; or the answer is proven good enough. None without optimiser.
        rating: Excellent, Good, Fair or Poor; None where nothing is known to rate against.
        key_numbers: the table of figures, the answer's first.
        recommendations: one sentence or two for each change that the figures call for; never empty.
        caveats: the limits that a reader should know before relying on the figures.
        plot_description: what the plot shows, for those who do not see it.
        draw: makes the plot, a PNG.
        page: values for the two templates.
    """

    kind: Literal["binary", "molecule", "circuit"]
    result: RunResult
    performance: dict[str, Any]
    solution: dict[str, Any]
    successful: bool | None
    rating: str | None
    key_numbers: list[KeyNumber]
    recommendations: list[str]
    caveats: list[str]
    plot_description: str
    draw: Callable[[], bytes]
    page: Mapping[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """What the answer is worth."""
        return str(self.solution["verdict"])
