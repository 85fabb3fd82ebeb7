"""The problems and parameters that every contender is timed on, drawn from seeds."""

from typing import Any, Literal

import networkx as nx
import numpy as np

from quantum_code.problems.ising import Ising
from quantum_code.states import FloatArray

Kind = Literal["max_cut", "weighted"]

DEGREE = 3
"""Edges at a node; a graph with an odd degree has an even number of nodes."""

SEED = 20
STEEPEST = 0.7
"""Where a linear ramp of γ ends and one of β starts, in radians."""

JITTER = 0.01


def ising(kind: Kind, num_qubits: int) -> Ising:
    """The cost on a random 3-regular graph: minus the cut, or one with random couplings and fields.

    The second changes when all spins are flipped, and has as many different values as there are assignments: a
    simulator gains nothing there from symmetry or from few distinct phases.
    """
    edges = _edges(num_qubits)
    if kind == "max_cut":
        return Ising(-len(edges) / 2, (0.0,) * num_qubits, dict.fromkeys(edges, 0.5))
    rng = np.random.default_rng([SEED, num_qubits])
    couplings = dict(zip(edges, rng.normal(0, 0.5, len(edges)).tolist(), strict=True))
    return Ising(0.0, tuple(rng.normal(0, 0.5, num_qubits).tolist()), couplings)


def request(num_qubits: int, layers: int) -> dict[str, Any]:
    """The same MaxCut as a request to the pipeline."""
    problem = {"problem_type": "max_cut", "problem_size": num_qubits, "edges": [list(e) for e in _edges(num_qubits)]}
    return {"problem": problem, "layers": layers}


def points(layers: int, count: int) -> list[FloatArray]:
    """Parameters near a linear ramp, shape (2·layers,) each: all different, so that no answer can be remembered."""
    rng = np.random.default_rng([SEED, layers])
    ramp = (np.arange(layers) + 0.5) / layers
    start = STEEPEST * np.concatenate([ramp, ramp[::-1]])
    return [start * rng.normal(1, JITTER, 2 * layers) for _ in range(count)]


def _edges(num_qubits: int) -> list[tuple[int, int]]:
    """Sorted, each with its lower node first."""
    graph = nx.random_regular_graph(DEGREE, num_qubits, seed=SEED)
    return sorted((min(edge), max(edge)) for edge in graph.edges)
