"""The operator's keys for evidence with personal data: kept in one file outside the results, the last one in use.

A line is `kaoping-evidence-key 1 ID CREATED KEY`: the key is 32 random bytes in base64, ID is taken from its SHA-256.
"""

import base64
import hashlib
import logging
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kaoping.model.errors import InputError

VARIABLE = "KAOPING_EVIDENCE_KEYS"
_WORD = "kaoping-evidence-key 1"
_ADVICE = """\
# 考评证据的密钥。含有个人信息的网页和附件存档用它加密；没有它，这些存档谁也打不开（其余证据不受影响）。
# 请另行备份到安全的地方，不要和结果目录放在一起，不要发给他人。每行一把，最后一行正在使用；旧的不要删除。
"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Key:
    """One key. Its `id` may be published: nothing of the key follows from it."""

    secret: bytes

    @property
    def id(self) -> str:
        return hashlib.sha256(b"kaoping evidence key\0" + self.secret).hexdigest()[:16]

    def __repr__(self) -> str:
        return f"Key({self.id})"  # never the key itself, in no log


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The file of keys at `path`; it need not be there yet."""

    path: Path

    def keys(self) -> dict[str, Key]:
        """Return all keys by id, the one in use last; none where there is no file.

        Raises InputError where others may read the file, or where it holds anything else.
        """
        if not self.path.exists():
            return {}
        if self.path.stat().st_mode & 0o077:
            raise InputError(f"{self.path}：证据密钥文件别人也能读。请运行 chmod 600 {self.path} 后再试。")
        lines = self.path.read_text(encoding="utf-8").splitlines()
        found = [self._key(number, line) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
        return {key.id: key for key in found}

    def in_use(self, now: datetime, results: Path) -> Key:
        """Return the key to encrypt with, made and stored when there is none yet.

        Raises InputError where it would lie in the folder of the results, or cannot be written.
        """
        if self.path.resolve().is_relative_to(results.resolve()):
            raise InputError(f"{self.path}：证据密钥不能放在结果目录里。请用环境变量 {VARIABLE} 指到别处。")
        keys = self.keys()
        if keys:
            return list(keys.values())[-1]
        made = self.add(now)
        _log.warning(
            "已生成证据密钥 %s（%s）：含有个人信息的存档用它加密。请另行备份；丢失后这些存档不能再打开。",
            *(self.path, made.id),
        )
        return list(self.keys().values())[-1]

    def add(self, now: datetime) -> Key:
        """Make a new key, which is in use from now on; the others still open what they closed."""
        key = Key(secrets.token_bytes(32))
        before = self.path.read_text(encoding="utf-8") if self.path.exists() else _ADVICE
        line = f"{_WORD} {key.id} {now.isoformat(timespec='seconds')} {base64.b64encode(key.secret).decode()}\n"
        try:
            self._write(before + line)
        except OSError as error:
            raise InputError(
                f"{self.path}：证据密钥写不进去（{error.strerror}）。请用环境变量 {VARIABLE} 指到可写的文件。"
            ) from error
        return key

    def _key(self, number: int, line: str) -> Key:
        words = line.split(" ")
        try:
            key = Key(base64.b64decode(words[-1], validate=True))
        except ValueError:
            key = Key(b"")
        if len(words) != 5 or " ".join(words[:2]) != _WORD or len(key.secret) != 32 or key.id != words[2]:
            raise InputError(f"{self.path} 第 {number} 行：不是证据密钥，或被改动。请从备份恢复这个文件。")
        return key

    def _write(self, text: str) -> None:
        """Write the file whole or not at all, readable by its owner only from the first byte on."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
        draft.replace(self.path)


def operator_keys(environment: Mapping[str, str]) -> KeyFile:
    """Return the operator's file of keys: the one that KAOPING_EVIDENCE_KEYS names, else one in the home folder."""
    if environment.get(VARIABLE):
        return KeyFile(Path(environment[VARIABLE]))
    home = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME") or Path.home()) / ".config")
    return KeyFile(Path(home) / "kaoping" / "evidence.keys")
