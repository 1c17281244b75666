"""Knows which questions a check can answer: what the draft proposes beside them, for a person to take or leave."""

import re
from dataclasses import dataclass
from typing import Final

_DAYS: Final = {"天": 1, "日": 1, "周": 7, "个月": 31, "年": 366}
_LONGEST: Final = {2: 62, 3: 92, 6: 184}  # days of so many months, at most
_WITHIN = re.compile(r"(\d{1,2})(周|个月|天|日|年)内")
_KINDS: Final = (
    ("overview", re.compile("概况")),
    ("leaders", re.compile("领导信息|领导之窗|领导栏目")),
    ("organisation", re.compile("机构职能|机构设置")),
    ("news", re.compile("动态|要闻")),
    ("notices", re.compile("通知公告")),
    ("policy", re.compile("政策文件")),
    ("interpretation", re.compile("政策解读")),
    ("survey", re.compile("调查征集|意见征集|民意征集")),
    ("interview", re.compile("在线访谈")),
)


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A pattern of questions and the check that answers them; `kinds`: it takes kinds of columns, `days`: a limit."""

    asks: re.Pattern[str]
    kind: str  # of the answer: count or bool
    check: str
    kinds: bool = False
    days: bool = False


_DEAD = r"链接(?:（[^）]*）)?[^，；、]{0,8}(?:打不开|错误|无法打开|无法访问|不可用)"
_MARK = r"(?:网站标识码|备案编?号|党政机关.{0,4}标识)"
_PROPOSALS: Final = (
    _Proposal(re.compile(rf"首页.{{0,6}}{_DEAD}"), "count", "check: dead-link, where: {page: home}"),
    _Proposal(
        re.compile(rf"(?:其他|二级|内)页面?.{{0,6}}{_DEAD}"), "count", "check: dead-link, where: {page: not_home}"
    ),
    _Proposal(re.compile(rf"{_DEAD}|死链|坏链|错链|断链"), "count", "check: dead-link"),
    _Proposal(re.compile("空白栏目|栏目空白|栏目.{0,4}为空"), "count", "check: blank-column"),
    _Proposal(re.compile("首页.{0,8}(?:未更新|没有更新|不更新)"), "bool", "check: home-freshness", days=True),
    _Proposal(re.compile("未更新|更新不及时"), "count", "check: column-freshness", kinds=True, days=True),
    _Proposal(re.compile("未(?:开设|设置|建立).{0,12}栏目"), "bool", "check: column-exists", kinds=True),
    _Proposal(re.compile("找错.{0,4}入口"), "bool", "check: error-report-entry"),
    _Proposal(re.compile(f"未.*{_MARK}|{_MARK}.*(?:缺|不)"), "count", "check: footer-marks"),
    _Proposal(re.compile("(?:站点|栏目|内容|页面)标签"), "count", "check: page-labels"),
    _Proposal(re.compile("暗链"), "count", "check: hidden-links"),
    _Proposal(re.compile("泄露.{0,6}个人(?:信息|隐私)"), "count", "check: personal-data"),
)


def propose_check(question: str, kind: str, title: str = "") -> str:
    """Return the source of a measure that could take the question's place, empty where no check fits.

    `kind` is that of the answer, `title` the indicator's, which may name the column meant by 相关栏目.
    """
    for proposal in _PROPOSALS:
        if proposal.kind == kind and proposal.asks.search(question):
            return _filled(proposal, question, title)
    return ""


def _filled(proposal: _Proposal, question: str, title: str) -> str:
    options = []
    if proposal.kinds:
        kinds = _kinds(question) or _kinds(title)
        if not kinds:
            return ""
        options.append(f"kinds: [{', '.join(kinds)}]")
    if proposal.days:
        found = _WITHIN.search(question)
        if found is None:
            return ""
        count = int(found[1])
        options.append(f"days: {_LONGEST.get(count, count * 31) if found[2] == '个月' else count * _DAYS[found[2]]}")
        options += ["level: 1"] if "一级栏目" in question else []
    ending = ", take: any" if proposal.kind == "bool" else ""
    return proposal.check + (f", with: {{{', '.join(options)}}}" if options else "") + ending


def _kinds(text: str) -> list[str]:
    return [kind for kind, pattern in _KINDS if pattern.search(text)]
