"""What people are told about annual site reports."""

from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import NoticeKind, Severity
from kaoping.workflow.notices import Rising

SITE_REPORT_ASKED = NoticeKind(
    "site-report-asked",
    _("布置网站年报"),
    _("请填报 $year 年度政府网站工作年度报表"),
    _("$unit 的网站报表，报送截止：$due。报送后请按版式在网站首页显著位置发布。"),
    Severity.ACTION,
    waits=True,
)
SITE_REPORT_DUE = NoticeKind(
    "site-report-due",
    _("网站年报临近截止"),
    _("$site 的 $year 年度报表还没有报送"),
    _("报送截止：$due。请联络员填写，单位负责人报送。"),
    Severity.ACTION,
    rises=Rising(leader=8, above=40),
)
SITE_REPORT_MISSING = NoticeKind(
    "site-report-missing",
    _("网站年报逾期未报"),
    _("$site 的 $year 年度报表逾期未报"),
    _("已于 $due 截止。现在仍可报送，会标为逾期。"),
    Severity.ACTION,
    rises=Rising(leader=4, above=16),
)
SITE_REPORT_RETURNED = NoticeKind(
    "site-report-returned",
    _("网站年报退回补正"),
    _("$site 的 $year 年度报表退回补正"),
    _("补正截止：$due。请查看原因，修改后由单位负责人重新报送。"),
    Severity.ACTION,
    rises=Rising(leader=8, above=40),
    waits=True,
)

KINDS = (SITE_REPORT_ASKED, SITE_REPORT_DUE, SITE_REPORT_MISSING, SITE_REPORT_RETURNED)
