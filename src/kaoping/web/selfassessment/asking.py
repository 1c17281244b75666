"""The sections of a cycle's call, and what they begin with where nobody has said otherwise."""

from django.utils.translation import gettext as _

from kaoping.web.selfassessment.models import Call, Section

_P = Section.Prefill


def usual_sections(call: Call) -> list[Section]:
    """Return the sections of an annual work report: what was done, what was found, what is put right."""
    rows = (
        (_("年度工作开展情况"), _("组织领导、制度建设、人员经费保障、重点任务完成情况"), _P.NOTHING),
        (_("对照方案自查情况"), _("逐项对照考评方案，日常监测发现的问题及整改情况"), _P.MONITORING),
        (_("日常值守情况"), _("值班读网、内容审核、安全防护"), _P.DUTY),
        (_("存在的主要问题"), _("没有做到位的指标和原因"), _P.NOTHING),
        (_("下一步整改措施"), _("责任人、措施和完成时限"), _P.NOTHING),
    )
    return [
        Section(call=call, place=place, title=title, hint=hint, prefill=prefill)
        for place, (title, hint, prefill) in enumerate(rows, 1)
    ]
