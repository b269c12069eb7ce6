"""Is this PDF sealed by us and unchanged? Works on the file alone; what the register knows is asked elsewhere. Never asks the network."""

import base64
import datetime
import json
import logging
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from ita_portal.lib.sandbox import ChildFailed, Limits, run_module
from reports.pdf.sign import trusted_roots

log = logging.getLogger(__name__)

MAX_BYTES = 30 * 1024 * 1024
LIMITS = Limits(cpu_seconds=10, wall_seconds=20, memory=1024**3, file_size=1024**2)  # a paper of ours takes half a second


@dataclass(frozen=True)
class SignatureFound:
    """One signature in the file."""

    signer: str
    intact: bool  # its bytes are what was signed
    trusted: bool  # its certificate rests on one of our roots
    unchanged: bool  # it covers the whole file: nothing was added after it
    signed_at: datetime.datetime | None


@dataclass(frozen=True)
class Verification:
    """The answer; `reasons` are sentences for a person, empty when all is well."""

    signatures: tuple[SignatureFound, ...] = ()
    reasons: tuple[str, ...] = ()
    readable: bool = True

    @property
    def ok(self) -> bool:
        return self.readable and bool(self.signatures) and not self.reasons

    def to_json(self) -> dict:
        found = [asdict(one) | {"signed_at": one.signed_at and one.signed_at.isoformat()} for one in self.signatures]
        return {"ok": self.ok, "readable": self.readable, "reasons": list(self.reasons), "signatures": found}


def verify(pdf: bytes) -> Verification:
    """Look at every signature of the file, in a limited child. Whatever is handed in gives an answer, never an error."""
    if len(pdf) > MAX_BYTES:
        return _unreadable(_("The file is larger than 30 MB; the portal's papers are far smaller."))
    if not pdf.startswith(b"%PDF-"):
        return _unreadable(_("This is not a PDF file."))
    roots = [base64.b64encode(root).decode() for root in trusted_roots()]
    try:
        answer = run_module("reports.pdf.examine", pdf, LIMITS, arguments=roots)
    except ChildFailed as failure:
        log.info("a file handed in for verification cannot be read: %s", failure)
        return _unreadable(_("The file is damaged or was changed: it cannot be read to its end."))
    found = tuple(_found(one) for one in json.loads(answer))
    return Verification(found, tuple(_reasons(found)))


def _unreadable(reason: str) -> Verification:
    return Verification(reasons=(reason,), readable=False)


def _found(one: dict) -> SignatureFound:
    return SignatureFound(**one | {"signed_at": one["signed_at"] and datetime.datetime.fromisoformat(one["signed_at"])})


def _reasons(found: tuple[SignatureFound, ...]) -> list[str]:
    if not found:
        return [_("The file carries no seal. The portal's papers are always sealed.")]
    reasons = []
    if not all(one.intact for one in found):
        reasons.append(_("The file was changed after it was sealed."))
    if not all(one.unchanged for one in found):
        reasons.append(_("Something was added to the file after it was sealed."))
    if not all(one.trusted for one in found):
        reasons.append(_("The seal does not come from this portal."))
    return reasons
