"""单项否决: each case with its criterion, how the program tells it, and what follows."""

from collections.abc import Sequence

from kaoping.reports.scheme_document.audience import AudienceSpeaker
from kaoping.reports.scheme_document.listed_table import listed_table
from kaoping.reports.scheme_document.tables import Table
from kaoping.reports.unit_words import bar_text
from kaoping.schemes.model import Consequence, Veto

OVERRIDING = "单项否决"
TITLES = ("否决情形", "认定标准", "计分系统的判断条件", "处理", "依据条款")


def veto_table(caption: str, vetoes: Sequence[Veto], speaker: AudienceSpeaker, *, whole: bool = False) -> Table | None:
    """Return the table of some vetoes, None of none; `whole`: they act on the total, not on one part."""
    rows = [
        (
            veto.title,
            veto.text,
            f"{speaker.say(veto.condition)}。",
            "；".join(consequence_text(each, speaker, whole=whole) for each in veto.then),
            veto.clause,
        )
        for veto in vetoes
    ]
    return listed_table(caption, TITLES if case_word(vetoes) == OVERRIDING else ("情形", *TITLES[1:]), rows)


def case_word(vetoes: Sequence[Veto]) -> str:
    """Return what some vetoes are called: those that only label or bar veto (否决) nothing."""
    return "判定" if vetoes and not any(veto.overrides for veto in vetoes) else OVERRIDING


def consequence_text(each: Consequence, speaker: AudienceSpeaker, *, whole: bool) -> str:
    """Return what a veto does."""
    scope = "考核" if whole else "该部分"
    if each.kind == "fixed" and each.value is not None:
        return f"{scope}按{speaker.number(each.value, lambda number: f'{number.normalize():f}分')}计"
    return {
        "zero": f"{scope}不得分",
        "fail": "判定为不合格，不再评其他指标",
        "label": f"判定为{each.name}",
        "bar": bar_text(each.name),
    }[each.kind]
