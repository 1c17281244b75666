"""Turns conditions into measures: a question for people, with the kind of its answer."""

import re
from dataclasses import dataclass, replace

from kaoping.schemes.drafting.consequence_entries import Consequence
from kaoping.schemes.drafting.consequences import stripped
from kaoping.schemes.drafting.drafted import Asked, Line
from kaoping.schemes.drafting.plain_text import for_display

_OPENING = re.compile(
    r"^(?:未|无|不|没有|存在|有|在|已|提供|公开|开设|开展|建立|被|超过|能|能够|实现|按|发布|参加|列入)"
)
_MEANWHILE = re.compile(r"^(?:且|并|但|如果|如|若|对于|对|凡)")
_DRAWN_LEAD = re.compile(r"^随机(?:抽查|抽取|选取|检查|选择)[^,:;。]{2,60}[,:]")


@dataclass(frozen=True, slots=True)
class Questions:
    """Words questions; `drawn` is what the criterion has drawn by lot, and how many."""

    drawn: tuple[str, int] | None = None

    def yes_or_no(self, condition: str) -> Asked:
        text = self._bare(condition)
        if not text:
            return Asked("", "bool")
        return Asked(f"是否{text}" if _OPENING.match(text) else f"{text}（是或否）", "bool", self.drawn)

    def zero(self, said: Consequence) -> Asked:
        """The question whose yes means nothing is given."""
        return replace(self.yes_or_no(said.condition), whole=said.whole)

    def count(self, condition: str, unit: str, items: bool = False) -> Asked:
        text = self._bare(condition)
        return Asked(f"{text}的{unit}数" if text else "", "count", self.drawn, items)

    def number(self, subject: str) -> Asked:
        text = self._bare(subject)
        return Asked(text, "number", None)

    def share(self, subject: str) -> Asked:
        text = self._bare(subject)
        return Asked(f"{text}：达到的程度" if text else "", "share", self.drawn)

    def line(self, said: Consequence, cap: str = "") -> Line:
        """The line of a deduction or an award: for each where a unit is counted, else if.

        Without a condition the question is whether, or how often, what the criterion asks for is there.
        """
        asked = self.count(said.condition, said.unit, said.items) if said.unit else self.yes_or_no(said.condition)
        if not asked.question:
            met = "符合要求" if said.kind == "award" else "不符合要求"
            question = f"{met}的{said.unit}数" if said.unit else f"是否{met}"
            asked = replace(asked, question=question, supposed=True)
        return Line(said.amount, asked, per=bool(said.unit), cap=cap if said.unit else "")

    def _bare(self, condition: str) -> str:
        text = stripped(condition)
        if self.drawn:
            text = stripped(_DRAWN_LEAD.sub("", text))
        text = _MEANWHILE.sub("", text)
        return for_display(text.removesuffix("的")) if len(text) > 1 else ""
