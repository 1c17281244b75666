"""Keeps what is nobody else's business unreadable in the database and its backups."""

import base64
import hashlib
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

_NONCE = 12  # bytes


class UnreadableError(Exception):
    """What was encrypted was changed, or the installation's key is another."""


def encrypted(text: str, purpose: str, bound_to: str) -> str:
    """Return the text encrypted with the installation's key for one purpose, bound to what it belongs to."""
    nonce = os.urandom(_NONCE)
    return base64.b64encode(nonce + AESGCM(_key(purpose)).encrypt(nonce, text.encode(), bound_to.encode())).decode()


def decrypted(box: str, purpose: str, bound_to: str) -> str:
    """Return the text again. Raises UnreadableError."""
    data = base64.b64decode(box)
    try:
        return AESGCM(_key(purpose)).decrypt(data[:_NONCE], data[_NONCE:], bound_to.encode()).decode()
    except InvalidTag as error:
        raise UnreadableError from error


class EncryptedTextField(models.TextField):
    """Text that is encrypted in its column; "" stays "". It cannot be searched or sorted by.

    Where the audit log must not show it either, its name belongs into `audit.describing.SENSITIVE`.
    """

    def get_prep_value(self, value: Any) -> Any:
        """Return what is stored."""
        return encrypted(str(value), _FIELD, self.name) if value else ""

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Any:
        """Return the text. Raises UnreadableError."""
        return decrypted(value, _FIELD, self.name) if value else ""


class EncryptedJSONField(EncryptedTextField):
    """What JSON can hold, encrypted in its column."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        """Return what is stored."""
        return super().get_prep_value(json.dumps(value, ensure_ascii=False))

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Any:
        """Return the value. Raises UnreadableError."""
        text = super().from_db_value(value, _expression, _connection)
        return json.loads(text) if text else None

    def to_python(self, value: Any) -> Any:
        """Leave the value as it is."""
        return value


_FIELD = "stored field"


def _key(purpose: str) -> bytes:
    return hashlib.sha256(f"kaoping {purpose}\n{settings.SECRET_KEY!s}".encode()).digest()
