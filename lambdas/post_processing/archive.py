"""The run's result out of Braket's model.tar.gz: read in memory, never unpacked to disk, never unpickled."""

import gzip
import io
import tarfile
import zlib
from typing import Any

from contract.documents import decode
from contract.errors import ResultsMissing, ResultsUnreadable
from contract.keys import RESULTS_DOCUMENT
from contract.run_result import ENVELOPE, RunResult, parse_result
from lambdas.post_processing.kinds import verify

MAX_DOCUMENT_BYTES = 32 * 1024 * 1024
"""A larger result document is refused before it is read: it would not fit in the function's memory."""


def read_results(archive: bytes) -> RunResult:
    """The result document in a job's model.tar.gz, checked against the problem it carries.

    Args:
        archive: the bytes of a gzip-compressed tar with results.json at its root, as Braket stores it.

    Raises:
        ResultsMissing: the archive holds no results.json.
        ResultsUnreadable: it is not such an archive, or what it holds is not this contract's result, or the result
            contradicts its own problem.
    """
    if not archive:
        raise ResultsMissing(f"model.tar.gz is empty (0 bytes): {_SAVE_IT}")
    try:
        text = _document(archive)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as fault:
        raise ResultsUnreadable(
            f"model.tar.gz is damaged or not a gzip-compressed tar ({fault}); "
            "fetch it again, and if it is the same, run the job again"
        ) from fault
    result = parse_result(_payload(text))
    verify(result)
    return result


_SAVE_IT = "the job must save its result with braket.jobs.save_job_result before it ends; its log says how far it came"


def _document(archive: bytes) -> bytes:
    """The bytes of results.json; the stream is read to its end, so that its checksum is verified."""
    text: bytes | None = None
    names = []
    with gzip.GzipFile(fileobj=io.BytesIO(archive)) as stream:
        with tarfile.open(fileobj=stream, mode="r|") as members:
            for member in members:
                names.append(member.name)
                if member.name.removeprefix("./") == RESULTS_DOCUMENT:
                    text = _content(members, member)
        while stream.read(1024 * 1024):
            pass
    if text is None:
        held = ", ".join(names[:10]) or "nothing"
        raise ResultsMissing(f"model.tar.gz has no {RESULTS_DOCUMENT} at its root; it holds {held}: {_SAVE_IT}")
    return text


def _content(members: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    if not member.isreg():
        raise ResultsUnreadable(
            f"{RESULTS_DOCUMENT} is a link or a folder, not a file; the job must write it as a file"
        )
    if member.size > MAX_DOCUMENT_BYTES:
        raise ResultsUnreadable(
            f"{RESULTS_DOCUMENT} has {member.size} bytes, more than the {MAX_DOCUMENT_BYTES} that are read; "
            "save large arrays as files of their own"
        )
    content = members.extractfile(member)
    return content.read() if content else b""


def _payload(text: bytes) -> Any:
    """The dataDictionary in Braket's envelope."""
    envelope = decode(text, ResultsUnreadable, RESULTS_DOCUMENT)
    header = envelope.get("braketSchemaHeader") if isinstance(envelope, dict) else None
    label = (header.get("name"), header.get("version")) if isinstance(header, dict) else None
    if label != ENVELOPE:
        raise ResultsUnreadable(
            f"{RESULTS_DOCUMENT}: expected Braket's {ENVELOPE[0]} version {ENVELOPE[1]}, "
            f"found {label or 'no schema header'}; write it with braket.jobs.save_job_result"
        )
    data_format = envelope.get("dataFormat")
    if data_format != "plaintext":
        raise ResultsUnreadable(
            f"{RESULTS_DOCUMENT}: dataFormat is {data_format!r}, only 'plaintext' is read: a pickle can run any code "
            "while it is read, so none is ever opened; save plain numbers, lists and dicts with data_format plaintext"
        )
    return envelope.get("dataDictionary")
