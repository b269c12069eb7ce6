"""The list of each day's copies: one line for each, its own digest, the digest of the list before, and a time-stamp over it.

Whoever has kept the digest of a list can prove later that none of its copies was changed or taken out; a time-stamp (RFC 3161) of
an authority says besides when that was so, without trusting this portal.
"""

import asyncio
import datetime
import hashlib
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from rfc3161_client import HashAlgorithm, PKIStatus, TimestampRequestBuilder, decode_timestamp_response

from ita_portal.lib.fetch import Client, Limits
from submissions.guarding import guard
from submissions.models import Manifest, Screenshot, Snapshot

log = logging.getLogger(__name__)

LIMITS = Limits(seconds=30, size=256 * 1024)


@transaction.atomic
def make_manifest(day: datetime.date) -> Manifest | None:
    """The list of what was copied up to the end of `day` and stands in no list yet. Once made it is only read. None: nothing was."""
    made = Manifest.objects.filter(day=day).first()
    if made:
        return made
    end = timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))
    new = {"manifest__isnull": True, "taken_at__lt": end}
    copies = Snapshot.objects.filter(**new).select_related("evidence").select_for_update(of=("self",)).order_by("taken_at", "id")
    pictures = Screenshot.objects.filter(**new).select_related("copy").select_for_update(of=("self",)).order_by("taken_at", "id")
    lines = [*map(_line, copies), *map(_line_of_picture, pictures)]
    if not lines:
        return None
    before = Manifest.objects.order_by("-day").first()
    text = "\n".join([f"ITA-Portal copies {day.isoformat()}", before.digest if before else "-", *lines, ""])
    manifest = Manifest.objects.create(
        day=day, lines=text, digest=hashlib.sha256(text.encode()).hexdigest(), made_at=timezone.now()
    )
    for rows in (copies, pictures):
        rows.model.objects.filter(pk__in=[row.pk for row in rows]).update(manifest=manifest)
    return manifest


def _line(copy: Snapshot) -> str:
    """SHA-256 (or - where nothing came), moment in UTC, address; a file that was handed in goes by its number."""
    address = copy.address or f"urn:uuid:{copy.evidence.key}"
    return "\t".join((copy.sha256 or "-", _moment(copy), " ".join(address.split())))


def _line_of_picture(picture: Screenshot) -> str:
    """As for a copy, with a word that says what it is."""
    return "\t".join((picture.content_id, _moment(picture), " ".join(picture.copy.address.split()), "screenshot"))


def _moment(row: Snapshot | Screenshot) -> str:
    return row.taken_at.astimezone(datetime.UTC).isoformat()


def to_stamp() -> QuerySet[Manifest]:
    """The lists that still lack their time-stamp, where an authority is named."""
    return Manifest.objects.filter(token__isnull=True).order_by("day") if settings.TSA_URL else Manifest.objects.none()


def stamp(manifest: Manifest) -> bool:
    """Ask the authority (TSA_URL) for a time-stamp over the list. False where it gave none that fits; asked again the next day.

    That the token is over this list is held here; who signed it is for whoever checks it with the authority's certificate.
    """
    request = TimestampRequestBuilder().hash_algorithm(HashAlgorithm.SHA256).data(manifest.lines.encode()).build()
    answer = asyncio.run(_ask(request.as_bytes()))
    if not answer.fine:
        log.warning("the time-stamping authority gave no answer for %s: %s %s", manifest.day, answer.status, answer.detail)
        return False
    try:
        given = decode_timestamp_response(answer.body)
        fits = given.status == PKIStatus.GRANTED and given.tst_info.message_imprint.message.hex() == manifest.digest
        fits = fits and given.tst_info.nonce == request.nonce
    except ValueError as problem:
        log.warning("the time-stamping authority's answer for %s cannot be read: %s", manifest.day, problem)
        return False
    if not fits:
        log.warning("the time-stamp for %s is over something else", manifest.day)
        return False
    return bool(
        Manifest.objects.filter(pk=manifest.pk, token__isnull=True).update(token=answer.body, stamped_at=given.tst_info.gen_time)
    )


async def _ask(request: bytes):
    """Through the guard like everything else: an authority inside a private network has to be made public to it (FETCH_SITES)."""
    async with Client(agent=f"ITA-Portal/{settings.VERSION}", guard=guard(), limits=LIMITS) as client:
        return await client.send(settings.TSA_URL, request, "application/timestamp-query")
