"""S3 as the functions use it, against moto's S3."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from contract.errors import CodeNotFound, InvalidRequest, ProblemNotFound
from lambdas import storage

BUCKET = "runs-out"
MISSING = ProblemNotFound("no such thing")

pytestmark = pytest.mark.usefixtures("account")


def test_an_object_is_read_with_its_time() -> None:
    storage.write(BUCKET, "a/b", b"content", "text/plain")
    body, written = storage.read(BUCKET, "a/b", MISSING)
    assert body == b"content"
    assert written.tzinfo is UTC
    assert abs(datetime.now(UTC) - written) < timedelta(minutes=1)


def test_what_is_missing_is_said_in_the_callers_words() -> None:
    with pytest.raises(ProblemNotFound, match="no such thing"):
        storage.read(BUCKET, "a/b", MISSING)
    with pytest.raises(CodeNotFound, match="no code"):
        storage.copy((BUCKET, "a/b"), (BUCKET, "c"), CodeNotFound("no code"))


@pytest.mark.parametrize(
    "use",
    [
        lambda: storage.read("no-such-bucket", "a", MISSING),
        lambda: storage.write("no-such-bucket", "a", b"", "text/plain"),
        lambda: storage.write_once("no-such-bucket", "a", {}),
        lambda: storage.copy((BUCKET, "here"), ("no-such-bucket", "a"), MISSING),
        lambda: storage.copy(("no-such-bucket", "a"), (BUCKET, "a"), MISSING),
    ],
    ids=["read", "write", "write_once", "copy to", "copy from"],
)
def test_a_bucket_that_is_not_there_is_the_callers_fault(use: Any) -> None:
    storage.write(BUCKET, "here", b"", "text/plain")
    with pytest.raises(InvalidRequest, match="no-such-bucket"):
        use()


def test_existence() -> None:
    assert not storage.exists(BUCKET, "a")
    storage.write(BUCKET, "a", b"", "text/plain")
    assert storage.exists(BUCKET, "a")
    storage.delete(BUCKET, "a")
    assert not storage.exists(BUCKET, "a")
    storage.delete(BUCKET, "a")  # once more does nothing


def test_json_is_written_over(account: Any) -> None:
    storage.write_json(BUCKET, "a.json", {"n": 1})
    storage.write_json(BUCKET, "a.json", {"n": 2})
    assert account.document("a.json") == {"n": 2}
    assert account.s3.head_object(Bucket=BUCKET, Key="a.json")["ContentType"] == "application/json"


def test_only_the_first_write_once_counts(account: Any) -> None:
    assert storage.write_once(BUCKET, "a.json", {"n": 1}) is True
    assert storage.write_once(BUCKET, "a.json", {"n": 2}) is False
    assert account.document("a.json") == {"n": 1}


def test_numbers_that_json_does_not_know_are_not_written(account: Any) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        storage.write_json(BUCKET, "a.json", {"n": float("nan")})
    assert account.listing()[BUCKET] == []


def test_a_copy_is_the_same_object(account: Any) -> None:
    storage.write(BUCKET, "a", b"content", "text/plain")
    etag = storage.copy((BUCKET, "a"), ("code-here", "b"), MISSING)
    assert etag == account.s3.head_object(Bucket=BUCKET, Key="a")["ETag"].strip('"')
    assert account.s3.get_object(Bucket="code-here", Key="b")["Body"].read() == b"content"


def test_other_faults_go_up_as_they_are(account: Any) -> None:
    account.s3.put_object(Bucket=BUCKET, Key="a", Body=b"", StorageClass="GLACIER")
    with pytest.raises(ClientError, match="InvalidObjectState"):
        storage.read(BUCKET, "a", MISSING)


def test_a_name_that_no_bucket_can_have_is_the_callers_fault() -> None:
    with pytest.raises(InvalidRequest, match="Not A Bucket!"):
        storage.write_once("Not A Bucket!", "a", {})


def test_all_keys_under_a_prefix_are_listed_beyond_the_first_page(account: Any) -> None:
    names = [f"jobs/a/checkpoints/{number:04}" for number in range(1001)]
    for name in (*names, "jobs/a/metadata.json", "jobs/ab/checkpoints/0"):
        account.put(name, b"")

    assert storage.list_keys("runs-out", "jobs/a/checkpoints/") == names
    assert storage.list_keys("runs-out", "jobs/b/") == []
