"""The steps of a draw as an office takes them: commit, seal, run, reveal; and the outsider's: verify."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kaoping.draws.drawing import make_draw
from kaoping.draws.fitting import compare_with_scheme
from kaoping.draws.plain_text import plain
from kaoping.draws.plans import PoolPlan, plan_pools
from kaoping.draws.protocol import commitment_of, seal_of
from kaoping.draws.sealed_text import as_written, read_sealed, write_sealed
from kaoping.draws.values import Commitment, DrawResult, Revealed, SealedList
from kaoping.draws.verify import Published, Remark, verify
from kaoping.model.errors import InputError
from kaoping.runs.batch import write_text
from kaoping.runs.draw_files import (
    DrawFolder,
    load_commitment,
    load_result,
    load_reveal,
    load_sealed,
    load_secret,
    save_commitment,
    save_result,
    save_reveal,
    save_secret,
)
from kaoping.runs.inputs.assessment import Assessment
from kaoping.runs.inputs.candidates import read_candidates
from kaoping.worktime import in_beijing

T = TypeVar("T")
_ROUND = re.compile(r"[\w.]+(?:-[\w.]+)*")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A list that was sealed, its seal (SHA-256 of the file), and the draws that it has no candidates for."""

    path: Path
    sealed: SealedList
    seal: str
    missing: tuple[PoolPlan, ...]


@dataclass(frozen=True, slots=True)
class RoundChecked:
    """What verification says of one round."""

    round: str
    remarks: tuple[Remark, ...]

    @property
    def fits(self) -> bool:
        return all(remark.state != "bad" for remark in self.remarks)


def commit(folder: DrawFolder, public_source: str, now: datetime, *, secret_file: Path | None = None) -> Commitment:
    """Make a secret from the system's randomness, keep it in its private file, and publish the commitment to it.

    Raises InputError when the folder has a commitment already, or the secret would lie in it.
    """
    secret_file = secret_file or folder.secret
    if folder.commitment.exists():
        raise InputError(f"{folder.commitment}：这里已有承诺。另一次考评请换一个目录。")
    if folder.path.resolve() in secret_file.resolve().parents:
        raise InputError(f"{secret_file}：密钥不能放在要公布的目录里；请用 --secret 另指一处。")
    folder.path.mkdir(parents=True, exist_ok=True)
    secret, source = secrets.token_hex(32), plain(public_source)
    moment = in_beijing(now).replace(microsecond=0)
    save_secret(secret_file, secret, moment)
    commitment = Commitment(commitment_of(secret, source), source, moment)
    save_commitment(folder.commitment, commitment)
    return commitment


def seal(folder: DrawFolder, assessment: Assessment, candidates: Path, *, now: datetime, round_: str = "") -> Sealed:
    """Seal the candidates that an assessment's draws are made from; nothing of it may change afterwards.

    Raises InputError when the round is sealed already, when nothing is listed, and BadInputError for a bad list.
    """
    if round_ and not _ROUND.fullmatch(round_):
        raise InputError(f"轮次“{round_}”只能由文字、数字、“.”“_”和“-”组成，如 2022-03。")
    path = folder.sealed(round_)
    if path.exists():
        raise InputError(f"{path}：这一轮的名单已经封存，不能再改。确需更正的，请用 --round 另开一轮并公布原因。")
    if folder.reveal.exists():
        raise InputError(f"{folder.reveal}：密钥已经公布，不能再用它抽取。请在另一个目录重新承诺。")
    commitment = load_commitment(folder.commitment)
    scheme = assessment.scheme
    listed = read_candidates(candidates, plan_pools(scheme, assessment.roster))
    if not listed.pools:
        raise InputError(f"{candidates}：名单是空的，没有可封存的。")
    moment = in_beijing(now)
    sealed = as_written(
        SealedList(scheme.id, scheme.digest, round_, commitment.hash, commitment.public_source, moment, listed.pools)
    )
    text = write_sealed(sealed)
    write_text(path, text)
    return Sealed(path, sealed, seal_of(text), listed.missing)


def run(
    folder: DrawFolder, *, now: datetime, round_: str = "", public: str = "", secret_file: Path | None = None
) -> DrawResult:
    """Draw from a sealed list and leave the result in the folder.

    Raises InputError when no list is sealed for the round, or it has been drawn already: a second draw would be a
    choice between two.
    """
    path = folder.result(round_)
    if path.exists():
        raise InputError(f"{path}：这一轮已经抽过，不能重抽。")
    if not folder.sealed(round_).exists():
        raise InputError(
            f"{folder.sealed(round_)}：这一轮还没有封存名单。请先用 kaoping draw seal 封存；多轮的写 --round。"
        )
    text, secret = load_sealed(folder.sealed(round_)), load_secret(secret_file or folder.secret)
    result = make_draw(text, secret, public, in_beijing(now))
    save_result(path, result)
    return result


def reveal(folder: DrawFolder, now: datetime, *, secret_file: Path | None = None) -> Revealed:
    """Publish the secret. Raises InputError while a sealed list has not been drawn from."""
    waiting = [folder.sealed(name).name for name in folder.rounds() if not folder.result(name).exists()]
    if waiting:
        raise InputError(f"这些名单封存了还没有抽取：{'、'.join(waiting)}。密钥公布后谁都能预知结果，请先抽取。")
    if not folder.rounds():
        raise InputError(f"{folder.path}：还没有抽取过，不能公布密钥。")
    if folder.reveal.exists():
        raise InputError(f"{folder.reveal}：密钥已经公布。")
    secret = load_secret(secret_file or folder.secret)
    commitment = load_commitment(folder.commitment)
    if commitment_of(secret, commitment.public_source) != commitment.hash:
        raise InputError("这个密钥不是该承诺的密钥；请用公布承诺时生成的密钥文件。")
    revealed = Revealed(secret, in_beijing(now).replace(microsecond=0))
    save_reveal(folder.reveal, revealed)
    return revealed


def check(
    folder: DrawFolder,
    round_: str | None = None,
    *,
    noted_commitment: str = "",
    noted_seal: str = "",
    assessment: Assessment | None = None,
) -> tuple[RoundChecked, ...]:
    """Verify every round of a folder as published, or the one named; against `assessment` where it is given.

    `noted_*` are hashes that the outsider wrote down when they were announced. Raises InputError when the folder
    holds nothing of a draw, and for a noted seal where there are several rounds that it could be of.
    """
    rounds = [name for name in folder.rounds() if round_ in (None, name)]
    if not rounds:
        raise InputError(f"{folder.path}：这里没有抽查的文件（{folder.sealed(round_ or '').name}）。")
    if noted_seal and len(rounds) > 1:
        names = "、".join(name or "未命名的一轮" for name in rounds)
        raise InputError(f"这里有 {len(rounds)} 轮抽查（{names}）；请用 --round 说明封存值是哪一轮的。")
    commitment = _if_there(folder.commitment, load_commitment)
    revealed = _if_there(folder.reveal, load_reveal)
    checked = []
    for name in rounds:
        text = _if_there(folder.sealed(name), load_sealed)
        result = _if_there(folder.result(name), load_result)
        published = Published(commitment, text, result, revealed, noted_commitment, noted_seal)
        compared = _compared(text or (result.sealed_text if result else ""), assessment) if assessment else ()
        checked.append(RoundChecked(name, (*verify(published), *compared)))
    return tuple(checked)


def _compared(text: str, assessment: Assessment) -> tuple[Remark, ...]:
    try:
        sealed = read_sealed(text)
    except InputError:
        return ()  # told already
    return compare_with_scheme(sealed, assessment.scheme, plan_pools(assessment.scheme, assessment.roster))


def _if_there(path: Path, load: Callable[[Path], T]) -> T | None:
    return load(path) if path.exists() else None
