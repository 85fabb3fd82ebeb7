"""Reading the result archive: what is accepted, and how each fault is named."""

import gzip
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contract.errors import ResultsMissing, ResultsUnreadable
from contract.run_result import BinaryResult
from lambdas.post_processing.archive import MAX_DOCUMENT_BYTES, read_results

Make = Callable[..., BinaryResult]
Pack = Callable[..., bytes]


@pytest.mark.parametrize("maker", ["make_result", "make_molecule", "make_circuit"])
def test_every_kind_of_result_is_read_as_its_own_class(
    request: pytest.FixtureRequest, envelope: Pack, pack: Pack, maker: str
) -> None:
    result = request.getfixturevalue(maker)()
    read = read_results(pack(**{"results.json": envelope(result.to_dict())}))
    assert (type(read), read) == (type(result), result)


@pytest.mark.parametrize(
    ("maker", "changes", "message"),
    [
        ("make_result", {"samples": ({"bitstring": "011100", "count": 1, "cost": 6},)}, "the problem gives it -6"),
        ("make_molecule", {"final_cost": -2.0}, "lies below the exact"),
        ("make_circuit", {"measurement_counts": ({"00": 99}, {"00": 100})}, "counts 99 shots"),
    ],
)
def test_a_contradiction_is_unreadable_whatever_its_kind(
    request: pytest.FixtureRequest, envelope: Pack, pack: Pack, maker: str, changes: dict[str, Any], message: str
) -> None:
    result = request.getfixturevalue(maker)(**changes)
    with pytest.raises(ResultsUnreadable, match=message):
        read_results(pack(**{"results.json": envelope(result.to_dict())}))


@pytest.mark.parametrize("name", ["results.json", "./results.json"])
def test_the_result_in_an_archive_is_the_one_that_was_written(
    make_result: Make, envelope: Pack, pack: Pack, name: str
) -> None:
    result = make_result()
    archive = pack(**{"state/vector.bin": bytes(100_000), name: envelope(result.to_dict()), "notes.txt": b"x"})
    assert read_results(archive) == result


def test_nothing_is_written_to_disk(
    make_result: Make, envelope: Pack, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    read_results(pack(**{"results.json": envelope(make_result().to_dict()), "../escape.txt": b"x"}))
    assert not (tmp_path.parent / "escape.txt").exists()
    assert not any(tmp_path.iterdir())


def test_an_empty_file_has_no_results() -> None:
    with pytest.raises(ResultsMissing, match=r"empty \(0 bytes\).*save_job_result"):
        read_results(b"")


def test_an_archive_of_nothing_has_no_results(pack: Pack) -> None:
    with pytest.raises(ResultsMissing, match="it holds nothing"):
        read_results(pack())


@pytest.mark.parametrize("name", ["quantum_results.json", "output/results.json", "/results.json"])
def test_results_elsewhere_than_at_the_root_are_missing_and_listed(pack: Pack, name: str) -> None:
    with pytest.raises(ResultsMissing, match=f"no results.json at its root; it holds {name}"):
        read_results(pack(**{name: b"{}"}))


@pytest.mark.parametrize(
    "damage",
    [
        lambda archive: archive[: len(archive) // 2],
        lambda archive: archive[:-4],
        lambda archive: archive[:-8] + bytes(8),
        lambda archive: archive[:200] + bytes([archive[200] ^ 0xFF]) + archive[201:],
        lambda archive: gzip.decompress(archive),
        lambda archive: gzip.compress(b"not a tar file, only text"),
        lambda archive: b"PK\x03\x04 a zip file",
    ],
    ids=["halved", "tail cut", "checksum", "flipped byte", "not gzipped", "no tar inside", "a zip"],
)
def test_a_damaged_archive_is_unreadable(
    make_result: Make, envelope: Pack, pack: Pack, damage: Callable[[bytes], bytes]
) -> None:
    archive = pack(**{"results.json": envelope(make_result().to_dict())})
    with pytest.raises(ResultsUnreadable, match=r"damaged or not a gzip-compressed tar.*fetch it again"):
        read_results(damage(archive))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_a_link_or_folder_in_place_of_the_document_is_refused(
    pack_header: Callable[[tarfile.TarInfo], bytes], kind: bytes
) -> None:
    member = tarfile.TarInfo("results.json")
    member.type, member.linkname = kind, "/etc/passwd"
    with pytest.raises(ResultsUnreadable, match="a link or a folder, not a file"):
        read_results(pack_header(member))


def test_an_absurdly_large_document_is_refused_before_it_is_read(
    pack_header: Callable[[tarfile.TarInfo], bytes],
) -> None:
    member = tarfile.TarInfo("results.json")
    member.size = MAX_DOCUMENT_BYTES + 1
    with pytest.raises(ResultsUnreadable, match="33554433 bytes, more than the 33554432"):
        read_results(pack_header(member))


def test_a_pickle_is_refused_and_never_opened(envelope: Pack, pack: Pack) -> None:
    document = envelope({"result": "gASVAAAAAAAAAACMBXBvc2l4lA=="}, dataFormat="pickled_v4")
    with pytest.raises(ResultsUnreadable, match=r"'pickled_v4'.*a pickle can run any code.*plaintext"):
        read_results(pack(**{"results.json": document}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "results.json: is not JSON"),
        (b"{", "results.json: is not JSON"),
        (b"\xff\xfe", "results.json: is not JSON"),
        (b"[1, 2]", "found no schema header"),
        (b'{"dataDictionary": {}, "dataFormat": "plaintext"}', "found no schema header"),
        (b'{"braketSchemaHeader": {"name": "x", "version": "1"}}', r"version 1, found \('x', '1'\)"),
    ],
)
def test_a_document_that_braket_did_not_write_is_unreadable(pack: Pack, text: bytes, message: str) -> None:
    with pytest.raises(ResultsUnreadable, match=message):
        read_results(pack(**{"results.json": text}))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "results: expected a JSON object, got NoneType"),
        ({"measurement_counts": [{"00": 50}]}, "results: job_name: Field required"),
    ],
)
def test_another_programs_result_is_unreadable_with_every_fault(
    envelope: Pack, pack: Pack, data: object, message: str
) -> None:
    with pytest.raises(ResultsUnreadable, match=message):
        read_results(pack(**{"results.json": envelope(data)}))


def test_a_cost_that_is_not_a_number_is_unreadable(make_result: Make, envelope: Pack, pack: Pack) -> None:
    data = make_result().to_dict() | {"final_cost": float("nan")}
    with pytest.raises(ResultsUnreadable, match="final_cost: Input should be a finite number"):
        read_results(pack(**{"results.json": envelope(data)}))


def test_a_result_of_another_version_is_unreadable(make_result: Make, envelope: Pack, pack: Pack) -> None:
    data = make_result().to_dict() | {"version": 1}
    with pytest.raises(ResultsUnreadable, match="version 1; this code reads"):
        read_results(pack(**{"results.json": envelope(data)}))


def test_a_result_that_contradicts_its_problem_is_unreadable(make_result: Make, envelope: Pack, pack: Pack) -> None:
    data = make_result().to_dict()
    data["samples"][0]["cost"] = -7
    with pytest.raises(ResultsUnreadable, match="recorded with cost -7, the problem gives it -6"):
        read_results(pack(**{"results.json": envelope(data)}))
