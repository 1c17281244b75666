"""What is wrong in a table, and what is unusual: sums, bounds, and against the year before. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from kaoping.web.sitereports.fields import (
    COUNT,
    DAY,
    FIELDS,
    NUMBER,
    REMARK,
    SEPARATOR,
    SEVERAL,
    Field,
    full_title,
)

GREATEST = 10**13
MANY = 100
TIMES = 3
"""A count of at least MANY that is TIMES as much as last year's, or a TIMES-th of it, is asked about."""

SUMS = (
    ("published", ("overview", "news", "catalogue")),
    ("interpretations", ("interpretation_texts", "interpretation_products", "commentaries")),
    ("handled", ("handled_persons", "handled_bodies")),
)
AT_MOST = (
    ("visitors", "visits"),
    ("topics_new", "topics"),
    ("services_online", "services"),
    ("messages_public", "messages_closed"),
    ("surveys_answered", "surveys"),
    ("security_fixed", "security_found"),
)
UNUSUAL = (("messages_closed", "messages"), ("interview_answers", "interview_messages"))
"""May be more where what was left from the year before was dealt with."""

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """By key: what must be put right, and what must be explained."""

    wrong: Mapping[str, str]
    unusual: Mapping[str, str]

    @property
    def complete(self) -> bool:
        """Whether nothing must be put right."""
        return not self.wrong


def check(answers: Answers, before: Answers) -> Checked:
    """Look through a table; `before` is the one handed in for the year before, empty where there is none."""
    wrong = {
        field.key: said for field in FIELDS.values() if (said := _of_one(field, answers.get(field.key, "").strip()))
    }
    numbers = {key: counted(text) for key, text in answers.items() if key not in wrong}
    for rule in (_sums, _bounds, _media, _days):
        wrong.update((key, said) for key, said in rule(answers, numbers) if key not in wrong)
    unusual = dict(_asked_about(numbers, {key: counted(text) for key, text in before.items()}))
    if unusual and not wrong and not answers.get(REMARK.key, "").strip():
        wrong[REMARK.key] = _("有 %s 处数字异常，请在“情况说明”中写明原因。") % len(unusual)
    return Checked(wrong, unusual)


def counted(text: str) -> int | None:
    """Return a whole number; None for anything else."""
    plain = text.strip().replace(",", "").replace("，", "")
    return int(plain) if re.fullmatch(r"[0-9]{1,15}", plain) else None


def decimal_of(text: str) -> Decimal | None:
    """Return a number that is not negative; None for anything else."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


def _of_one(field: Field, text: str) -> str:
    """Say what is wrong with one value by itself; "" where nothing is."""
    title = full_title(field.key)
    if not text and field.optional:
        return ""
    if not text:
        return (_("“%s”还没有填；没有的填 0。") if field.kind == COUNT else _("“%s”还没有填。")) % title
    form = _FORMS.get(field.key)
    if form is not None and not re.fullmatch(form[0], text):
        return _("“%(title)s”应为%(form)s。") % {"title": title, "form": form[1]}
    test, words = _KINDS.get(field.kind, (lambda _text: True, ""))
    if not test(text):
        return _("“%(title)s”应为%(form)s。") % {"title": title, "form": words}
    chosen = set(text.split(SEPARATOR)) if field.kind == SEVERAL else {text}
    if field.choices and not chosen <= set(field.choices):
        return _("“%(title)s”应为%(form)s。") % {"title": title, "form": "、".join(field.choices)}
    return ""


def _is_count(text: str) -> bool:
    value = counted(text)
    return value is not None and value < GREATEST


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_KINDS: Mapping[str, tuple[Callable[[str], bool], str | Promise]] = {
    COUNT: (_is_count, _lazy("不小于 0 的整数")),
    NUMBER: (lambda text: decimal_of(text) is not None, _lazy("不小于 0 的数")),
    DAY: (_is_day, _lazy("日期，如 2027-01-15")),
}
_FORMS: Mapping[str, tuple[str, str | Promise]] = {
    "address": (r"https?://\S+", _lazy("完整网址")),
    "site_code": (r"[0-9A-Za-z]{2}\d{8}", _lazy("10 位网站标识码")),
    "icp": (r".{0,2}ICP备\s*\d{8}(\d{2})?\s*号?(-\d+)?", _lazy("ICP备案号，如 苏ICP备05012345号-1")),
    "police": (r".{0,3}公?网?安?备?\s*\d{14}\s*号?", _lazy("公安机关备案号，含 14 位数字")),
    "phone": (r"[0-9+()（）\- ]{3,40}", _lazy("电话号码")),
}
Numbers = Mapping[str, int | None]
Said = Iterator[tuple[str, str]]


def _sums(_answers: Answers, numbers: Numbers) -> Said:
    for whole, parts in SUMS:
        total, found = numbers.get(whole), [numbers.get(key) for key in parts]
        known = [value for value in found if value is not None]
        if total is not None and len(known) == len(parts) and sum(known) > total:
            said = {"title": full_title(whole), "total": total, "sum": sum(known)}
            yield whole, _("“%(title)s”是 %(total)s，小于各分项之和 %(sum)s。") % said


def _bounds(_answers: Answers, numbers: Numbers) -> Said:
    for less, more in AT_MOST:
        small, great = numbers.get(less), numbers.get(more)
        if small is not None and great is not None and small > great:
            said = {"less": full_title(less), "more": full_title(more), "small": small, "great": great}
            yield less, _("“%(less)s”（%(small)s）大于“%(more)s”（%(great)s）。") % said


def _media(answers: Answers, numbers: Numbers) -> Said:
    has = answers.get("media", "")
    names = [key for key in ("weibo_name", "weixin_name", "media_other") if answers.get(key, "").strip()]
    if has == "是" and not names:
        yield "media", _("填了有移动新媒体，请写明微博、微信或其他的名称。")
    if has == "否" and names:
        yield "media", _("填了没有移动新媒体，却写了名称。")
    for name in ("weibo", "weixin"):
        for key in (f"{name}_posts", f"{name}_followers"):
            if answers.get(f"{name}_name", "").strip() and numbers.get(key) is None:
                yield key, _("“%s”还没有填；没有的填 0。") % full_title(key)


def _days(answers: Answers, numbers: Numbers) -> Said:
    if numbers.get("messages_closed") and decimal_of(answers.get("messages_days", "")) == 0:
        yield "messages_days", _("办结了留言，平均办理时间不应为 0；不足一天的写小数，如 0.5。")
    if "其他" in answers.get("innovations", "").split(SEPARATOR) and not answers.get("innovations_other", "").strip():
        yield "innovations_other", _("创新发展选了“其他”，请写明具体内容。")


def _asked_about(numbers: Numbers, before: Numbers) -> Said:
    for whole, parts in SUMS:
        total, found = numbers.get(whole), [numbers.get(key) for key in parts]
        known = [value for value in found if value is not None]
        if total is not None and len(known) == len(parts) and sum(known) < total:
            said = {"title": full_title(whole), "total": total, "sum": sum(known)}
            yield whole, _("“%(title)s”是 %(total)s，各分项之和只有 %(sum)s。") % said
    for more, less in UNUSUAL:
        great, small = numbers.get(more), numbers.get(less)
        if great is not None and small is not None and great > small:
            said = {"less": full_title(more), "more": full_title(less), "small": great, "great": small}
            yield more, _("“%(less)s”（%(small)s）大于“%(more)s”（%(great)s）。") % said
    for key, value in numbers.items():
        last = before.get(key)
        if value is None or last is None or max(value, last) < MANY:
            continue
        if value >= TIMES * last or value * TIMES <= last:
            said = {"title": full_title(key), "value": value, "last": last}
            yield key, _("“%(title)s”是 %(value)s，上年是 %(last)s，相差 3 倍以上。") % said
