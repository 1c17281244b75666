"""What monitoring tells people of; the words of a finding stay behind the link."""

from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import NoticeKind, Severity

FINDINGS_DECIDED = NoticeKind(
    "findings-decided",
    _("本单位的问题有了处理意见"),
    _("$unit：有问题被确认或排除"),
    _("考评机构今天处理了 $unit 网站上的问题。请查看哪些已确认、需要整改；认为有误的可以反馈。"),
)
REPLY_FILED = NoticeKind(
    "reply-filed",
    _("单位反馈问题"),
    _("$unit 反馈：$what"),
    _("$unit 就“$check”提交了“$what”，请在 $due 前答复。"),
    Severity.ACTION,
    waits=True,
)
REPLY_ANSWERED = NoticeKind(
    "reply-answered", _("反馈有了答复"), _("“$check”的反馈：$state"), _("考评机构答复了 $unit 的“$what”：$state。")
)
WAIVER_ASKED = NoticeKind(
    "waiver-asked",
    _("豁免待审批"),
    _("$unit：申请豁免 $count 条问题"),
    _("为 $unit 申请豁免 $count 条问题，至 $until。请审批；申请人不能自己审批。"),
    Severity.ACTION,
)
WAIVER_ANSWERED = NoticeKind(
    "waiver-answered",
    _("豁免有了答复"),
    _("“$check”的豁免：$state"),
    _("$unit“$check”的豁免申请：$state（至 $until）。"),
)
WAIVER_EXPIRING = NoticeKind(
    "waiver-expiring",
    _("豁免即将到期"),
    _("“$check”的豁免 $until 到期"),
    _("$unit“$check”的豁免在 $until 24时到期，到期后照常计入；问题仍在的，请整改或重新申请。"),
    Severity.ACTION,
)

KINDS = (FINDINGS_DECIDED, REPLY_FILED, REPLY_ANSWERED, WAIVER_ASKED, WAIVER_ANSWERED, WAIVER_EXPIRING)
