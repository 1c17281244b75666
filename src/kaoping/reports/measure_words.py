"""Measures, parameters and samples of a scheme in words: where a value comes from, and over what it is taken."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from kaoping.reports.expression_words import duration_text
from kaoping.reports.figures import plain
from kaoping.reports.scheme_document.audience import AudienceSpeaker
from kaoping.reports.wording import params_text, value_name, value_text
from kaoping.schemes.expressions import Duration
from kaoping.schemes.model import (
    AskSource,
    ByKey,
    CheckSource,
    ImportSource,
    LedgerSource,
    Open,
    ParamRef,
    ProviderSource,
    Quantity,
    Sample,
)

WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "count": "计数", "bool": "是否", "number": "数", "share": "比例", "date": "日期",
        "duration": "时长", "list": "列表",
    },
    "by": {"": "不分期", "month": "按月", "quarter": "按季度", "year": "按年"},
    "count": {"faults": "每处", "items": "每个存在该问题的事项"},
    "when": {"point": "监测时间点", "period": "全年度内出现过的"},
    "sites": {"main": "门户网站", "own": "全部自有网站", "subtree": "辖区内全部网站"},
    "combine": {"sum": "合计", "max": "取最差", "any": "有其一", "mean": "平均", "min": "取最小"},
    "from_": {"self": "本级", "subordinates": "下级", "both": "本级和下级"},
    "if_none": {"full": "得满分", "zero": "不得分", "not_applicable": "不适用"},
}  # fmt: skip
_PERIODS = {"month": "月", "quarter": "季度", "year": "年"}


def number_words(value: Quantity | Open | None, speaker: AudienceSpeaker, unit: str = "") -> str:
    """Return a number with its unit of measure (`%` for a fraction), 空缺 or 未定 where the document gives none."""
    if value is None:
        return "未定"
    if isinstance(value, Open):
        return f"空缺（{value.reason}）"
    return speaker.share(value) if unit == "%" else speaker.number(value, lambda number: f"{plain(number)}{unit}")


def value_words(value: object, speaker: AudienceSpeaker) -> str:
    """Return any value of a parameter, a setting or a list in words."""
    if isinstance(value, ParamRef) and value.name in speaker.scheme.parameters:
        return value_words(speaker.scheme.parameters[value.name].value, speaker)
    if isinstance(value, Decimal | ByKey | Open):
        return number_words(value, speaker)
    if isinstance(value, Duration):
        return duration_text(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Sample):
        return f"抽{number_words(value.n, speaker, '个')}" if value.n is not None else every_words(value.every, speaker)
    if isinstance(value, tuple):
        return "、".join(value_words(one, speaker) for one in value) or "无"
    return str(value) if value not in (None, "") else "无"


def every_words(every: tuple[tuple[str, Quantity], ...], speaker: AudienceSpeaker) -> str:
    """Return how many are drawn in each month, quarter or year."""
    said = (f"每{_PERIODS.get(period, period)}{number_words(n, speaker, '个')}" for period, n in every)
    return "、".join(said) or "无"


def source_words(source: Any, speaker: AudienceSpeaker) -> str:
    """Return where the value of a measure comes from."""
    return _SOURCES[type(source)](source, speaker)


def _check(source: CheckSource, speaker: AudienceSpeaker) -> str:
    aggregate, path = source.take
    take = "" if (aggregate, path) == ("count", "") else f"，取{aggregate}{f'({path})' if path else ''}"
    params = params_text({key: _resolved(value, speaker) for key, value in source.params})
    return f"自动检测{source.check}{f'（{params}）' if params else ''}{_where(source.where, speaker)}{take}"


def _ask(source: AskSource, _speaker: AudienceSpeaker) -> str:
    methods = f"（{'、'.join(source.methods)}）" if source.methods else ""
    return f"由人回答“{source.question}”{methods}"


def _where(pairs: tuple[tuple[str, object], ...], speaker: AudienceSpeaker) -> str:
    said = "，".join(f"{value_name(key)}为{value_text(_resolved(value, speaker), key)}" for key, value in pairs)
    return f"（其中{said}的）" if said else ""


def _resolved(value: object, speaker: AudienceSpeaker) -> object:
    """A parameter as the words for its value; lists stay lists, so that their codes are put in words."""
    if not isinstance(value, ParamRef) or value.name not in speaker.scheme.parameters:
        return value
    meant = speaker.scheme.parameters[value.name].value
    return meant if isinstance(meant, tuple) else value_words(meant, speaker)


_SOURCES: Mapping[type[object], Callable[[Any, AudienceSpeaker], str]] = {
    CheckSource: _check,
    AskSource: _ask,
    ProviderSource: lambda source, speaker: f"平台数据{source.name}{_where(source.where, speaker)}",
    ImportSource: lambda source, _speaker: f"导入“{source.title}”",
    LedgerSource: lambda source, _speaker: f"台账{source.name}",
}
