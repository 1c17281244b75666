"""What people are told about self-assessment."""

from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import NoticeKind, Severity
from kaoping.workflow.notices import Rising

REPORT_ASKED = NoticeKind(
    "self-report-asked",
    _("布置自评报告"),
    _("请填报“$cycle”自评报告"),
    _("$unit 的年度工作报告和自评，报送截止：$due。由联络员填写，单位负责人报送。"),
    Severity.ACTION,
    waits=True,
)
REPORT_DUE = NoticeKind(
    "self-report-due",
    _("自评报告临近截止"),
    _("“$cycle”自评报告还没有报送"),
    _("$unit 的自评报告报送截止：$due。逾期报送会标为逾期，缺报按未报计。"),
    Severity.ACTION,
    rises=Rising(leader=8, above=40),
)
REPORT_MISSING = NoticeKind(
    "self-report-missing",
    _("自评报告逾期未报"),
    _("“$cycle”自评报告逾期未报"),
    _("$unit 的自评报告已于 $due 截止，还没有报送。现在仍可报送，会标为逾期。"),
    Severity.ACTION,
    rises=Rising(leader=4, above=16),
)
REPORTS_LACKING = NoticeKind(
    "self-reports-lacking",
    _("自评报告缺报汇总"),
    _("“$cycle”有 $missing 个单位没有按时报送自评报告"),
    _("应报 $all 个单位，截止日 $due。已提醒没有报送的单位。"),
)
REPORT_RETURNED = NoticeKind(
    "self-report-returned",
    _("自评报告退回补正"),
    _("“$cycle”自评报告退回补正"),
    _("$unit 的自评报告被退回，补正截止：$due。请查看原因，修改后由单位负责人重新报送。"),
    Severity.ACTION,
    rises=Rising(leader=8, above=40),
    waits=True,
)

KINDS = (REPORT_ASKED, REPORT_DUE, REPORT_MISSING, REPORTS_LACKING, REPORT_RETURNED)
