"""Is this PDF sealed by us and unchanged? Works on the file alone; what the register knows is asked elsewhere. Never asks the network."""

import datetime
import io
from dataclasses import asdict, dataclass

from asn1crypto.cms import ContentInfo
from django.utils.translation import gettext as _

from reports.pdf.sign import trusted_roots

MAX_BYTES = 30 * 1024 * 1024


@dataclass(frozen=True)
class SignatureFound:
    """One signature in the file."""

    signer: str
    intact: bool  # its bytes are what was signed
    trusted: bool  # its certificate rests on one of our roots
    unchanged: bool  # nothing was added to the file after it
    signed_at: datetime.datetime | None


@dataclass(frozen=True)
class Verification:
    """The answer; `reasons` are sentences for a person, empty when all is well."""

    signatures: tuple[SignatureFound, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return bool(self.signatures) and not self.reasons

    def to_json(self) -> dict:
        return {"ok": self.ok, "reasons": list(self.reasons), "signatures": [asdict(one) for one in self.signatures]}


def verify(pdf: bytes) -> Verification:
    """Look at every signature of the file. Whatever is handed in gives an answer, never an error."""
    if len(pdf) > MAX_BYTES:
        return Verification(reasons=(_("The file is larger than 30 MB; the portal's papers are far smaller."),))
    if not pdf.startswith(b"%PDF-"):
        return Verification(reasons=(_("This is not a PDF file."),))
    try:
        found = _signatures(pdf)
    except Exception:
        return Verification(reasons=(_("The file is damaged or was changed: it cannot be read to its end."),))
    return Verification(tuple(found), tuple(_reasons(found)))


def _signatures(pdf: bytes) -> list[SignatureFound]:
    from asn1crypto.x509 import Certificate  # noqa: PLC0415 -- heavy, only here
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    context = ValidationContext(trust_roots=[Certificate.load(root) for root in trusted_roots()], allow_fetching=False)
    found = []
    for embedded in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
        status = validate_pdf_signature(embedded, context)
        found.append(
            SignatureFound(
                signer=str(status.signing_cert.subject.native.get("common_name", "")),
                intact=bool(status.intact and status.valid) and _fills_its_place(embedded),
                trusted=bool(status.trusted),
                unchanged=bool(status.docmdp_ok) and str(getattr(status.modification_level, "name", "NONE")) == "NONE",
                signed_at=status.signer_reported_dt,
            )
        )
    return found


def _fills_its_place(embedded) -> bool:
    """The seal does not cover the place it lies in: behind it there may be nothing but zeros."""
    content = bytes(embedded.pkcs7_content)
    length = len(ContentInfo.load(content).dump())
    return not content[length:].strip(b"\0")


def _reasons(found: list[SignatureFound]) -> list[str]:
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
