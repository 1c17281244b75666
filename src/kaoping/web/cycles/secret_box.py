"""Keeps a draw's secret unreadable in the database and its backups until it is revealed."""

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from kaoping.web.actions import RefusedError

_NONCE = 12  # bytes


def closed(secret: str, commitment: str) -> str:
    """Return the secret encrypted with the installation's own key, bound to its commitment."""
    nonce = os.urandom(_NONCE)
    return base64.b64encode(nonce + AESGCM(_key()).encrypt(nonce, secret.encode(), commitment.encode())).decode()


def opened(box: str, commitment: str) -> str:
    """Return the secret. Raises RefusedError where it was changed, or the installation's key is another."""
    data = base64.b64decode(box)
    try:
        return AESGCM(_key()).decrypt(data[:_NONCE], data[_NONCE:], commitment.encode()).decode()
    except InvalidTag as error:
        raise RefusedError(_("抽查的密钥打不开：安装密钥（secret.key）换过，或记录被改动。请从备份恢复。")) from error


def _key() -> bytes:
    return hashlib.sha256(b"kaoping draw secret\n" + str(settings.SECRET_KEY).encode()).digest()
