"""The certificate of a server, taken from a handshake of its own that trusts anything: to look, not to talk."""

import asyncio
import contextlib
import ssl

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from kaoping.model.site_looks import Certificate

SHOWN_NAMES = 100


async def shown_certificate(host: str, peer: tuple[str, int], timeout: float, distrust: str) -> Certificate | None:
    """Return the certificate that the server at `peer` (address, port) shows to visitors of `host`.

    `distrust` is what the verifying client said of it. None when the handshake fails or what comes is no certificate.
    The caller has seen to it that the address may be connected to.
    """
    try:
        der, protocol = await asyncio.wait_for(_handshake(host, peer), timeout)
        return _certificate(x509.load_der_x509_certificate(der), protocol, distrust)
    except (OSError, ValueError):
        return None


async def _handshake(host: str, peer: tuple[str, int]) -> tuple[bytes, str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")  # an old server's certificate shall be seen too
    _, writer = await asyncio.open_connection(*peer, ssl=context, server_hostname=host.strip("[]"))
    try:
        secured: ssl.SSLObject = writer.get_extra_info("ssl_object")
        return secured.getpeercert(binary_form=True) or b"", secured.version() or ""
    finally:
        writer.close()
        with contextlib.suppress(OSError):  # how the other side ends the connection does not matter
            await writer.wait_closed()


def _certificate(seen: x509.Certificate, protocol: str, distrust: str) -> Certificate:
    return Certificate(
        subject=_called(seen.subject),
        issuer=_called(seen.issuer),
        names=_names(seen)[:SHOWN_NAMES],
        not_before=seen.not_valid_before_utc,
        not_after=seen.not_valid_after_utc,
        fingerprint=seen.fingerprint(SHA256()).hex(),
        protocol=protocol,
        distrust=distrust,
    )


def _called(name: x509.Name) -> str:
    """Return the common name with its organisation, as far as they are there."""
    parts = [
        str(attribute.value)
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for attribute in name.get_attributes_for_oid(kind)[:1]
    ]
    return ", ".join(parts) or name.rfc4514_string()


def _names(seen: x509.Certificate) -> tuple[str, ...]:
    """Return the hosts that the certificate is for."""
    try:
        held = seen.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return (
        *held.get_values_for_type(x509.DNSName),
        *map(str, held.get_values_for_type(x509.IPAddress)),
    )
