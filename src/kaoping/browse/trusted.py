"""Lets the browser believe the authorities that an operator names, and no others."""

import base64
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kaoping.crawl.trust import read_authorities


def trust_flags(named: str) -> list[str]:
    """Return the flags for a file of authorities (PEM), none where `named` is empty.

    Chromium knows them by their keys, and by them accepts what shows the authority's own certificate beside the
    server's; dates and names of such certificates are the business of the look at the certificate. Raises InputError
    where the file cannot be read.
    """
    if not named:
        return []
    keys = [
        base64.b64encode(
            hashlib.sha256(each.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
        ).decode()
        for each in x509.load_pem_x509_certificates(read_authorities(named))
    ]
    return [f"--ignore-certificate-errors-spki-list={','.join(keys)}"]
