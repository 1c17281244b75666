"""What people are told about appeals."""

from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import NoticeKind, Severity

APPEAL_FILED = NoticeKind(
    "appeal-filed",
    _("收到申诉"),
    _("$unit对“$item”提出申诉"),
    _("请在 $due 前受理、分派并答复。复核人应当没有参与过该项的评分和认定。"),
    Severity.ACTION,
)
APPEAL_GIVEN = NoticeKind(
    "appeal-given",
    _("申诉分派给您"),
    _("请复核$unit对“$item”的申诉"),
    _("请在 $due 前答复。"),
    Severity.ACTION,
)
APPEAL_DUE_SOON = NoticeKind(
    "appeal-due-soon",
    _("申诉即将到期"),
    _("$unit对“$item”的申诉，答复时间已用去 $share"),
    _("请在 $due 前答复。"),
    Severity.ACTION,
)
APPEAL_OVERDUE = NoticeKind(
    "appeal-overdue",
    _("申诉超期未答复"),
    _("$unit对“$item”的申诉超期未答复"),
    _("应在 $due 前答复。同时告知审定人和上级考评机构。"),
    Severity.URGENT,
)
APPEAL_DECIDED = NoticeKind(
    "appeal-decided",
    _("申诉答复"),
    _("对“$item”的申诉：$outcome"),
    _("请查看答复的理由和得分的变化。"),
    Severity.ACTION,
)
APPEAL_WITHDRAWN = NoticeKind(
    "appeal-withdrawn",
    _("申诉撤回"),
    _("$unit撤回了对“$item”的申诉"),
)
RESULT_CORRECTED = NoticeKind(
    "appeal-result-corrected",
    _("他人申诉引起的更正"),
    _("“$cycle”：本单位有问题因同样的误报被排除"),
    _("另一单位的申诉成立，本单位网站上同样的误报一并排除，得分随之更正。"),
)

KINDS = (
    APPEAL_FILED,
    APPEAL_GIVEN,
    APPEAL_DUE_SOON,
    APPEAL_OVERDUE,
    APPEAL_DECIDED,
    APPEAL_WITHDRAWN,
    RESULT_CORRECTED,
)
