"""Where resources are kept: by ARN, in the order of their creation, and by the clientToken that created them."""

import base64
import binascii
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from moto.core.exceptions import ServiceException

from local_aws.braket.exceptions import ResourceNotFoundException, ValidationException
from local_aws.braket.search import matches


class Registered(Protocol):
    """What a register needs to know of a resource."""

    arn: str
    request: dict[str, Any]
    tags: dict[str, str]

    @property
    def searchable(self) -> dict[str, str | datetime]: ...


Resource = TypeVar("Resource", bound=Registered)


class Register(Generic[Resource]):
    """All resources of one kind in an account and region."""

    def __init__(self, kind: str, token_clash: type[ServiceException]) -> None:
        self._kind, self._token_clash = kind, token_clash
        self._by_arn: dict[str, Resource] = {}
        self._by_token: dict[str, Resource] = {}
        self._lock = threading.RLock()

    def __iter__(self) -> Iterator[Resource]:
        with self._lock:
            return iter(list(self._by_arn.values()))

    def made_by(self, request: dict[str, Any]) -> Resource | None:
        """The resource that this very request created before.

        Raises:
            ServiceException: of the kind given, when its clientToken came with another request.
        """
        known = self._by_token.get(request["clientToken"])
        if known and known.request != request:
            raise self._token_clash(f"clientToken {request['clientToken']} was used with another request")
        return known

    def add(self, request: dict[str, Any], make: Callable[[], Resource]) -> tuple[Resource, bool]:
        """Makes and keeps a resource, unless the request did so before; whether it is new."""
        with self._lock:
            known = self.made_by(request)
            if known:
                return known, False
            resource = make()
            self._by_arn[resource.arn] = self._by_token[request["clientToken"]] = resource
        return resource, True

    def remove(self, arn: str) -> None:
        """Forgets a resource; the token that created it stays used."""
        with self._lock:
            self.get(arn)
            del self._by_arn[arn]

    def get(self, arn: str) -> Resource:
        """The resource of that ARN.

        Raises:
            ResourceNotFoundException: when there is none.
        """
        try:
            return self._by_arn[arn]
        except KeyError:
            raise ResourceNotFoundException(f"{self._kind} {arn} not found") from None

    def search(
        self, filters: Sequence[dict[str, Any]], max_results: int, next_token: str | None
    ) -> tuple[list[Resource], str | None]:
        """One page of those that meet all filters, newest first, and the token of the next page."""
        return page(
            list(self)[::-1],
            lambda item: item.arn,
            lambda item: all(matches(each, item.searchable) for each in filters),
            max_results,
            next_token,
        )


Item = TypeVar("Item")


def page(
    ordered: Sequence[Item],
    name: Callable[[Item], str],
    wanted: Callable[[Item], bool],
    max_results: int,
    next_token: str | None,
) -> tuple[list[Item], str | None]:
    """One page of those that are wanted; its token names the last of them, so that what comes later moves nothing.

    Raises:
        ValidationException: when the token was not given by this search.
    """
    start = 0
    if next_token is not None:
        try:
            start = [name(item) for item in ordered].index(base64.b64decode(next_token, validate=True).decode()) + 1
        except (ValueError, binascii.Error):
            raise ValidationException("nextToken is not valid") from None
    found = [item for item in ordered[start:] if wanted(item)]
    shown = found[:max_results]
    more = len(found) > max_results
    return shown, base64.b64encode(name(shown[-1]).encode()).decode() if more else None
