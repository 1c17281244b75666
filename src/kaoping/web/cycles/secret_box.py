"""Keeps a draw's secret unreadable in the database and its backups until it is revealed."""

from django.utils.translation import gettext as _

from kaoping.web.actions import RefusedError
from kaoping.web.encryption import UnreadableError, decrypted, encrypted

_PURPOSE = "draw secret"


def closed(secret: str, commitment: str) -> str:
    """Return the secret encrypted with the installation's own key, bound to its commitment."""
    return encrypted(secret, _PURPOSE, commitment)


def opened(box: str, commitment: str) -> str:
    """Return the secret. Raises RefusedError where it was changed, or the installation's key is another."""
    try:
        return decrypted(box, _PURPOSE, commitment)
    except UnreadableError as error:
        raise RefusedError(_("抽查的密钥打不开：安装密钥（secret.key）换过，或记录被改动。请从备份恢复。")) from error
