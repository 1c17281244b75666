"""Under which heading a change between two schemes is told, and what its subject and field are called."""

from collections.abc import Mapping

from kaoping.schemes.difference.change import ADDED, CHANGED, Change

HEADINGS = (
    "新增", "取消", "分值与权重", "计分规则", "单项否决", "适用范围", "测评值与参数", "位置与顺序",
    "文字与测评方式", "考评对象", "合成、排名与等次", "方案",
)  # fmt: skip
UNITS: Mapping[str, str] = {
    "points": "分",
    "weight": "%",
    "ceiling": "分",
    "limit": "分",
    "floor": "分",
    "from_": "分",
    "to": "分",
}
_PLACES = frozenset({"parent", "order"})
_REACH = frozenset({"applies_to", "except_", "when_not_applicable"})
_TEXTS = frozenset({"title", "text", "basis", "clause", "note", "method", "scope", "materials"})
_KINDS_OF_UNIT = {"group": "分类", "class": "类别", "tag": "标签", "body": "下级机构", "site_type": "网站类型"}
SUBJECTS: Mapping[str, str] = {
    "part": "部分", "indicator": "指标", "adjustment": "加减分", "veto": "单项否决", "parameter": "参数",
    "measure": "测评值", "sample": "抽样", "checklist": "清单", "units": "考评对象名单", "grade": "等次",
    "conversion": "折合", **_KINDS_OF_UNIT,
}  # fmt: skip
FIELDS: Mapping[str, str] = {
    "title": "名称", "text": "评分细则", "basis": "指标依据", "clause": "条款", "note": "说明", "method": "测评方式",
    "scope": "采集范围", "materials": "材料", "points": "分值", "weight": "权重", "ceiling": "封顶", "limit": "上限",
    "floor": "下限", "rule": "计分规则", "zero_if": "不得分的条件", "full_if": "得满分的条件", "applies_to": "适用于",
    "except_": "不适用于", "when_not_applicable": "不适用时", "draw": "随机抽查", "parent": "所属", "order": "顺序",
    "open": "空缺", "condition": "条件", "then": "后果", "entry": "进入条件", "kind": "类型", "value": "取值",
    "certainty": "确定性", "source": "来源", "by": "分期", "count": "计数", "when": "时点", "window": "期限",
    "sites": "网站范围", "combine": "合并", "sample": "抽样", "each": "清单", "excluding": "不重复扣分", "of": "所属",
    "at_least": "下限", "at_most": "上限",
    "n": "个数", "every": "每期个数", "from_": "起始分", "bodies": "机构", "if_none": "没有可抽的", "subtract": "扣减",
    "round": "取整", "to": "分值", "id": "编号", "edition": "版次", "rank_by": "排名依据", "no_site": "无网站的",
    "basis.document": "依据文件", "basis.issued": "印发日期", "basis.by": "印发机关", "basis.url": "网址",
    "basis.clause": "依据条款", "basis.note": "依据说明",
}  # fmt: skip


def heading(change: Change) -> str:
    """Return under which of HEADINGS a change is told."""
    if change.subject == "veto":
        return "单项否决"
    if change.subject in _KINDS_OF_UNIT or change.subject == "units":
        return "考评对象"
    if change.subject in ("total", "grade", "conversion") or change.field in ("rank_by", "no_site"):
        return "合成、排名与等次"
    if change.subject == "scheme":
        return "方案"
    if change.subject in ("parameter", "measure", "sample", "checklist"):
        return "测评值与参数"
    if change.kind != CHANGED:
        return "新增" if change.kind == ADDED else "取消"
    return _heading_of_field(change.field)


def _heading_of_field(field: str) -> str:
    for fields, title in (
        (UNITS, "分值与权重"),
        (_PLACES, "位置与顺序"),
        (_REACH, "适用范围"),
        (_TEXTS, "文字与测评方式"),
    ):
        if field in fields:
            return title
    return "计分规则"


def field_name(change: Change) -> str:
    """Return what the changed field is called, as it follows the name of its owner."""
    if change.field == "names":
        return ""
    if (change.subject, change.field) == ("total", "combine"):
        return "合成方式"
    name = FIELDS.get(change.field, change.field)
    return f"的{name}" if change.subject not in ("scheme", "total") else name
