"""VQE from problem to result: an ansatz, its optimisation, and what is known of the state it ends in."""

from dataclasses import replace
from typing import Any

import numpy as np

from contract.errors import InvalidPlan
from contract.problems import BinaryProblem, Chemistry
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, MoleculeResult
from quantum_code.algorithms.binary_result import binary_result
from quantum_code.algorithms.vqe.adapt import Growth
from quantum_code.algorithms.vqe.ansatz import ExcitationAnsatz, HardwareEfficientAnsatz
from quantum_code.algorithms.vqe.optimum import Optimum
from quantum_code.optimizers import limits_of
from quantum_code.problems.molecule import Molecule
from quantum_code.problems.molecule_symmetries import number_penalty, occupation_means, spin_squared
from quantum_code.problems.scaled_cost import ScaledCost
from quantum_code.references.fci import full_configuration_interaction
from quantum_code.references.ground_truth import ground_truth
from quantum_code.run_context import RunContext
from quantum_code.states import Ansatz, FloatArray, Observable
from quantum_code.statistics import student_interval

START, OPTIMIZER = 0, 1
"""Purposes of random numbers."""


def run_vqe(context: RunContext) -> MoleculeResult | BinaryResult:
    """The lowest energy that the plan's ansatz reaches.

    Raises:
        InvalidProblem: the molecule's Hartree-Fock orbitals do not converge.
        InvalidPlan: initial_parameters are not as many as the ansatz has, or not even the start could be evaluated.
    """
    if isinstance(context.problem, Chemistry):
        return _molecule(context, context.problem)
    assert isinstance(context.problem, BinaryProblem), "settled"
    return _binary(context, context.problem)


def _molecule(context: RunContext, problem: Chemistry) -> MoleculeResult:
    molecule = Molecule.of(problem)
    num_bases = len(molecule.hamiltonian.bases())
    # Kept back for the end: the final energy where it is measured, S² where values are exact.
    context.allowance.reserve(num_bases if context.plan.evaluation == "shots" else 1)
    optimum = _optimum(context, molecule, problem)
    context.allowance.reserve(0)
    ansatz, minimum = optimum.ansatz, optimum.minimum
    return MoleculeResult(
        cost_history=minimum.history,
        optimized_parameters=tuple(minimum.parameters.tolist()),
        **_final_energy(context.plan, optimum),
        convergence_achieved=minimum.converged,
        termination=minimum.message,
        hartree_fock_energy=molecule.hartree_fock_energy,
        reference=full_configuration_interaction(molecule),
        num_terms=len(molecule.hamiltonian.terms) + 1,
        num_bases=num_bases,
        operators=tuple(map(str, ansatz.pairs)) if isinstance(ansatz, ExcitationAnsatz) else (),
        **_symmetries(context, molecule, optimum),
        **context.common_fields(),
    )


def _optimum(context: RunContext, molecule: Molecule, problem: Chemistry) -> Optimum:
    if context.plan.ansatz == "adapt":
        return Growth(context, molecule).run()
    if context.plan.ansatz == "uccsd":
        ansatz = ExcitationAnsatz.uccsd(molecule)
        return _optimized(context, ansatz, molecule.hamiltonian, np.zeros(ansatz.num_parameters))
    layered = HardwareEfficientAnsatz(molecule.occupied, molecule.num_qubits, context.plan.layers)
    start = layered.start(context.rng(START), superposed=False)
    return _optimized(context, layered, number_penalty(molecule, problem.charge), start)


def _optimized(context: RunContext, ansatz: Ansatz, observable: Observable, start: FloatArray) -> Optimum:
    """The optimum from the plan's initial parameters, or from `start`."""
    given, plan = context.plan.initial_parameters, context.plan
    if given is not None:
        if len(given) != ansatz.num_parameters:
            raise InvalidPlan(
                f"initial_parameters: has {len(given)} numbers, the {plan.ansatz} ansatz takes {ansatz.num_parameters}"
            )
        start = np.array(given)
    state = context.prepare(ansatz, observable)
    optimize = context.optimize
    assert optimize is not None, "settled"
    minimum = optimize(state, start, limits_of(plan), context.on_iteration, context.rng(OPTIMIZER))
    return Optimum(ansatz, state, minimum)


def _final_energy(plan: RunPlan, optimum: Optimum) -> dict[str, Any]:
    """The energy at the minimum; a measured one is measured once more, as the optimiser has picked a lucky one."""
    minimum = optimum.minimum
    if plan.evaluation == "exact":
        return {"final_cost": minimum.history[-1], "evaluations": minimum.evaluations}
    energy = optimum.state.energy(minimum.parameters)
    return {
        "final_cost": energy.value,
        "final_cost_stderr": energy.stderr,
        "final_cost_interval": student_interval(energy.value, energy.stderr, plan.shots),
        "evaluations": minimum.evaluations + 1,
    }


def _symmetries(context: RunContext, molecule: Molecule, optimum: Optimum) -> dict[str, float]:
    """Electron number, S_z and S² of the final state, where the device tells exact values of it."""
    if context.plan.evaluation != "exact":
        return {}
    parameters = optimum.minimum.parameters
    probabilities = optimum.state.probabilities(parameters)
    if probabilities is None:
        return {}
    number, projection = occupation_means(probabilities)
    spin = context.prepare(optimum.ansatz, spin_squared(molecule.num_qubits)).energy(parameters)
    return {"particle_number": number, "spin_projection": projection, "total_spin": spin.value}


def _binary(context: RunContext, problem: BinaryProblem) -> BinaryResult:
    truth = ground_truth(problem, context.plan.seed)  # first: what is missing for it shows before anything is spent
    cost = ScaledCost.of(problem)
    ansatz = HardwareEfficientAnsatz((), problem.problem_size, context.plan.layers)
    context.allowance.reserve(1)  # the final measurement
    start = ansatz.start(context.rng(START), superposed=True)
    in_units = replace(context, on_iteration=lambda i, energy: context.on_iteration(i, cost.of_energy(energy)))
    optimum = _optimized(in_units, ansatz, cost.observable, start)
    context.allowance.reserve(0)
    minimum = optimum.minimum
    return binary_result(context, optimum.state, cost, minimum, parameters=minimum.parameters, truth=truth)
