"""The folder in which a draw is published, and the secret file beside it."""

import json
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kaoping.draws.documents import (
    commitment_object,
    read_commitment,
    read_result,
    read_revealed,
    read_secret,
    result_object,
    revealed_object,
    secret_object,
)
from kaoping.draws.drawing import SECRET
from kaoping.draws.sealed_text import unified
from kaoping.draws.values import Commitment, DrawResult, Revealed
from kaoping.model.errors import InputError, system_reason
from kaoping.runs.batch import write_text

T = TypeVar("T")
COMMITMENT, REVEAL = "commitment.json", "reveal.json"
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class DrawFolder:
    """Everything in it may be published. A round has a sealed list and a result of its own."""

    path: Path

    @property
    def commitment(self) -> Path:
        return self.path / COMMITMENT

    @property
    def reveal(self) -> Path:
        return self.path / REVEAL

    @property
    def secret(self) -> Path:
        """Where the secret is kept unless another place is named: beside the folder, never in it."""
        return self.path.with_name(f"{self.path.name}.secret.json")

    def sealed(self, round_: str) -> Path:
        return self.path / (f"sealed-{round_}.txt" if round_ else "sealed.txt")

    def result(self, round_: str) -> Path:
        return self.path / (f"draws-{round_}.json" if round_ else "draws.json")

    def rounds(self) -> tuple[str, ...]:
        """Return the rounds that have been sealed or drawn, in order of name."""
        files = [*self.path.glob("sealed*.txt"), *self.path.glob("draws*.json")]
        names = (path.stem.removeprefix("sealed").removeprefix("draws") for path in files)
        return tuple(sorted({name.removeprefix("-") for name in names if not name or name[0] == "-"}))


def save_secret(path: Path, secret: str, made_at: datetime) -> None:
    """Write a new secret so that only its owner can read it. Raises InputError when the file is already there."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError as error:
        raise InputError(f"{path}：这里已有密钥。一次考评只用一个密钥；另一次考评请换一个目录。") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(_json(secret_object(secret, made_at)))
        file.flush()
        os.fsync(file.fileno())


def load_secret(path: Path) -> str:
    """Return the secret of a file. Raises InputError when it is none."""
    secret = _read(path, read_secret, "密钥文件")
    if not SECRET.fullmatch(secret):
        raise InputError(f"{path}：密钥应是 64 位十六进制数字；请用原文件，不要改动。")
    return secret


def readable_by_others(path: Path) -> bool:
    """Tell whether others than its owner may read a file."""
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def save_commitment(path: Path, commitment: Commitment) -> None:
    write_text(path, _json(commitment_object(commitment)))


def load_commitment(path: Path) -> Commitment:
    return _read(path, read_commitment, "承诺文件")


def save_result(path: Path, result: DrawResult) -> None:
    write_text(path, _json(result_object(result)))


def load_result(path: Path) -> DrawResult:
    """Return a result as it says, true or not. Raises InputError for a file that is none."""
    return _read(path, read_result, "抽查结果")


def save_reveal(path: Path, revealed: Revealed) -> None:
    write_text(path, _json(revealed_object(revealed)))


def load_reveal(path: Path) -> Revealed:
    return _read(path, read_revealed, "密钥公布文件")


def load_sealed(path: Path) -> str:
    """Return the text of a sealed list; line ends and a byte order mark that sending added are taken off."""
    return unified(_text(path, "封存名单"))


def _read(path: Path, reader: Callable[[object], T], what: str) -> T:
    try:
        return reader(json.loads(_text(path, what)))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}：不是 JSON 文件或已损坏（{error}）。") from error
    except InputError as error:
        raise InputError(f"{path}：{error}") from error


def _text(path: Path, what: str) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}：{what}打不开（{system_reason(error)}）；请检查路径。") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}：{what}不是 UTF-8 文字；请用原文件，不要另存。") from error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
