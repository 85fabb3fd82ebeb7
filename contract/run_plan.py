"""How a problem is to be run: the plan, and its form as Braket hyperparameters (strings)."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, Strict, ValidationError, field_validator

from contract.devices import Device, find_device
from contract.documents import Document, Number, readable
from contract.errors import InvalidPlan

Count = Annotated[int, Strict(), Field(ge=1)]

FORBIDDEN_IN_HYPERPARAMETERS = re.compile(r"[\n\r$(&`]")
"""Characters that Braket refuses in a hyperparameter's value (braket.jobs.hybrid_job names them)."""

LONGEST_HYPERPARAMETER = 2500
"""Characters that Braket takes in a hyperparameter's value."""

IMAGE_PATTERN = r"^\d{10,14}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/.+(@sha256)?:.+$"

FREE_ON_RESUME = frozenset(
    {
        "max_iterations",
        "max_circuits",
        "max_runtime_s",
        "instance_type",
        "image",
        "resume_from",
        "allow_qpu",
        "max_cost_usd",
    }
)
"""Fields that may change when a run is resumed: they say how far it may go and at what price, but not where to."""

AlgorithmName = Literal["qaoa", "vqe", "sampling"]
StartName = Literal["linear_ramp", "fixed_angles", "interpolation"]
MixerName = Literal["x", "ring_xy"]
ObjectiveName = Literal["expectation", "cvar"]
AnsatzName = Literal["uccsd", "adapt", "hardware_efficient"]
OptimizerName = Literal["l-bfgs-b", "cobyla", "nelder-mead", "adam", "spsa", "qn-spsa", "none"]
EvaluationName = Literal["exact", "shots"]
GradientName = Literal["adjoint", "parameter-shift", "spsa"]


class RunPlan(Document):
    """Algorithm, device, shots and limits of one run; every field has a default that costs cents, not dollars.

    Fields that default to None are chosen by `contract.planning` when problem and device are known; the plan of a
    submitted run and of a result names them all.
    """

    SCHEMA = "quantum-pipeline/run-plan"

    algorithm: AlgorithmName | None = Field(default=None, description="The problem type's own, when left out.")
    device: str | None = Field(
        default=None,
        min_length=1,
        max_length=256,
        description="ARN, or local:… name; the fastest embedded simulator for the run, when left out.",
    )
    shots: Annotated[Count, Field(le=100_000)] = Field(default=1000, description="Of each measured circuit.")
    repetitions: Annotated[Count, Field(le=1000)] = Field(default=1, description="Sampling: how often it is run.")

    layers: Annotated[Count, Field(le=64)] = Field(default=4, description="Depth of QAOA or hardware-efficient.")
    mixer: MixerName | None = Field(default=None, description="QAOA; ring_xy keeps a problem's hamming_weight.")
    objective: ObjectiveName = Field(default="expectation", description="QAOA: what the optimiser minimises.")
    cvar_alpha: Annotated[Number, Field(gt=0, le=1)] = Field(default=0.25, description="CVaR: share of best shots.")
    start: StartName | None = Field(default=None, description="QAOA: where the optimiser starts.")
    ansatz: AnsatzName | None = Field(default=None, description="VQE.")
    initial_parameters: tuple[Number, ...] | None = Field(default=None, min_length=1, max_length=10_000)

    optimizer: OptimizerName | None = None
    evaluation: EvaluationName | None = Field(default=None, description="Energies exact, or estimated from shots.")
    gradient: GradientName | None = Field(default=None, description="For optimisers that use one.")
    max_iterations: Annotated[Count, Field(le=10_000)] = Field(default=200, description="Optimiser iterations.")
    max_circuits: Count | None = Field(default=None, description="Circuits that a device may run; then it stops.")
    seed: Annotated[int, Strict(), Field(ge=0, lt=2**32)] = Field(default=42, description="Of everything random.")

    instance_type: str = Field(default="ml.m5.large", pattern=r"^ml\.[a-z0-9]+\.[a-z0-9]+$")
    image: str | None = Field(default=None, pattern=IMAGE_PATTERN, max_length=255, description="Job container.")
    max_runtime_s: Annotated[Count, Field(le=432_000)] = Field(default=3600, description="The job is stopped then.")
    resume_from: str | None = Field(default=None, pattern=r"^[A-Za-z0-9](-*[A-Za-z0-9]){0,49}$", description="A run.")
    allow_qpu: Annotated[bool, Strict()] = Field(default=False, description="A QPU needs the request's own word.")
    max_cost_usd: Decimal | None = Field(default=None, gt=0, max_digits=20, description="Refuse a run quoted higher.")

    @field_validator("device", "instance_type", "image")
    @classmethod
    def _allowed_in_hyperparameters(cls, value: str | None) -> str | None:
        if value is not None and FORBIDDEN_IN_HYPERPARAMETERS.search(value):
            raise ValueError("contains a character that Braket refuses in hyperparameters: one of newline, $ ( & `")
        return value

    @field_validator("initial_parameters")
    @classmethod
    def _fits_a_hyperparameter(cls, value: tuple[float, ...] | None) -> tuple[float, ...] | None:
        if value is not None and len(json.dumps(value)) > LONGEST_HYPERPARAMETER:
            raise ValueError(
                f"takes more than the {LONGEST_HYPERPARAMETER} characters of a hyperparameter; give fewer digits, "
                "or continue an earlier run with resume_from"
            )
        return value

    @property
    def settled_device(self) -> Device:
        """The device that a settled plan names.

        Raises:
            UnknownDevice: it is not in the catalogue.
        """
        assert self.device is not None, "settled"
        return find_device(self.device)

    @property
    def max_evaluations(self) -> int:
        """Upper bound of energy evaluations, also when line searches need more than one an iteration."""
        return 4 * self.max_iterations + 10

    @property
    def has_criterion(self) -> bool:
        """Whether a settled plan's optimiser can tell that it has converged; the others do all their iterations."""
        noisy = self.evaluation == "shots" or self.gradient == "spsa"
        without = self.optimizer in ("spsa", "qn-spsa") or (self.optimizer == "adam" and noisy)
        return self.ansatz == "adapt" or not without

    def trajectory(self) -> dict[str, Any]:
        """The fields that decide every step of the run, as JSON values; those that are None are left out.

        SPSA's step sizes are scheduled over all iterations, and interpolation shares them out between its depths, so
        that their number is one of these fields there.
        """
        scheduled = self.optimizer == "spsa" or self.start == "interpolation"
        free = FREE_ON_RESUME - ({"max_iterations"} if scheduled else set())
        return self.model_dump(mode="json", exclude_none=True, exclude=set(free))

    def to_hyperparameters(self) -> dict[str, str]:
        """The plan as Braket takes it: a flat map of strings, from which `from_hyperparameters` restores it."""
        fields = self.model_dump(exclude_none=True)
        return {name: json.dumps(v) if isinstance(v, tuple) else str(v) for name, v in fields.items()}

    @classmethod
    def from_hyperparameters(cls, hyperparameters: Mapping[str, str]) -> Self:
        """The plan in a job's hyperparameters.

        Raises:
            InvalidPlan: when they are not a plan's.
        """
        fields = dict(hyperparameters)
        parameters = fields.pop("initial_parameters", None)
        try:
            plan = cls.model_validate_strings(fields)
            if parameters is None:
                return plan
            return cls.model_validate(plan.model_dump() | {"initial_parameters": json.loads(parameters)})
        except ValidationError as fault:
            raise InvalidPlan(f"hyperparameters: {readable(fault)}") from fault
        except ValueError as fault:
            raise InvalidPlan(f"hyperparameters: initial_parameters: is not a list of numbers: {fault}") from fault
