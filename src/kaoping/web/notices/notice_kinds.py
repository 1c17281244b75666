"""What people are told about notices themselves."""

from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import NoticeKind, Severity

CHANNEL_TEST = NoticeKind(
    "channel-test",
    _("渠道测试"),
    _("测试消息"),
    _("由 $by 于 $at 发出。能看到这条消息，说明通知可以送到这里。"),
    Severity.ACTION,
)
NOTICE_RISEN = NoticeKind(
    "notice-risen",
    _("下级逾期未办"),
    _("$unit未处理：$title"),
    _("$told 已通知该单位，到期仍未处理。请督促办理。"),
    Severity.ACTION,
)

KINDS = (CHANNEL_TEST, NOTICE_RISEN)
