"""`max_cut`: split the nodes of a weighted graph in two so that the weight between the parts is largest."""

import reprlib
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, Strict, field_validator, model_validator

from contract.documents import Index, Number
from contract.problems.base import MAX_SIZE, size_fault
from contract.problems.binary import MIN_SIZE, BinaryProblem, no_duplicates
from contract.problems.quadratic_form import QuadraticForm
from contract.problems.rudy import parse_rudy

Name = Annotated[str, Strict(), Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]


class MaxCut(BinaryProblem):
    """Maximise the cut Σ w·[x_i ≠ x_j]; as lower is better everywhere, the cost is minus the cut.

    `nodes` lists the names. `edges` lists [u, v] or [u, v, weight], where u and v are names or positions in `nodes`;
    they are kept as sorted positions with a weight. Instead of both, `rudy` takes a graph in the text format of the
    G-set. Without `nodes`, positions name themselves and `problem_size` may add isolated ones.
    """

    TYPE = "max_cut"

    nodes: tuple[Name, ...]
    edges: tuple[tuple[Index, Index, Number], ...]

    @model_validator(mode="before")
    @classmethod
    def _normalised(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        fields = dict(data)
        if "rudy" in fields:
            if "nodes" in fields or "edges" in fields:
                raise ValueError("give rudy, or nodes and edges, not both")
            size, fields["edges"] = parse_rudy(fields.pop("rudy"))
            fields["nodes"] = _numbered(size, first=1)
        edges = fields.get("edges")
        if not isinstance(edges, list | tuple):
            return fields
        if not edges:
            raise ValueError("edges is empty; give at least one")
        if "nodes" not in fields:
            fields["nodes"] = _numbered(_implied_size(fields.get("problem_size"), edges), first=0)
        if isinstance(fields["nodes"], list | tuple):
            fields.setdefault("problem_size", len(fields["nodes"]))
            fields["edges"] = [_by_position(k, edge, fields["nodes"]) for k, edge in enumerate(edges)]
        return fields

    @field_validator("edges", mode="after")
    @classmethod
    def _sorted(cls, edges: tuple[tuple[int, int, float], ...]) -> tuple[tuple[int, int, float], ...]:
        """In one order, so that the order they were given in does not change the problem's id."""
        return tuple(sorted(edges))

    def _check_data(self) -> None:
        if len(set(self.nodes)) != len(self.nodes):
            raise ValueError("nodes: a name stands twice")
        if len(self.nodes) != self.problem_size:
            raise ValueError(f"problem_size is {self.problem_size} but nodes has {len(self.nodes)} names")
        for i, j, _ in self.edges:
            if i == j:
                raise ValueError(
                    f"edges: {self.nodes[i]!r} is joined to itself; a self-loop is never cut, leave it out"
                )
        no_duplicates([(i, j) for i, j, _ in self.edges], "edges: the pair")

    def quadratic_form(self) -> QuadraticForm:
        linear = [0.0] * self.problem_size
        couplings: dict[tuple[int, int], float] = {}
        for i, j, weight in self.edges:
            linear[i] -= weight
            linear[j] -= weight
            couplings[i, j] = 2 * weight
        return QuadraticForm(0.0, tuple(linear), couplings)

    @property
    def title(self) -> str:
        edges = "1 edge" if len(self.edges) == 1 else f"{len(self.edges)} edges"
        return f"Maximum cut of a graph with {self.problem_size} nodes and {edges}"

    @property
    def objective(self) -> str:
        split = "Split the nodes in two parts so that the edges between them weigh most; the cost is minus that weight"
        return self._with_ones(split, "nodes in part B")

    def measure(self, cost: float) -> tuple[str, float]:
        return "cut", -cost + 0.0  # never minus zero

    def groups(self, bits: Sequence[int]) -> dict[str, list[str]]:
        sides = {"Part A": 0, "Part B": 1}
        return {
            label: [name for name, x in zip(self.nodes, bits, strict=True) if x == side]
            for label, side in sides.items()
        }

    def describe(self, bits: Sequence[int]) -> dict[str, Any]:
        cut = sum(weight for i, j, weight in self.edges if bits[i] != bits[j])
        return {"cut": cut, "partition": list(self.groups(bits).values())}


def _implied_size(problem_size: object, edges: Sequence[Any]) -> int:
    if isinstance(problem_size, int):
        return problem_size
    ends = [end for k, edge in enumerate(edges) for end in _ends(k, edge)]
    if not all(isinstance(end, int) for end in ends):
        raise ValueError("nodes is missing: edges join names, so nodes must list them in the order of the bits")
    return int(max(ends)) + 1


def _numbered(size: int, first: int) -> list[str]:
    """Names for nodes that have none; a size that is refused anyway must not make a list of its length first."""
    if not MIN_SIZE <= size <= MAX_SIZE:
        raise ValueError(size_fault(size, MIN_SIZE))
    return [str(first + i) for i in range(size)]


def _by_position(k: int, edge: Any, nodes: Sequence[Any]) -> tuple[int, int, Any]:
    """The edge as (lower position, higher position, weight)."""
    i, j = (_position(k, end, nodes) for end in _ends(k, edge))
    return min(i, j), max(i, j), edge[2] if len(edge) == 3 else 1.0


def _ends(k: int, edge: Any) -> Sequence[Any]:
    if not isinstance(edge, list | tuple) or len(edge) not in (2, 3):
        raise ValueError(f"edges.{k}: expected [u, v] or [u, v, weight], got {reprlib.repr(edge)}")
    return edge[:2]


def _position(k: int, end: Any, nodes: Sequence[Any]) -> int:
    if isinstance(end, str) and end in nodes:
        return nodes.index(end)
    if isinstance(end, int) and not isinstance(end, bool) and 0 <= end < len(nodes):
        return end
    raise ValueError(
        f"edges.{k}: {reprlib.repr(end)} is neither a name in nodes nor a position from 0 to {len(nodes) - 1}"
    )
