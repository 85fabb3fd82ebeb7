"""What came out of a run: written by the hybrid job as results.json, read by post-processing and the report.

RunResult               problem, plan, what was spent, how long it took
├── VariationalResult   the course of an optimisation
│   ├── BinaryResult    measured assignments, and the optimum to hold them against
│   └── MoleculeResult  an energy, and the exact one to hold it against
└── CircuitResult       counts of a circuit, and the exact distribution to hold them against
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, SerializeAsAny, model_validator

from contract.documents import Document, decode
from contract.errors import InvalidProblem, ResultsUnreadable
from contract.problems import BinaryProblem, Chemistry, Circuit, Problem, parse_problem
from contract.run_plan import RunPlan

ENVELOPE = ("braket.jobs_data.persisted_job_data", "1")
"""Name and version of the schema of Braket's `save_job_result`, in which a job leaves its result."""

Bitstring = Annotated[str, Field(pattern=r"^[01]+$")]
"""Leftmost character is bit 0, variable 0, qubit 0."""


def _problem(value: Any) -> Any:
    return value if isinstance(value, Problem) else parse_problem(value)


class Interval(Document):
    """Bounds between which a value lies with a stated confidence."""

    low: float
    high: float
    confidence: float = Field(default=0.95, gt=0, lt=1, description="Share of such intervals that hold the value.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"low ({self.low:g}) is above high ({self.high:g})")
        return self


class Spent(Document):
    """What a run asked of its device, all its attempts together when it was resumed."""

    tasks: int = Field(default=0, ge=0, description="Braket quantum tasks; 0 on an embedded simulator.")
    circuits: int = Field(default=0, ge=0, description="Circuits that were executed, for gradients included.")
    shots: int = Field(default=0, ge=0, description="Over all circuits; 0 where all values were exact.")


class RunResult(Document):
    """What the result of every run holds."""

    SCHEMA = "quantum-pipeline/run-result"
    VERSION = 2

    job_name: str
    problem: Annotated[SerializeAsAny[Problem], BeforeValidator(_problem)]
    plan: RunPlan
    spent: Spent = Spent()
    duration_s: float = Field(ge=0, description="Wall time of the algorithm, start-up excluded.")
    software: dict[str, str] = Field(default_factory=dict, description="Versions that computed it.")


class VariationalResult(RunResult):
    """The course of an optimisation; costs are what was minimised (`plan.objective`), lower is better."""

    cost_history: tuple[float, ...] = Field(
        min_length=1, description="At the start, then where each iteration left the optimiser."
    )
    optimized_parameters: tuple[float, ...] = Field(description="In the order and units of initial_parameters.")
    final_cost: float = Field(description="At optimized_parameters; exact unless the plan evaluates with shots.")
    final_cost_stderr: float = Field(default=0.0, ge=0, description="Standard error of final_cost; 0 where exact.")
    final_cost_interval: Interval | None = Field(default=None, description="None where final_cost is exact.")
    convergence_achieved: bool = Field(description="The optimiser's own criterion was met.")
    termination: str = Field(description="Why the optimiser stopped, in its own words.")
    evaluations: int = Field(ge=1, description="Energies asked for, each with its gradient where there is one.")


class Sample(Document):
    """One measured assignment."""

    bitstring: Bitstring
    count: int = Field(ge=1, description="How many of the shots gave it.")
    cost: float


class Enumeration(Document):
    """Ground truth: the cost over all assignments."""

    method: Literal["enumeration"] = "enumeration"
    minimum: float
    maximum: float
    optimal_bitstrings: tuple[Bitstring, ...] = Field(min_length=1, description="The first few that reach the minimum.")
    num_optimal: int = Field(ge=1, description="How many reach it.")


class Heuristic(Document):
    """The best that a classical heuristic found: nothing proves that there is no better."""

    method: Literal["simulated_annealing"] = "simulated_annealing"
    minimum: float
    optimal_bitstrings: tuple[Bitstring, ...] = Field(min_length=1, description="Assignments of that cost.")
    software: str = Field(description="What found it, with its version and settings.")


class LocalSearch(Document):
    """The best sample after a classical descent: single flips, or swaps where the number of ones is fixed."""

    bitstring: Bitstring
    cost: float
    moves: int = Field(ge=0, description="How many improved it; 0 when the sample was a local minimum already.")


class BinaryResult(VariationalResult):
    """Measured assignments of a problem over bits."""

    problem: Annotated[SerializeAsAny[BinaryProblem], BeforeValidator(_problem)]
    expectation: float = Field(description="Mean cost at optimized_parameters, whatever the objective was.")
    expectation_stderr: float = Field(default=0.0, ge=0, description="Its standard error; 0 where exact.")
    expectation_interval: Interval | None = Field(default=None, description="None where expectation is exact.")
    samples: tuple[Sample, ...] = Field(min_length=1, description="The best measured assignments, best first.")
    distinct_samples: int = Field(ge=1, description="How many different assignments the shots gave.")
    infeasible_shots: int = Field(
        default=0,
        ge=0,
        description="Shots without the hamming_weight asked for, which noise makes; left out above.",
    )
    local_search: LocalSearch | None = Field(default=None, description="Not a figure of the quantum run.")
    reference: Annotated[Enumeration | Heuristic, Field(discriminator="method")] | None = None
    optimum_probability: float | None = Field(
        default=None, ge=0, le=1, description="Chance that one shot is optimal: exact, or the share of the shots."
    )
    optimum_probability_interval: Interval | None = Field(default=None, description="None where it is exact.")

    @property
    def best(self) -> Sample:
        """The measured assignment of lowest cost."""
        return self.samples[0]


class FullConfigurationInteraction(Document):
    """Ground truth: the lowest eigenvalue of the Hamiltonian among states of the molecule's electrons and spin."""

    method: Literal["fci"] = "fci"
    minimum: float = Field(description="In hartree, nuclear repulsion included.")
    determinants: int = Field(ge=1, description="Dimension of the space that was diagonalised.")


class MoleculeResult(VariationalResult):
    """The energy of a molecule; final_cost is the energy in hartree, nuclear repulsion included."""

    problem: Annotated[Chemistry, BeforeValidator(_problem)]
    hartree_fock_energy: float = Field(description="In hartree.")
    reference: FullConfigurationInteraction | None = None
    num_terms: int = Field(ge=1, description="Pauli words of the Hamiltonian, the identity included.")
    num_bases: int = Field(ge=1, description="Circuits that one measured energy takes.")
    operators: tuple[str, ...] = Field(default=(), description="Excitations of the ansatz, in order; i j → a b.")
    particle_number: float | None = Field(default=None, description="Mean number of active electrons, where exact.")
    spin_projection: float | None = Field(default=None, description="Mean S_z in units of ħ, where exact.")
    total_spin: float | None = Field(default=None, description="Mean S² in units of ħ², where exact.")

    @property
    def error_mha(self) -> float | None:
        """The energy's distance to the exact one in millihartree; positive is above it."""
        return None if self.reference is None else 1000 * (self.final_cost - self.reference.minimum)


class ExactDistribution(Document):
    """Ground truth: what an ideal device would measure, from the circuit's state vector."""

    method: Literal["state_vector"] = "state_vector"
    probabilities: dict[Bitstring, float] = Field(description="Of the most likely bitstrings, leftmost is qubit 0.")
    hellinger_fidelity: float = Field(ge=0, le=1, description="Of all counts together with it: (Σ √(pq))²; 1 is equal.")
    total_variation: float = Field(ge=0, le=1, description="Half the sum of all differences; 0 is equal.")
    expected_total_variation: float = Field(ge=0, description="What as many ideal shots would show on average.")


class CircuitResult(RunResult):
    """Counts of a circuit: one histogram for each repetition."""

    problem: Annotated[Circuit, BeforeValidator(_problem)]
    measurement_counts: tuple[dict[Bitstring, Annotated[int, Field(ge=1)]], ...] = Field(min_length=1)
    reference: ExactDistribution | None = Field(default=None, description="None for large or noisy programs.")

    @property
    def total_counts(self) -> dict[str, int]:
        """The counts of all repetitions together, the most frequent first."""
        total: dict[str, int] = {}
        for counts in self.measurement_counts:
            for bitstring, count in counts.items():
                total[bitstring] = total.get(bitstring, 0) + count
        return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))


def result_type(problem: Problem) -> type[RunResult]:
    """The kind of result that a problem's run gives."""
    match problem:
        case Chemistry():
            return MoleculeResult
        case Circuit():
            return CircuitResult
    return BinaryResult


def read_result(text: str | bytes) -> RunResult:
    """The result in a JSON text, as the class that its problem calls for."""
    return parse_result(decode(text, ResultsUnreadable, "results"))


def parse_result(data: object) -> RunResult:
    """The result that a decoded JSON object describes, as the class that its problem calls for.

    Raises:
        ResultsUnreadable: when it is no result, with what is wrong.
    """
    if not isinstance(data, dict):
        raise ResultsUnreadable(f"results: expected a JSON object, got {type(data).__name__}")
    kind: type[RunResult] = RunResult  # names every fault of what is no result at all
    if isinstance(data.get("problem"), dict):
        try:
            kind = result_type(parse_problem(data["problem"]))
        except InvalidProblem as fault:
            raise ResultsUnreadable(f"results: {fault}") from fault
    return kind.parse(data, ResultsUnreadable, "results")
