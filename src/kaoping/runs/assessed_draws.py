"""What an assessment leaves of its draws: the one it made, their trace in results and reports, what is lacking."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kaoping.draws.book import DrawBook, Drawn
from kaoping.draws.plans import PoolPlan
from kaoping.draws.values import DrawResult
from kaoping.reports.view import DrawNote
from kaoping.runs.draw_files import load_result, save_result

MADE_DRAW = "draws.json"
_MOST_NAMED = 3


def keep_made(path: Path, made: DrawResult | None) -> None:
    """Write the result of a draw that the assessment made; one made before from the same is left as it was."""
    if made is not None and not (path.exists() and load_result(path).seed == made.seed):
        save_result(path, made)


def not_drawn(missing: Iterable[PoolPlan]) -> tuple[str, ...]:
    """Return a sentence for every draw of the scheme that has not been made for some units."""
    plans: dict[str, list[str]] = {}
    for plan in missing:
        plans.setdefault(plan.name.id, []).append(plan.title)
    advice = "没有测评结果的，得分不定。"
    return tuple(f"随机抽查 {name}：还没有抽取（{_some(titles)}）；{advice}" for name, titles in plans.items())


def draw_notes(book: DrawBook) -> tuple[DrawNote, ...]:
    """Return the draws as reports read them, in order of their labels."""
    return tuple(_note(drawn) for _, drawn in sorted(book.drawn.items(), key=lambda pair: pair[0].label))


def draw_object(note: DrawNote) -> dict[str, Any]:
    """Return a draw as it stands in `units/<unit>.json`."""
    return {
        "kind": note.kind,
        "id": note.id,
        "period": note.period,
        "n": note.n,
        "candidates": note.candidates,
        "chosen": [{"id": item, "name": name} for item, name in note.items],
        **proof_object(note),
    }


def proof_object(note: DrawNote) -> dict[str, str]:
    """Return what a draw can be checked by."""
    return {"round": note.round, "commitment": note.commitment, "seal": note.seal, "seed": note.seed}


def _note(drawn: Drawn) -> DrawNote:
    pool, proof = drawn.pool, drawn.proof
    return DrawNote(
        kind=pool.name.kind,
        id=pool.name.id,
        unit=pool.name.unit,
        period=pool.name.period,
        title=pool.title,
        n=pool.n,
        candidates=len(pool.candidates),
        items=tuple((item.id, item.name) for item in drawn.items),
        commitment=proof.commitment,
        seal=proof.seal,
        seed=proof.seed,
        round=proof.round,
    )


def _some(titles: list[str]) -> str:
    shown = "、".join(titles[:_MOST_NAMED])
    return f"{shown}等 {len(titles)} 项" if len(titles) > _MOST_NAMED else shown
