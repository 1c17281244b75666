"""Codes turned into sentences: findings hold codes and values, words are built when they are shown."""

from collections.abc import Mapping

_OUTCOMES = {
    "pass": "通过",
    "fail": "不通过",
    "suspected": "疑似",
    "manual": "待人工",
    "not_applicable": "不适用",
    "not_measured": "未能检测",
}
_FAULTS = {"site": "网站原因", "network": "网络原因", "us": "我方原因", "robot_wall": "被网站拦截"}
_KINDS = {"home": "首页", "column": "栏目页", "article": "内容页", "inner": "其他页", "site": "全站"}
_VALUES = {
    "target": "链接地址",
    "status": "状态码",
    "kind": "类别",
    "pages": "所在页面",
    "text": "链接文字",
    "column": "栏目",
    "latest": "最近更新",
    "days": "距今天数",
    "mark": "标识项",
    "problem": "问题",
    "missing": "缺少",
    "type": "类型",
    "value": "内容",
    "sitecode": "网站标识码",
    "count": "数量",
    "title": "标题",
    "date": "日期",
    "words": "词语",
    "hosts": "主机",
}
_WORDS = {
    "link": "链接",
    "image": "图片",
    "attachment": "附件",
    "resource": "资源",
    "party-mark": "党政机关网站标识",
    "site-code": "网站标识码",
    "icp": "ICP备案编号",
    "police": "公安机关备案标识",
    "sponsor": "网站主办单位",
    "contact": "联系方式",
    "missing": "缺少",
    "wrong": "不准确",
    "id_number": "身份证号",
    "phone": "手机号",
    "bank_card": "银行卡号",
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


def outcome_name(code: str) -> str:
    return _OUTCOMES.get(code, code)


def fault_name(code: str | None) -> str:
    return _FAULTS.get(code or "", "")


def kind_name(code: str) -> str:
    return _KINDS.get(code, code)


def value_name(name: str) -> str:
    """Return the heading of one measured value of a finding."""
    return _VALUES.get(name, name)


def value_text(value: object) -> str:
    """Return one measured value as text; lists are joined, an absent value is a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(value_text(item) for item in value)
    if isinstance(value, Mapping):
        return ";".join(f"{value_name(str(name))}:{value_text(item)}" for name, item in value.items())
    return _WORDS.get(str(value), str(value))
