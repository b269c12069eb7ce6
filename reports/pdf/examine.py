"""Reads the signatures of a foreign PDF, as a program of its own: the file on standard input, what was found as JSON on standard output.

Arguments are the trusted roots (DER, base64). Never asks the network, whatever addresses the file names.
"""

import base64
import io
import json
import sys


def found_in(pdf: bytes, roots: list[bytes]) -> list[dict]:
    """One dictionary per signature, with the fields of `reports.pdf.verify.SignatureFound`."""
    from asn1crypto.x509 import Certificate  # noqa: PLC0415 -- heavy, only here
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 -- heavy, only here

    context = ValidationContext(trust_roots=[Certificate.load(root) for root in roots], allow_fetching=False)
    found = []
    for embedded in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
        status = validate_pdf_signature(embedded, context)
        found.append(
            {
                "signer": str(status.signing_cert.subject.native.get("common_name", "")),
                "intact": _holds(status) and _holds(status.timestamp_validity) and _fills_its_place(pdf, embedded),
                "trusted": bool(status.trusted),
                "unchanged": _untouched(status) and _covers(pdf, embedded),
                "signed_at": _time_of(status),
            }
        )
    return found


def _holds(status) -> bool:
    """Of a signature, or of a time stamp if there is one: it fits to what it signs."""
    return status is None or bool(status.intact and status.valid)


def _untouched(status) -> bool:
    return bool(status.docmdp_ok) and getattr(status.modification_level, "name", "NONE") == "NONE"


def _covers(pdf: bytes, embedded) -> bool:
    """From the first byte to the last: readers overlook what is appended without a revision of its own."""
    start, _length, after, rest = embedded.byte_range
    return start == 0 and after + rest == len(pdf)


def _fills_its_place(pdf: bytes, embedded) -> bool:
    """A seal does not cover the place it lies in: there is nothing but the seal, written in the one right way, and zeros behind it."""
    from asn1crypto.cms import ContentInfo  # noqa: PLC0415 -- heavy, only here

    content = bytes(embedded.pkcs7_content)
    seal = ContentInfo.load(content)
    stamped = bool(seal["content"]["signer_infos"][0]["unsigned_attrs"].native)  # by others, who may write it in other ways
    _start, length, after, _rest = embedded.byte_range
    digits = content.hex().encode()
    return (
        content == seal.dump(force=not stamped).ljust(len(content), b"\0")
        and pdf[length:after] in (b"<%s>" % digits, b"<%s>" % digits.upper())
        and _says_nothing_more(seal["content"])
    )


def _says_nothing_more(signed) -> bool:
    """What a seal of ours says outside of its signature can only be this."""
    signer = signed["signer_infos"][0]
    said = (signed["version"].native, signer["version"].native, signed["digest_algorithms"].native)
    return said == ("v1", "v1", [signer["digest_algorithm"].native])


def _time_of(status) -> str | None:
    """From a time stamp that we trust, else as the signer says."""
    stamp = status.timestamp_validity
    moment = stamp.timestamp if stamp is not None and stamp.trusted else status.signer_reported_dt
    return moment.isoformat() if moment else None


def main() -> None:
    roots = [base64.b64decode(root) for root in sys.argv[1:]]
    json.dump(found_in(sys.stdin.buffer.read(), roots), sys.stdout)


if __name__ == "__main__":
    main()
