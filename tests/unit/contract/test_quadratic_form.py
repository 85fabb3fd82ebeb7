"""What a quadratic form says about all its assignments agrees with trying them."""

import itertools

import pytest

from contract.problems import BinaryProblem, QuadraticForm, parse_problem


def form_of(size: int, seed: int = 42) -> QuadraticForm:
    problem = parse_problem({"problem_type": "optimization", "problem_size": size, "seed": seed})
    assert isinstance(problem, BinaryProblem)
    return problem.quadratic_form()


def assignments(size: int, ones: int | None = None) -> list[tuple[int, ...]]:
    return [bits for bits in itertools.product((0, 1), repeat=size) if ones is None or sum(bits) == ones]


SIZES_AND_WEIGHTS = [(n, k) for n in range(2, 7) for k in range(1, n)]


def test_the_mean_over_all_assignments() -> None:
    form = form_of(5)

    assert form.mean == pytest.approx(sum(map(form.cost, assignments(5))) / 32)


@pytest.mark.parametrize(("size", "ones"), SIZES_AND_WEIGHTS)
def test_the_mean_over_those_of_a_weight(size: int, ones: int) -> None:
    form, bits = form_of(size), assignments(size, ones)

    assert form.mean_of_weight(ones) == pytest.approx(sum(map(form.cost, bits)) / len(bits))


@pytest.mark.parametrize(("size", "ones"), SIZES_AND_WEIGHTS)
def test_what_is_the_same_for_all_of_a_weight_can_be_taken_out(size: int, ones: int) -> None:
    form = form_of(size)
    varying = form.at_weight(ones)

    assert [varying.cost(bits) for bits in assignments(size, ones)] == pytest.approx(
        [form.cost(bits) for bits in assignments(size, ones)]
    )
    assert varying.constant == pytest.approx(form.mean_of_weight(ones))
    assert sum(varying.linear) == pytest.approx(0, abs=1e-12)
    for i in range(size):
        assert sum(q for pair, q in varying.couplings.items() if i in pair) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("size", "ones"), SIZES_AND_WEIGHTS)
def test_nothing_varies_in_a_penalty_for_the_weight(size: int, ones: int) -> None:
    """λ·(Σx - k)², written out, is the same for all assignments of a weight."""
    pairs = dict.fromkeys(itertools.combinations(range(size), 2), 14.0)
    penalty = QuadraticForm(7.0 * ones**2, (7.0 - 14.0 * ones,) * size, pairs)

    varying = penalty.at_weight(ones)

    assert max(map(abs, (varying.constant, *varying.linear, *varying.couplings.values()))) < penalty.resolution


def test_the_resolution_is_above_the_rounding_of_any_order_of_the_terms() -> None:
    form = form_of(12, seed=3)
    for bits in assignments(12)[:: 2**7]:
        reversed_terms = QuadraticForm(form.constant, form.linear, dict(reversed(list(form.couplings.items()))))
        assert abs(form.cost(bits) - reversed_terms.cost(bits)) < form.resolution
