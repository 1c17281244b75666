"""Random draws in words: what was drawn for a unit, and what it can be checked by."""

from collections.abc import Sequence

from kaoping.reports.view import DrawNote

EVERYONE = "*"
SAMPLE, INDICATORS = "sample", "indicators"


def unit_draws(draws: Sequence[DrawNote], unit: str) -> tuple[DrawNote, ...]:
    """Return the draws that count for a unit."""
    return tuple(note for note in draws if note.unit in (unit, EVERYONE))


def drawn_words(note: DrawNote) -> str:
    """Return what was drawn, in one sentence."""
    period = f"{note.period} " if note.period else ""
    if not note.candidates:
        return f"{period}没有可抽查的对象"
    names = "、".join(name for _, name in note.items)
    how = "全部检查" if len(note.items) == note.candidates else f"抽查 {len(note.items)} 个"
    return f"{period}从 {note.candidates} 个中{how}：{names}"
