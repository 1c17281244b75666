"""An authority of the demonstration's own, made when the city is served and gone with it, and what it signs."""

import ssl
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kaoping.demo.marks import STAND_INS
from kaoping.demo.names import NAMED, STAND_IN

CALLED = "云泽市样例根证书（仅供演示）"
LASTS = timedelta(days=400)
Key = ec.EllipticCurvePrivateKey


class Authority:
    """Signs certificates for the city's names and no others: its own says so. `pem` is its certificate, to be trusted.

    The key is never written anywhere.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = _signed_by_itself(self._key, now)
        self.pem = self._certificate.public_bytes(Encoding.PEM).decode()

    def server(self, names: Sequence[str], lasts: timedelta) -> ssl.SSLContext:
        """Return the context of a server whose certificate is made out to `names` and ends `lasts` from now.

        It shows the authority's certificate too, as clients that pin authorities want.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        holders = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        signed = (
            _draft(names[0], key, (self._now - timedelta(days=60), self._now + lasts))
            .issuer_name(self._certificate.subject)
            .add_extension(holders, critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, SHA256())
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory(prefix="kaoping-demo-") as folder:
            path = Path(folder) / "server.pem"
            path.touch(0o600)
            path.write_bytes(
                key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
                + signed.public_bytes(Encoding.PEM)
                + self.pem.encode()
            )
            context.load_cert_chain(path)
        return context


def new_authority() -> Authority:
    """Make an authority. Its dates are real ones, unlike the city's: browsers compare them with the real day."""
    return Authority(datetime.now(UTC))


def contexts(authority: Authority) -> Mapping[str, ssl.SSLContext]:
    """Return the contexts of all servers of the city that speak TLS, by server."""
    found = {
        named.https: authority.server([named.shown], timedelta(days=named.lasts))
        for named in NAMED.values()
        if named.https
    }
    return found | {STAND_IN: authority.server(STAND_INS, timedelta(days=90))}


def _signed_by_itself(key: Key, now: datetime) -> x509.Certificate:
    allowed = [x509.DNSName("yunze.example"), *map(x509.DNSName, STAND_INS)]
    return (
        _draft(CALLED, key, (now - timedelta(days=61), now + LASTS))
        .issuer_name(_name(CALLED))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )


def _draft(called: str, key: Key, valid: tuple[datetime, datetime]) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(called))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
