"""One finding as a named example in a bulletin: the unit, the column or link, what is wrong, the address."""

from collections.abc import Callable, Mapping

from kaoping.model.findings import Finding
from kaoping.model.outcomes import PageKind
from kaoping.reports.evidence import Evidence
from kaoping.reports.reasons import reason_text
from kaoping.reports.wording import kind_name, value_text

LONGEST = 60  # characters of a text taken from a site


def example_text(one: Evidence) -> str:
    """Return one sentence without a full stop; what comes from the site is shortened and stripped of line breaks."""
    say = _WORDS.get(one.finding.check, _any)
    return f"{one.unit.name}{say(one.finding)}"


def _dead_link(finding: Finding) -> str:
    text = _value(finding, "text")
    status = _value(finding, "status")
    code = f"，状态码{status}" if status else ""
    kind = value_text(finding.values.get("kind") or "link", "kind")
    named = f"“{text}”" if text else ""
    where = "首页" if finding.page is PageKind.HOME else f"{kind_name(finding.page.value)}（{finding.url}）"
    return f"{where}{kind}{named}打不开（{_value(finding, 'target')}{code}）"


def _stale_column(finding: Finding) -> str:
    latest = _value(finding, "latest")
    updated = f"最近更新时间为{latest}" if latest else "没有标注发布时间"
    return f"“{_value(finding, 'column') or '未命名'}”栏目{updated}（{finding.url}）"


def _blank_column(finding: Finding) -> str:
    return f"“{_value(finding, 'column') or '未命名'}”栏目空白（{finding.url}）"


def _home(finding: Finding) -> str:
    latest = _value(finding, "latest")
    return f"首页最近更新时间为{latest}（{finding.url}）" if latest else f"首页没有标注更新时间（{finding.url}）"


def _footer(finding: Finding) -> str:
    mark = value_text(finding.values.get("mark"), "mark")
    return f"页面底部{mark}{reason_text(finding.reason)}（{finding.url}）"


def _missing_column(finding: Finding) -> str:
    return f"没有开设{value_text(finding.values.get('kind'), 'kind')}栏目（{finding.site}）"


def _entry(finding: Finding) -> str:
    return f"首页“我为政府网站找错”入口{reason_text(finding.reason).replace('“找错”入口中的', '')}（{finding.url}）"


def _labels(finding: Finding) -> str:
    return f"页面缺少标签{value_text(finding.values.get('missing'), most=3)}（{finding.url}）"


def _any(finding: Finding) -> str:
    what = reason_text(finding.reason) or "存在问题"
    return f"{kind_name(finding.page.value)}{what}（{finding.url}）"


def _value(finding: Finding, name: str) -> str:
    value = finding.values.get(name)
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= LONGEST or "://" in text else text[:LONGEST] + "…"


_WORDS: Mapping[str, Callable[[Finding], str]] = {
    "dead-link": _dead_link,
    "column-freshness": _stale_column,
    "blank-column": _blank_column,
    "home-freshness": _home,
    "footer-marks": _footer,
    "column-exists": _missing_column,
    "error-report-entry": _entry,
    "page-labels": _labels,
}
