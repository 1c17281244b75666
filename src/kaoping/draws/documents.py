"""The published files of a draw as JSON objects, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kaoping.draws.protocol import FORMAT
from kaoping.draws.sealed_text import read_sealed
from kaoping.draws.values import Chosen, Commitment, DrawResult, Revealed
from kaoping.model.errors import InputError

COMMITMENT, RESULT, REVEALED, SECRET = "commitment", "result", "reveal", "secret"
_TITLES = {COMMITMENT: "承诺文件", RESULT: "抽查结果", REVEALED: "密钥公布文件", SECRET: "密钥文件"}


def commitment_object(commitment: Commitment) -> dict[str, Any]:
    """Return what is published as commitment.json."""
    return {
        "format": FORMAT,
        "kind": COMMITMENT,
        "commitment": commitment.hash,
        "public_source": commitment.public_source,
        "committed_at": commitment.committed_at.isoformat(),
    }


def read_commitment(document: object) -> Commitment:
    """Return the commitment of a JSON document. Raises InputError for anything else."""
    fields = _Fields(document, COMMITMENT)
    return Commitment(fields.text("commitment"), fields.text("public_source"), fields.moment("committed_at"))


def revealed_object(revealed: Revealed) -> dict[str, Any]:
    """Return what is published as reveal.json."""
    return {
        "format": FORMAT,
        "kind": REVEALED,
        "secret": revealed.secret,
        "revealed_at": revealed.revealed_at.isoformat(),
    }


def read_revealed(document: object) -> Revealed:
    """Return the revealed secret of a JSON document. Raises InputError for anything else."""
    fields = _Fields(document, REVEALED)
    return Revealed(fields.text("secret"), fields.moment("revealed_at"))


def secret_object(secret: str, made_at: datetime) -> dict[str, Any]:
    """Return what is kept, readable by its owner only, until the secret is revealed."""
    return {"format": FORMAT, "kind": SECRET, "secret": secret, "made_at": made_at.isoformat()}


def read_secret(document: object) -> str:
    """Return the secret of a JSON document. Raises InputError for anything else."""
    return _Fields(document, SECRET).text("secret")


def result_object(result: DrawResult) -> dict[str, Any]:
    """Return what is published as draws.json: everything that the choice can be repeated from.

    `title`, `n` and `candidates` of a draw and the names of what was drawn are for people; they stand in the sealed
    list too.
    """
    sealed = read_sealed(result.sealed_text)
    pools = {pool.name.label: pool for pool in sealed.pools}
    draws = []
    for chosen in result.chosen:
        pool = pools[chosen.pool]
        names = {candidate.id: candidate.name for candidate in pool.candidates}
        draws.append(
            {
                "pool": chosen.pool,
                "title": pool.title,
                "n": pool.n,
                "candidates": len(pool.candidates),
                "chosen": [{"id": item, "name": names[item]} for item in chosen.items],
            }
        )
    return {
        "format": FORMAT,
        "kind": RESULT,
        "scheme": sealed.scheme,
        "round": sealed.round,
        "commitment": sealed.commitment,
        "seal": result.seal,
        "public": result.public,
        "seed": result.seed,
        "drawn_at": result.drawn_at.isoformat(),
        "draws": draws,
        "sealed_list": result.sealed_text.removesuffix("\n").split("\n"),
    }


def read_result(document: object) -> DrawResult:
    """Return the result of a JSON document, true or not. Raises InputError for anything that has not its form."""
    fields = _Fields(document, RESULT)
    lines = fields.list("sealed_list")
    if not all(isinstance(line, str) for line in lines):
        raise fields.bad("sealed_list")
    return DrawResult(
        sealed_text="".join(f"{line}\n" for line in lines),
        seal=fields.text("seal"),
        seed=fields.text("seed"),
        public=fields.text("public"),
        drawn_at=fields.moment("drawn_at"),
        chosen=tuple(_chosen(entry, fields) for entry in fields.list("draws")),
    )


def _chosen(entry: Any, fields: "_Fields") -> Chosen:
    try:
        pool, items = entry["pool"], [item["id"] for item in entry["chosen"]]
    except (LookupError, TypeError) as error:
        raise fields.bad("draws") from error
    if not all(isinstance(name, str) for name in (pool, *items)):
        raise fields.bad("draws")
    return Chosen(pool, tuple(items))


class _Fields:
    """Typed access to a document of one kind."""

    def __init__(self, document: object, kind: str) -> None:
        self.kind = kind
        if not isinstance(document, Mapping) or document.get("format") != FORMAT or document.get("kind") != kind:
            raise InputError(f"这不是{_TITLES[kind]}（format 应为 {FORMAT}，kind 应为 {kind}）。")
        self.document = document

    def bad(self, name: str) -> InputError:
        return InputError(f"{_TITLES[self.kind]}的 {name} 缺失或写法不对；请用原文件，不要改动。")

    def text(self, name: str) -> str:
        value = self.document.get(name)
        if not isinstance(value, str):
            raise self.bad(name)
        return value

    def list(self, name: str) -> list[Any]:
        value = self.document.get(name)
        if not isinstance(value, list):
            raise self.bad(name)
        return value

    def moment(self, name: str) -> datetime:
        try:
            moment = datetime.fromisoformat(self.text(name))
        except ValueError as error:
            raise self.bad(name) from error
        if moment.tzinfo is None:
            raise self.bad(name)
        return moment
