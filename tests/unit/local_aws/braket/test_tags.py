"""Tags: AWS's rules for all services."""

import pytest

from local_aws.braket.exceptions import ValidationException
from local_aws.braket.tags import check_tags


def test_tags_as_people_use_them() -> None:
    check_tags({"project": "", "cost centre": "42", "k" * 128: "v" * 256})
    check_tags({"present": "again"}, [f"key-{i}" for i in range(49)] + ["present"])


@pytest.mark.parametrize(
    ("tags", "present", "message"),
    [
        ({"": "a"}, 0, "1 to 128 characters, not 0"),
        ({"k" * 129: "a"}, 0, "1 to 128 characters, not 129"),
        ({"k": "v" * 257}, 0, "tag k is longer than 256"),
        ({"aws:owner": "me"}, 0, "aws: are reserved"),
        ({"AWS:owner": "me"}, 0, "aws: are reserved"),
        ({"k": "v"}, 50, "more than 50 tags"),
        ({f"k{i}": "v" for i in range(51)}, 0, "more than 50 tags"),
    ],
)
def test_tags_that_aws_refuses(tags: dict[str, str], present: int, message: str) -> None:
    with pytest.raises(ValidationException, match=message):
        check_tags(tags, [f"present-{i}" for i in range(present)])
