"""The portal's seal on a PDF (PAdES). The key comes from SIGNING_P12; without one the portal makes a key of its own and says so."""

import datetime
import io
import os
import secrets
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

SELF_MADE = "ITA Portal demo seal (self-made, not an official one)"
YEARS_VALID = 10


@dataclass(frozen=True)
class SealInfo:
    """Which certificate the seal carries."""

    subject: str
    fingerprint: str  # SHA-256, hexadecimal
    self_made: bool


def sign(pdf: bytes, *, reason: str, signer_name: str, field_name: str = "seal") -> bytes:
    """Seal the document: from then on every change shows, forms may not be filled, nothing may be added but archive data."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers, timestamps

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    metadata = signers.PdfSignatureMetadata(
        field_name=field_name,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason[:200],
        name=signer_name,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    stamper = timestamps.HTTPTimeStamper(settings.TSA_URL) if settings.TSA_URL else None
    spec = fields.SigFieldSpec(field_name, invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True))
    sealer = signers.PdfSigner(metadata, signer=_signer(), timestamper=stamper, new_field_spec=spec)
    return sealer.sign_pdf(writer).getvalue()


def _signer():
    from pyhanko.sign import signers

    path, password = key_file()
    signer = signers.SimpleSigner.load_pkcs12(str(path), passphrase=password)
    if signer is None:
        raise ValueError("the signing key cannot be read: check SIGNING_P12 and SIGNING_PASSWORD")
    signer.embed_roots = False  # who verifies has them; what is not needed could be changed unseen
    return signer


def key_file() -> tuple[Path, bytes]:
    """The PKCS#12 file with its password; made on first use where none is configured."""
    if settings.SIGNING_P12:
        return Path(settings.SIGNING_P12), settings.SIGNING_PASSWORD.encode()
    folder = Path(settings.VAR_DIR) / "signing"
    target, secret = folder / "seal.p12", folder / "password"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_key(target, secret)
    return target, secret.read_bytes()


def _make_key(target: Path, secret: Path) -> None:
    """A root and a seal certificate under it, whole or not there. The first of two makers wins."""
    if not secret.exists():
        _write(secret, secrets.token_urlsafe(32).encode())
    root_key, seal_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, seal_name = _name("ITA Portal demonstration root (self-made)"), _name(SELF_MADE)
    root = _certificate(root_name, root_name, root_key.public_key(), root_key, authority=True)
    seal = _certificate(seal_name, root_name, seal_key.public_key(), root_key, authority=False)
    protection = serialization.BestAvailableEncryption(secret.read_bytes())
    _write(target, pkcs12.serialize_key_and_certificates(b"seal", seal_key, seal, [root], protection))


def _write(target: Path, content: bytes) -> None:
    handle, part = tempfile.mkstemp(dir=target.parent)
    os.write(handle, content)
    os.close(handle)
    try:
        os.link(part, target)  # refuses to take another's place
    except FileExistsError:
        return
    finally:
        os.unlink(part)


def _name(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, text[:64]), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "ITA Portal")]
    )


def _certificate(subject: x509.Name, issuer: x509.Name, public_key, signing_key, *, authority: bool) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=5)
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=public_key)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now)
    builder = builder.not_valid_after(now + datetime.timedelta(days=365 * YEARS_VALID))
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True).add_extension(
        usage, critical=True
    )
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    return builder.sign(signing_key, hashes.SHA256())


@lru_cache(maxsize=4)
def _loaded(path: str, password: bytes, changed: float):
    return pkcs12.load_pkcs12(Path(path).read_bytes(), password or None)


def _bundle():
    path, password = key_file()
    return _loaded(str(path), password, path.stat().st_mtime)


def trusted_roots() -> list[bytes]:
    """The certificates (DER) on which our seals rest: those in the key file, and SIGNING_TRUSTED_ROOTS."""
    bundle = _bundle()
    own = [extra.certificate for extra in bundle.additional_certs] or [bundle.cert.certificate]
    configured = [x509.load_pem_x509_certificate(Path(path).read_bytes()) for path in settings.SIGNING_TRUSTED_ROOTS]
    return [certificate.public_bytes(serialization.Encoding.DER) for certificate in [*own, *configured]]


def seal_certificate_info() -> SealInfo:
    """What a paper and the verify page say of the seal, honestly."""
    certificate = _bundle().cert.certificate
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    subject = str(names[0].value) if names else certificate.subject.rfc4514_string()
    return SealInfo(subject, certificate.fingerprint(hashes.SHA256()).hex(), self_made=not settings.SIGNING_P12)
