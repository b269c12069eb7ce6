"""The copies of an agency's year as a web archive (WARC 1.1), the form that archives and their readers know."""

import datetime
import io
from collections.abc import Iterable
from http import HTTPStatus
from typing import BinaryIO

from django.conf import settings
from django.db.models import Q
from django.utils.encoding import iri_to_uri
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from assignments.models import Assessment
from ita_portal.lib.screenshot import MEDIA_TYPE
from submissions import policy
from submissions.models import Manifest, Screenshot, Snapshot
from submissions.preserving.content import body_of, opened_content

TRANSPORT = ("content-encoding", "transfer-encoding", "content-length", "connection")  # of the way, not of what came


def write_archive(assessment: Assessment, out: BinaryIO) -> int:
    """Write every copy of the year, and the lists in which they stand, with their time-stamps. Answers with the number of copies.

    Bytes that stand in it already are referred to (revisit), not repeated.
    """
    writer = WARCWriter(out, gzip=True)
    about = {"software": f"ITA Portal {settings.VERSION}", "format": "WARC File Format 1.0", "description": assessment.scope}
    writer.write_record(writer.create_warcinfo_record(f"{assessment.scope.replace('/', '-')}.warc.gz", about))
    copies = Snapshot.objects.filter(evidence__submission__assessment=assessment)
    rows = copies.select_related("evidence", "content", "file__scan", "screenshot__content").order_by("taken_at", "id")
    first: dict[str, tuple[str, str]] = {}  # digest → address and moment of the record that holds the bytes
    written = 0
    for copy in rows.iterator(100):
        if not copy.sha256 or not policy.may_receive_copy(copy, None):  # never a virus, nor what may be one
            continue
        _write(writer, copy, first)
        written += 1
        if hasattr(copy, "screenshot"):
            _write_picture(writer, copy.screenshot)
    for manifest in Manifest.objects.filter(Q(copies__in=copies) | Q(screenshots__copy__in=copies)).distinct():
        _write_list(writer, manifest)
    return written


def _write(writer: WARCWriter, copy: Snapshot, first: dict[str, tuple[str, str]]) -> None:
    address, moment = _address(copy), _moment(copy.taken_at)
    more = {"WARC-Date": moment}
    if copy.file:
        record = writer.create_warc_record(
            address, "resource", payload=io.BytesIO(body_of(copy)), warc_content_type=copy.media_type, warc_headers_dict=more
        )
        writer.write_record(record)
        return
    digest = f"sha256:{copy.sha256}"
    if digest in first:
        record = writer.create_revisit_record(
            address, digest, *first[digest], http_headers=_http(copy, 0), warc_headers_dict=more
        )
    else:
        body = body_of(copy)
        if not copy.whole:
            more["WARC-Truncated"] = "length"
        more["WARC-Payload-Digest"] = digest
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(body), http_headers=_http(copy, len(body)), warc_headers_dict=more
        )
        first[digest] = (address, moment)
    writer.write_record(record)


def _write_picture(writer: WARCWriter, picture: Screenshot) -> None:
    """Under the address by which crawlers that take pictures, and their readers, name them."""
    with opened_content(picture.content) as stored:
        record = writer.create_warc_record(
            f"urn:view:{_address(picture.copy)}",
            "resource",
            payload=stored,
            warc_content_type=MEDIA_TYPE,
            warc_headers_dict={"WARC-Date": _moment(picture.taken_at)},
        )
        writer.write_record(record)


def _address(copy: Snapshot) -> str:
    return iri_to_uri(copy.final_url or copy.address) or f"urn:uuid:{copy.evidence.key}"


def _moment(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _http(copy: Snapshot, length: int) -> StatusAndHeaders:
    """What the server said, but for what is of the transport; the bytes are kept as they were after it."""
    known = {status.value: status.phrase for status in HTTPStatus}
    headers: Iterable[tuple[str, str]] = [(name, value) for name, value in copy.headers if name.lower() not in TRANSPORT]
    lines = [*headers, *([("Content-Length", str(length))] if length else [])]
    return StatusAndHeaders(f"{copy.status} {known.get(copy.status, '')}".strip(), lines, protocol="HTTP/1.1")


def _write_list(writer: WARCWriter, manifest: Manifest) -> None:
    parts = [("", manifest.lines.encode(), "text/plain; charset=utf-8")]
    if manifest.token:
        parts.append((".tsr", bytes(manifest.token), "application/timestamp-reply"))
    for ending, body, media_type in parts:
        address = f"urn:ita-portal:copies:{manifest.day.isoformat()}{ending}"
        more = {"WARC-Date": _moment(manifest.made_at)}
        writer.write_record(
            writer.create_warc_record(
                address, "resource", payload=io.BytesIO(body), warc_content_type=media_type, warc_headers_dict=more
            )
        )
