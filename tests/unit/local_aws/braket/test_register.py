"""Where resources are kept: tokens, pages, and what is not there."""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from local_aws.braket.exceptions import ConflictException, ResourceNotFoundException, ValidationException
from local_aws.braket.register import Register


@dataclass
class Thing:
    arn: str
    request: dict[str, Any]
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def searchable(self) -> dict[str, str | datetime]:
        return {"arn": self.arn}


def _fill(register: Register[Thing], count: int, start: int = 0) -> None:
    for i in range(start, start + count):
        request = {"clientToken": f"token-{i}"}
        register.add(request, lambda i=i, request=request: Thing(f"thing/{i}", request))  # type: ignore[misc]


@pytest.fixture
def register() -> Register[Thing]:
    return Register("Thing", ConflictException)


def test_the_same_request_makes_one_thing(register: Register[Thing]) -> None:
    request = {"clientToken": "t", "name": "a"}
    first, new = register.add(request, lambda: Thing("thing/1", request))
    again, new_again = register.add(dict(request), lambda: Thing("thing/2", request))
    assert (new, new_again) == (True, False)
    assert again is first
    with pytest.raises(ConflictException, match="clientToken t was used with another request"):
        register.add(request | {"name": "b"}, lambda: Thing("thing/3", request))


def test_many_threads_with_one_token_make_one_thing(register: Register[Thing]) -> None:
    request = {"clientToken": "t"}
    made: list[Thing] = []

    def make() -> Thing:
        made.append(Thing(f"thing/{len(made)}", request))
        return made[-1]

    threads = [threading.Thread(target=register.add, args=(request, make)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_a_request_that_cannot_be_made_leaves_its_token_free(register: Register[Thing]) -> None:
    def refuse() -> Thing:
        raise ValidationException("no")

    with pytest.raises(ValidationException):
        register.add({"clientToken": "t"}, refuse)
    assert list(register) == []
    _, new = register.add({"clientToken": "t"}, lambda: Thing("thing/1", {"clientToken": "t"}))
    assert new


def test_what_is_not_there(register: Register[Thing]) -> None:
    with pytest.raises(ResourceNotFoundException, match="Thing thing/1 not found"):
        register.get("thing/1")
    with pytest.raises(ResourceNotFoundException):
        register.remove("thing/1")


def test_a_removed_thing_is_gone(register: Register[Thing]) -> None:
    _fill(register, 2)
    register.remove("thing/0")
    assert [thing.arn for thing in register] == ["thing/1"]


def test_pages_newest_first_and_unmoved_by_what_comes_later(register: Register[Thing]) -> None:
    _fill(register, 5)
    seen, token, pages = [], None, 0
    while pages == 0 or token:
        things, token = register.search([], 2, token)
        seen += [thing.arn for thing in things]
        pages += 1
        _fill(register, 1, start=100 + pages)
    assert seen == ["thing/4", "thing/3", "thing/2", "thing/1", "thing/0"]
    assert pages == 3


@pytest.mark.parametrize("token", ["abc", "dGhpbmcvOTk=", "", "\u00e9", "MQ"])
def test_tokens_that_no_search_gave(register: Register[Thing], token: str) -> None:
    _fill(register, 1)
    with pytest.raises(ValidationException, match="nextToken is not valid"):
        register.search([], 1, token)


def test_filters_all_have_to_be_met(register: Register[Thing]) -> None:
    _fill(register, 3)
    both = [{"name": "arn", "values": ["thing/1", "thing/2"]}, {"name": "arn", "values": ["thing/2"]}]
    assert [thing.arn for thing in register.search(both, 10, None)[0]] == ["thing/2"]
