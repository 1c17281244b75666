"""Codes turned into words: outcomes, faults, places, decisions, and the measured values of findings."""

import re
from collections.abc import Mapping, Sequence

from kaoping.model.probe_series import Opening
from kaoping.reports.attachment_words import ATTACHMENT_VALUES, place_text
from kaoping.reports.browser_words import BROWSER_PARAMS, BROWSER_VALUES, IMPACT_WORDS, RULE_WORDS
from kaoping.reports.content_words import CONTENT_CODES, CONTENT_PARAMS, CONTENT_VALUES
from kaoping.reports.disclosure_words import DISCLOSURE_PARAMS, DISCLOSURE_VALUES, RHYTHMS
from kaoping.reports.function_words import FIELDS, FUNCTION_PARAMS, FUNCTION_VALUES, PLATFORMS, WAYS
from kaoping.reports.probe_words import opening_name

_OUTCOMES = {
    "pass": "通过",
    "fail": "不通过",
    "suspected": "疑似",
    "manual": "待人工",
    "not_applicable": "不适用",
    "not_measured": "未能检测",
}
_FAULTS = {"site": "网站原因", "network": "网络原因", "us": "我方原因", "robot_wall": "被网站拦截"}
_PAGES = {"home": "首页", "column": "栏目页", "article": "内容页", "inner": "其他页", "site": "全站"}
_DECISIONS = {"confirm": "已确认是问题", "dismiss": "已核实不是问题", "waive": "已豁免", "uphold": "申诉后维持"}
VALUE_NAMES: Mapping[str, str] = {
    "target": "链接地址",
    "targets": "链接地址",
    "status": "状态码",
    "kind": "类别",
    "pages": "所在页面",
    "text": "文字",
    "column": "栏目",
    "latest": "最近更新",
    "newest": "最新内容",
    "days": "天数",
    "items": "内容条数",
    "navigation_only": "首页仅为导航",
    "own_text": "自有文字字数",
    "days_left": "剩余天数",
    "last_day": "最后期限",
    "last_before": "此前最近一条",
    "silence": "此前未更新天数",
    "dates": "日期",
    "listed": "列表日期",
    "published": "正文日期",
    "modified": "文件最后修改",
    "first_seen": "首次见到",
    "copies": "重复份数",
    "bytes": "正文字节数",
    "pictures": "图片数",
    "wordless": "无替代文字的图片数",
    "share": "占比（%）",
    "examples": "举例",
    "placeholder": "占位文字",
    "mark": "标识项",
    "problem": "问题",
    "shown": "页面所列",
    "sampled": "抽查页数",
    "missing": "缺少",
    "levels": "缺少的标签类别",
    "type": "类型",
    "masked": "内容（已遮盖）",
    "value": "内容",
    "entry": "入口形式",
    "sitecode": "入口中的网站标识码",
    "expected": "本站网站标识码",
    "count": "数量",
    "title": "标题",
    "date": "日期",
    "shown_on": "出现在",
    "declared": "声明的编码",
    "decoded": "实际编码",
    "technique": "隐藏方式",
    "links": "链接数",
    "hosts": "链接到的网站",
    "words": "词语",
    "terms": "词语",
    "zones": "位置",
    "http_pages": "未用HTTPS的页数",
    "https_pages": "已用HTTPS的页数",
    "host": "域名",
    "ipv4": "IPv4地址",
    "ipv6": "IPv6地址",
    "addresses": "IPv6地址",
    "percent": "比例（%）",
    "seconds": "用时（秒）",
    "median": "用时中位数（秒）",
    "failed": "没有打开的次数",
    "issuer": "证书颁发者",
    "subject": "证书持有者",
    "names": "证书所载域名",
    "not_before": "证书生效日",
    "not_after": "证书到期日",
    "valid_days": "距到期天数",
    "protocol": "加密协议",
    "final_url": "最后到达",
    "statuses": "跳转状态码",
    **CONTENT_VALUES,
    **FUNCTION_VALUES,
    **DISCLOSURE_VALUES,
    **BROWSER_VALUES,
    **ATTACHMENT_VALUES,
}
_COLUMN_KINDS = {
    "overview": "概况信息",
    "leaders": "领导信息",
    "organisation": "机构职能",
    "news": "动态要闻",
    "notices": "通知公告",
    "policy": "政策文件",
    "interpretation": "政策解读",
    "services": "办事服务",
    "statistics": "数据发布",
    "consultation": "咨询投诉",
    "survey": "调查征集",
    "interview": "在线访谈",
    "personnel": "人事信息",
    "planning": "规划计划",
    "finance": "财政预决算",
    "bids": "招标采购",
    "topics": "专题专栏",
    "annual_report": "年报",
    "other": "其他",
}
_LINK_KINDS = {"link": "链接", "image": "图片", "attachment": "附件", "resource": "页面资源"}
_FINDING_TYPES = {
    "id_number": "身份证号",
    "phone": "手机号",
    "bank_card": "银行卡号",
    "gambling": "赌博",
    "porn": "色情",
    "money": "套现借贷",
    "documents": "假证假票",
    "goods": "违禁物品",
    "defacement": "页面篡改",
    "foreign": "外文垃圾内容",
}
_CODES: Mapping[str, Mapping[str, str]] = {
    "kind": {**_LINK_KINDS, **_COLUMN_KINDS},
    "kinds": _COLUMN_KINDS,
    "exclude_kinds": _COLUMN_KINDS,
    "faults": {each.value: opening_name(each) for each in Opening},
    "mark": {
        "party-mark": "党政机关网站标识",
        "site-code": "网站标识码",
        "icp": "ICP备案编号",
        "police": "公安机关备案标识",
        "sponsor": "网站主办单位",
        "contact": "联系方式",
    },
    "problem": {
        "missing": "缺少",
        "wrong": "不准确",
        "default": "默认标题",
        "same-on-all": "多页相同",
        "garbled": "乱码",
        "broken": "有无法显示的字符",
        "declaration": "编码声明不符",
    },
    "type": _FINDING_TYPES,
    "types": _FINDING_TYPES,
    "on": _PAGES,
    "entry": {"script": "脚本", "link": "链接", "image": "图片", "": "没有"},
    **CONTENT_CODES,
    "level": {"0": "不限", "1": "一级栏目"},
    "levels": {"site": "站点标签", "column": "栏目标签", "content": "内容标签"},
    "zones": {"title": "标题", "label": "标签", "link": "链接文字", "text": "正文"},
    "platforms": PLATFORMS,
    "how": WAYS,
    "field": FIELDS,
    "fields": FIELDS,
    "rhythm": RHYTHMS,
    "rule": RULE_WORDS,
    "impact": IMPACT_WORDS,
    "impacts": IMPACT_WORDS,
    "technique": {
        "display-none": "不显示（display:none）",
        "visibility": "不可见（visibility:hidden）",
        "off-screen": "移出屏幕",
        "tiny": "极小尺寸",
        "transparent": "透明",
        "marquee": "滚动遮盖",
        "same-colour": "与背景同色",
        "script": "由脚本隐藏",
        "clipped": "裁剪或缩到看不见",
        "frame": "看不见的框架",
        "written": "由脚本写入",
        "in-browser": "由脚本写入（浏览器所见）",
    },
}
_PARAMS = {
    "kinds": "栏目类别",
    "exclude_kinds": "不查的栏目类别",
    "days": "期限（天）",
    "level": "栏目级别",
    "levels": "标签类别",
    "n": "抽查数",
    "seed": "抽查编号",
    "types": "类型",
    "tolerance": "容差（天）",
    "seconds": "用时上限（秒）",
    "warn_days": "到期前提醒（天）",
    "warn": "提前预警（天）",
    "window": "查看期间（天）",
    "least": "至少条数",
    "spread": "日期最多分布（天）",
    "silence": "此前停更至少（天）",
    "apart": "允许相差（天）",
    "on": "页面",
    "size": "至少字节数",
    "share": "占比界限",
    "support": "应支持的比例（%）",
    "visits_per_day": "每天至少访问次数",
    "faults": "算作打不开的情形",
    "from_hour": "自几时起",
    "until_hour": "至几时止",
    "workdays": "只看工作日",
    **FUNCTION_PARAMS,
    **DISCLOSURE_PARAMS,
    **BROWSER_PARAMS,
    "suffixes": "允许的域名后缀",
    "form": "域名形式",
    "exempt": "不查的主机",
    **CONTENT_PARAMS,
}
_MOST = 3  # of a list; the rest is counted


def outcome_name(code: str) -> str:
    """Return an outcome in words."""
    return _OUTCOMES.get(code, code)


def fault_name(code: str | None) -> str:
    """Return who is answerable; nothing for nobody."""
    return _FAULTS.get(code or "", "")


def kind_name(code: str) -> str:
    """Return the kind of page a finding was seen on."""
    return _PAGES.get(code, code)


def decision_name(code: str) -> str:
    """Return what a person decided."""
    return _DECISIONS.get(code, code)


def code_names(name: str) -> Mapping[str, str]:
    """Return the codes that a value or a parameter of this name may have, each in words; nothing where it has none."""
    return _CODES.get(name, {})


def value_name(name: str) -> str:
    """Return the heading of one measured value of a finding."""
    return VALUE_NAMES.get(name, name)


def value_text(value: object, name: str = "", most: int = 0) -> str:
    """Return one measured value as text; codes are put in words by the value's `name`, an absent value is a dash.

    Of a list longer than `most` (0: no limit) the first ones are shown and the number of all.
    """
    if value is None or value == "" or value == [] or value == ():
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Sequence) and not isinstance(value, str):
        listed = "、".join(value_text(item, name) for item in (value[:most] if most else value))
        return f"{listed} 等 {len(value)} 个" if most and len(value) > most else listed
    if isinstance(value, Mapping):
        return values_text(value)
    return place_text(str(value)) if name == "place" else _CODES.get(name, {}).get(str(value), str(value))


def values_text(values: Mapping[str, object]) -> str:
    """Return what a finding measured as one line; what is absent is left out."""
    said = ((name, value) for name, value in values.items() if value not in (None, "", [], ()))
    return "；".join(f"{value_name(name)}：{value_text(value, name, _MOST)}" for name, value in said)


def params_text(params: Mapping[str, object]) -> str:
    """Return a check's parameters as one line; empty ones are left out."""
    said = ((name, value) for name, value in sorted(params.items()) if value not in (None, "", [], ()))
    return "；".join(f"{_PARAMS.get(name, name)}：{value_text(value, name)}" for name, value in said)


def full_width(text: str) -> str:
    """Return a text with the full-width punctuation of official documents (，：；（）) beside Chinese characters."""
    text = _BEFORE.sub(lambda match: _WIDE[match[0]], text)
    return _AFTER.sub(lambda match: _WIDE[match[0]], text)


_WIDE = dict(zip(",:;()", "，：；（）", strict=True))
_CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’]"
_BEFORE = re.compile(f"(?<={_CHINESE})[,:;()]")
_AFTER = re.compile(f"[,:;()](?={_CHINESE})")
