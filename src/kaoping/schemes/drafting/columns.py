"""Knows the columns of an assessment table by their headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kaoping.schemes.drafting.plain_text import simplified, squeezed


class Role(StrEnum):
    """What a column says about an indicator."""

    LEVEL = "指标"
    CRITERION = "评分细则"
    EXPLANATION = "指标说明"
    POINTS = "分值"
    METHOD = "测评方式"
    BASIS = "指标依据"
    SCOPE = "采集范围"
    MATERIALS = "佐证材料"
    NOTE = "备注"
    GROUP = "考评对象"
    SUM = "合计"  # what an indicator of the first level comes to
    SCORE = "得分"  # what a unit got; without a column of points it is these
    OTHER = "其他"


_ACT = "(?:评估|考核|考评|测评|检查|评价|绩效|评议|量化)"
_SCORING = "(?:评分|计分|扣分|加分|赋分|记分|给分|打分)"
# Tried in order on a heading without spaces and brackets.
_HEADINGS: Final = tuple(
    (re.compile(pattern), role)
    for role, pattern in (
        (Role.SUM, r"合计(得分|分值|分)?|小计|大项分值|一级指标分值"),
        (Role.SCORE, r"得分|分数"),
        (Role.OTHER, r"序号|编号|自评.*|.*得分|评分结果|考核结果|扣分原因"),
        (Role.OTHER, r"责任(单位|部门|科室|人)|牵头.*|部门|单位|联系.*"),
        (Role.LEVEL, r"[一二三四五1-5]级(指标|要素|项目)?"),
        (Role.POINTS, rf"({_ACT}|指标|标准|基础|满|规定)?(分值|权重|分数|标准分|基准分|满分|权数|分)(分配|设置)?"),
        (Role.CRITERION, rf"({_ACT}|指标|具体|主要)?{_SCORING}(细则|标准|办法|规则|方法|说明|依据|要点|要求)?(及.*)?"),
        (Role.CRITERION, rf"{_ACT}(细则|标准|规则)(及.*)?"),
        (Role.BASIS, rf"({_ACT}|指标|政策|文件|制定)?依据(文件)?"),
        (Role.SCOPE, r".*(采集|数据|抽查|评估|测评)范围"),
        (Role.GROUP, rf"(适用|被?{_ACT})(对象|范围|单位)"),
        (Role.METHOD, rf"({_ACT}|评分|数据采集|采集)(方式|方法|形式|手段|途径)|数据来源|计分方式"),
        (Role.MATERIALS, r".*(佐证|证明|提交|提供|印证|支撑|备查|台账|申报)(材料|资料)?(要求|清单)?"),
        (Role.MATERIALS, r"(考核|考评)说明|(所需)?材料(要求|清单)?"),
        (Role.EXPLANATION, rf"({_ACT}|指标|工作|具体|主要)?(说明|要点|解释|内涵|释义|描述|要求|内容)([及和]要求)?"),
        (Role.EXPLANATION, rf"({_ACT}|工作|主要)?(目标|目标任务|任务|观测点)"),
        (Role.NOTE, r"备注|附注|注"),
        (Role.LEVEL, rf"{_ACT}?(指标|项目|类别|要素|大项|小项|分项|事项|维度|项)(名称|类别|类型|体系)?"),
    )
)
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_HEADER_ROWS = 3
_LONG_HEADING = 14


@dataclass(frozen=True, slots=True)
class Header:
    """The roles of a table's columns, left to right, and how many rows the headings take."""

    roles: tuple[Role, ...]
    rows: int

    def places_of(self, role: Role) -> tuple[int, ...]:
        return tuple(column for column, each in enumerate(self.roles) if each is role)


def role_of(heading: str) -> Role | None:
    """Return what a heading announces, None when it is no heading that we know."""
    bare = _BRACKETS.sub("", simplified(squeezed(heading)))
    if not bare or len(bare) > _LONG_HEADING:
        return None
    return next((role for pattern, role in _HEADINGS if pattern.fullmatch(bare)), None)


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """Read the headings that these rows begin with (one row, or several under merged headings), None without any."""
    best: Header | None = None
    for count in range(1, min(_HEADER_ROWS, len(rows)) + 1):
        row = rows[count - 1]
        filled = [text for text in row if text.strip()]
        known = [role for text in filled if (role := role_of(text))]
        if not filled or len(known) * 2 <= len(filled):
            break
        roles = _combined([rows[each] for each in range(count)])
        if _tells_indicators(roles):
            best = Header(roles, count)
    return best


def _combined(rows: Sequence[Sequence[str]]) -> tuple[Role, ...]:
    """The lowest heading of each column that we know; 考核内容 names the indicator where nothing else does."""
    roles = []
    for column in range(max(len(row) for row in rows)):
        texts = [row[column] for row in rows if column < len(row)]
        known = [role for text in texts if (role := role_of(text))]
        roles.append(known[-1] if known else Role.OTHER)
    if Role.POINTS not in roles and Role.SCORE in roles:
        roles[roles.index(Role.SCORE)] = Role.POINTS
    if Role.LEVEL not in roles and Role.EXPLANATION in roles:
        roles[roles.index(Role.EXPLANATION)] = Role.LEVEL
    if Role.CRITERION not in roles and roles.count(Role.EXPLANATION) > 1:
        roles[len(roles) - 1 - roles[::-1].index(Role.EXPLANATION)] = Role.CRITERION
    return tuple(roles)


def _tells_indicators(roles: tuple[Role, ...]) -> bool:
    return Role.LEVEL in roles and (Role.CRITERION in roles or Role.POINTS in roles)
