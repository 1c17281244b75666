"""What people are told about marking and materials."""

from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import NoticeKind, Severity

MATERIAL_RETURNED = NoticeKind(
    "material-returned",
    _("佐证材料退回"),
    _("“$cycle”有佐证材料退回补正"),
    _("指标“$indicator”的材料被退回。请查看原因，修改后重新报送。"),
    Severity.ACTION,
)
MARKS_DEALT = NoticeKind(
    "marks-dealt",
    _("新的测评任务"),
    _("“$cycle”有 $count 项新的测评任务"),
    _("考评机构给您分派了 $count 项测评。请在“我的测评”中逐项评分。"),
    Severity.ACTION,
    grouped=False,
)

KINDS = (MATERIAL_RETURNED, MARKS_DEALT)
