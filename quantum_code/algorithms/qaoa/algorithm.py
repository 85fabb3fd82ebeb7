"""QAOA from problem to result: optimise the angles as planned, then measure the state they prepare."""

from dataclasses import dataclass, replace

from contract.errors import InvalidPlan
from contract.problems import BinaryProblem
from contract.run_result import BinaryResult
from quantum_code.algorithms.binary_result import binary_result
from quantum_code.algorithms.qaoa.ansatz import QaoaAnsatz
from quantum_code.algorithms.qaoa.starts import interpolated, physical_angles, starting_angles
from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers import Limits, Minimum, limits_of
from quantum_code.problems.scaled_cost import ScaledCost
from quantum_code.references.ground_truth import ground_truth
from quantum_code.run_context import RunContext
from quantum_code.states import FloatArray


def run_qaoa(context: RunContext) -> BinaryResult:
    """The result of optimising the angles from the planned start and measuring the best state `plan.shots` times.

    Inside, the cost is without units (`ScaledCost`); what goes in and comes out is in the problem's own: γ belongs to
    C, so that `optimized_parameters` can be given back as `initial_parameters`.

    Raises:
        InvalidPlan: the plan's start does not suit the problem, or not even the start could be evaluated.
        RunFailed: a package that the reference needs is missing, or no shot obeyed the problem's constraint.
    """
    problem, plan = context.problem, context.plan
    assert isinstance(problem, BinaryProblem), "settled"
    truth = ground_truth(problem, plan.seed)  # first: what is missing for it shows before anything is spent
    cost = ScaledCost.of(problem)
    angles = starting_angles(problem, plan, cost)
    context.allowance.reserve(1)  # the final measurement
    end = _Optimisation(context, cost).run(angles)
    context.allowance.reserve(0)
    parameters = physical_angles(end.minimum.parameters, cost.unit)
    return binary_result(context, end.state, cost, end.minimum, parameters=parameters, truth=truth)


@dataclass(frozen=True)
class _Stage:
    """The end of an optimisation at one depth, with the history of all depths so far."""

    state: RecordedState
    minimum: Minimum


class _Optimisation:
    """Optimises at the depth of the angles it is given, and from there at every further depth up to the plan's."""

    def __init__(self, context: RunContext, cost: ScaledCost) -> None:
        self._context, self._plan, self._cost = context, context.plan, cost

    def run(self, angles: FloatArray) -> _Stage:
        """The last depth's optimum.

        Where angles grow by interpolation, each depth gets an equal share of the iterations and evaluations that are
        left, and going one deeper counts as an iteration. A depth without a share of two is passed over.
        """
        limits, stage = limits_of(self._plan), None
        while True:
            depths_left = self._plan.layers - len(angles) // 2 + 1
            share = Limits(limits.iterations // depths_left, limits.evaluations // depths_left)
            if depths_left == 1 or min(share.iterations, share.evaluations) > 1:
                try:
                    stage = self._deeper(angles, share, stage)
                except InvalidPlan:  # max_circuits does not even allow for the start
                    if stage is None:
                        raise
                    return _cut_short(stage, self._plan.layers)
                limits = _left(limits_of(self._plan), stage.minimum)
                angles = stage.minimum.parameters
            if depths_left == 1:
                assert stage is not None, "the last depth is never passed over"
                return stage
            angles = interpolated(angles)

    def _deeper(self, angles: FloatArray, limits: Limits, before: _Stage | None) -> _Stage:
        """The optimum from these angles, within these limits."""
        layers, plan, optimize = len(angles) // 2, self._plan, self._context.optimize
        assert optimize is not None, "settled"
        ansatz = QaoaAnsatz(self._cost.ising, layers, self._cost.hamming_weight)
        tail = plan.cvar_alpha if plan.objective == "cvar" else 1.0
        state = self._context.prepare(ansatz, self._cost.observable, tail=tail)
        done = before.minimum.history if before else ()
        minimum = optimize(
            state,
            angles,
            replace(limits, iterations=limits.iterations - bool(done)),
            lambda number, energy: self._context.on_iteration(len(done) + number, self._cost.of_energy(energy)),
            self._context.rng(layers),
        )
        evaluations = minimum.evaluations + (before.minimum.evaluations if before else 0)
        return _Stage(state, replace(minimum, history=(*done, *minimum.history), evaluations=evaluations))


def _left(limits: Limits, minimum: Minimum) -> Limits:
    return Limits(limits.iterations - (len(minimum.history) - 1), limits.evaluations - minimum.evaluations)


def _cut_short(stage: _Stage, layers: int) -> _Stage:
    """A depth's optimum as the end of all, because the circuits did not suffice for the next one."""
    reached = len(stage.minimum.parameters) // 2
    message = f"max_circuits sufficed for {reached} of {layers} layers: {stage.minimum.message}"
    return replace(stage, minimum=replace(stage.minimum, converged=False, message=message))
