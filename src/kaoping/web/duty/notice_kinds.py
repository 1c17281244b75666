"""What people are told about the duty."""

from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import NoticeKind, Severity

READING_MISSING = NoticeKind(
    "duty-reading-missing",
    _("值班读网提醒"),
    _("$unit：$day 还没有读网记录"),
    _("请读一遍本单位网站，填写值班读网记录；有问题的记下并处理。"),
    Severity.ACTION,
)
READINGS_LACKING = NoticeKind(
    "duty-readings-lacking",
    _("值班读网汇总"),
    _("$region：$day 有 $missing 个单位没有读网记录"),
    _("应读 $all 个单位，已读 $read 个。已提醒没有记录的单位。"),
)

KINDS = (READING_MISSING, READINGS_LACKING)
