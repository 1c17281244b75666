"""What people are told about results."""

from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import NoticeKind, Severity
from kaoping.workflow.notices import Rising

RESULT_FED_BACK = NoticeKind(
    "result-fed-back",
    _("结果反馈"),
    _("“$cycle”：本单位的考评结果已反馈"),
    _("请查看本单位的得分和每一分的依据。有异议的，请在规定期限内申诉。"),
    Severity.ACTION,
    rises=Rising(leader=8, above=16),  # one and two working days unread: appeals must be filed within three
)

KINDS = (RESULT_FED_BACK,)
