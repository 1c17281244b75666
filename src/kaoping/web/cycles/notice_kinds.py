"""What people are told about cycles."""

from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import NoticeKind, Severity
from kaoping.workflow.notices import Rising

CYCLE_ANNOUNCED = NoticeKind(
    "cycle-announced",
    _("考评公布"),
    _("“$cycle”已公布"),
    _("考评期 $since 至 $until，依据：$basis。请查看考评方案、日程和本单位的分类；有疑问请联系考评机构。"),
    Severity.ACTION,
    rises=Rising(leader=16, above=40),  # two and five working days unread
)
CYCLE_STEP = NoticeKind(
    "cycle-step",
    _("考评进展"),
    _("“$cycle”：$step"),
    _("考评周期由“$before”变为“$after”。"),
)
CYCLE_DAY_CHANGED = NoticeKind(
    "cycle-day-changed",
    _("考评日程变更"),
    _("“$cycle”日程有变更：$milestone"),
    _("“$milestone”改为 $day。原因：$reason"),
    Severity.ACTION,
    rises=Rising(leader=16, above=40),
)

KINDS = (CYCLE_ANNOUNCED, CYCLE_STEP, CYCLE_DAY_CHANGED)
