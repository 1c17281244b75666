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
SITE_DOWN = NoticeKind(
    "site-down",
    _("网站不能访问"),
    _("$site：从 $since 起不能访问"),
    _("$unit 的网站首页已连续 $minutes 分钟打不开。请尽快处理；恢复之后会再通知。"),
    Severity.URGENT,
    waits=True,
)
SITE_UP = NoticeKind(
    "site-up",
    _("网站恢复访问"),
    _("$site：已恢复访问"),
    _("$unit 的网站首页从 $since 起不能访问，$back 恢复，共约 $minutes 分钟。"),
)
CERTIFICATE_EXPIRING = NoticeKind(
    "certificate-expiring",
    _("网站证书即将到期"),
    _("$site：证书 $until 到期"),
    _("$unit 的网站证书还有 $days 天到期。请及时更换；到期后浏览器会拦下访问者。"),
    Severity.ACTION,
)

KINDS = (
    SITE_DOWN,
    SITE_UP,
    CERTIFICATE_EXPIRING,
    FINDINGS_DECIDED,
    REPLY_FILED,
    REPLY_ANSWERED,
    WAIVER_ASKED,
    WAIVER_ANSWERED,
    WAIVER_EXPIRING,
)
