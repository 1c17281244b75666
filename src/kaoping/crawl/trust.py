"""Which authorities sign certificates that we believe: the system's, and those that an operator names."""

import ssl
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kaoping.model.errors import InputError, system_reason

STORES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/cert.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
)


class TrustedFile:
    """One file of certificates for libcurl: the system's own, or a copy of it with those of `named` added.

    `path` is empty where the system has none and nothing is named: the choice is then left to libcurl. `close` removes
    the copy. Raises InputError (Chinese) for a file that holds no certificates.
    """

    def __init__(self, named: str) -> None:
        self._copy = None
        self.path = _system_file()
        if named:
            extra = read_authorities(named)
            system = Path(self.path).read_bytes() if self.path else b""
            self._copy = tempfile.NamedTemporaryFile(prefix="kaoping-trust-", suffix=".pem")  # noqa: SIM115 see close
            self._copy.write(system + b"\n" + extra)
            self._copy.flush()
            self.path = self._copy.name

    def close(self) -> None:
        """Remove the copy, where there is one."""
        if self._copy is not None:
            self._copy.close()


def read_authorities(named: str) -> bytes:
    """Return what the file of certificates `named` holds. Raises InputError (Chinese) when that is not certificates."""
    try:
        ssl.create_default_context(cafile=named)
        return Path(named).read_bytes()
    except ssl.SSLError as error:
        raise InputError(
            f"trust：{named} 不是证书文件。请给出 PEM 格式的根证书（以 BEGIN CERTIFICATE 开头）。"
        ) from error
    except OSError as error:
        raise InputError(f"trust：证书文件 {named} 打不开（{system_reason(error)}）。请检查路径。") from error


def _system_file() -> str:
    default = ssl.get_default_verify_paths().cafile
    candidates: Sequence[str] = (default, *STORES) if default else STORES
    return next((path for path in candidates if Path(path).is_file()), "")
