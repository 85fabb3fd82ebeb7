"""Rows of the table of figures that do not depend on the kind of problem."""

from contract.run_result import RunResult, VariationalResult
from lambdas.post_processing.analysis import KeyNumber
from lambdas.post_processing.performance import Course
from lambdas.post_processing.wording import ARROW, counted, percent


def optimizer_numbers(
    result: VariationalResult, course: Course, *, start: str, end: str, meaning: str
) -> list[KeyNumber]:
    """How the optimiser went; `start` and `end` are the first and the final cost as the kind writes them."""
    if course.optimizer_outcome == "not_optimised":
        return [KeyNumber("Optimiser", "none", "The parameters are those of the start: no optimisation was asked for.")]
    settled = f"Settled by iteration {course.convergence_iteration}, to within 1% of the total change."
    return [
        _converged(result, course),
        KeyNumber("Start to end", f"{start} {ARROW} {end}", meaning),
        KeyNumber("Iterations", str(course.total_iterations), settled),
        KeyNumber(
            "Convergence rate",
            percent(course.convergence_rate),
            "Mean share of the remaining gap to the final cost that an iteration closes.",
        ),
        KeyNumber(
            "Stability",
            percent(course.stability_metric),
            "Calm of the last costs: 100% at rest, 0% swinging over the whole range.",
        ),
    ]


def _converged(result: VariationalResult, course: Course) -> KeyNumber:
    if course.optimizer_outcome == "completed":
        meaning = f"The optimizer {result.plan.optimizer} does all iterations that it is given, and cannot tell."
        return KeyNumber("Converged", "no criterion", meaning)
    return KeyNumber("Converged", "yes" if course.convergence_achieved else "no", "By the optimiser's own criterion.")


def spent_number(result: RunResult) -> KeyNumber:
    """What the run asked of its device."""
    spent = result.spent
    shots = counted(spent.shots, "shot") if spent.shots else "no shots"
    tasks = (
        f"In {counted(spent.tasks, 'Braket task')}" if spent.tasks else "On an embedded simulator, in no Braket task"
    )
    return KeyNumber("Spent", f"{counted(spent.circuits, 'circuit')}, {shots}", f"{tasks}.")
