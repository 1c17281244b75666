"""The roles of an assessment and what each may do. What a role may do is said here and nowhere else."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who takes part (workflows: roles)."""

    ADMIN = "admin", _("系统管理员")
    BODY = "body", _("考评机构")
    APPROVER = "approver", _("审定人")
    EXPERT = "expert", _("评审专家")
    ASSESSOR = "assessor", _("第三方评估员")
    LIAISON = "liaison", _("单位联络员")
    LEADER = "leader", _("单位负责人")
    DISPATCHER = "dispatcher", _("留言分办员")
    EDITOR = "editor", _("内容编辑")
    AUDITOR = "auditor", _("审计员")


class Permission(models.TextChoices):
    """One kind of thing to do; every page and every action names the one it needs."""

    VIEW_REGISTRY = "view_registry", _("查看台账")
    EDIT_REGIONS = "edit_regions", _("维护地区")
    EDIT_UNITS = "edit_units", _("维护单位")
    EDIT_SITES = "edit_sites", _("维护网站和新媒体账号")
    VIEW_CONTACTS = "view_contacts", _("查看单位通讯录")
    EDIT_CONTACTS = "edit_contacts", _("维护单位通讯录")
    IMPORT_REGISTRY = "import_registry", _("批量导入台账")
    VIEW_CYCLES = "view_cycles", _("查看考评周期")
    VIEW_DRAFT_CYCLES = "view_draft_cycles", _("查看尚未公布的考评周期")
    MANAGE_CYCLES = "manage_cycles", _("管理考评周期")
    APPROVE_CYCLES = "approve_cycles", _("审定考评结果")
    VIEW_FINDINGS = "view_findings", _("查看巡查和问题")
    RUN_INSPECTIONS = "run_inspections", _("安排和发起巡查")
    DECIDE_FINDINGS = "decide_findings", _("确认或排除问题")
    APPROVE_WAIVERS = "approve_waivers", _("审批豁免")
    ANSWER_FINDINGS = "answer_findings", _("反馈问题（误报、整改、说明）")
    GIVE_MARKS = "give_marks", _("测评打分")
    VIEW_MARKS = "view_marks", _("查看测评进度和评分")
    ASSIGN_MARKS = "assign_marks", _("分派测评任务")
    SUBMIT_MATERIALS = "submit_materials", _("报送佐证材料")
    WRITE_REPORTS = "write_reports", _("填写自评报告和网站年报")
    SUBMIT_REPORTS = "submit_reports", _("报送自评报告和网站年报")
    VIEW_REPORTS = "view_reports", _("查看各单位的自评报告和网站年报")
    MANAGE_REPORTS = "manage_reports", _("布置、退回自评报告和网站年报")
    VIEW_SCORES = "view_scores", _("查看得分")
    VIEW_APPEALS = "view_appeals", _("查看申诉")
    FILE_APPEALS = "file_appeals", _("提出申诉")
    DECIDE_APPEALS = "decide_appeals", _("受理和复核申诉")
    VIEW_DUTY = "view_duty", _("查看值班读网")
    KEEP_DUTY = "keep_duty", _("填写值班读网")
    MANAGE_DUTY = "manage_duty", _("规定值班读网")
    MANAGE_CALENDARS = "manage_calendars", _("维护工作日历")
    MANAGE_HOURS = "manage_hours", _("规定地区工作时间")
    MANAGE_LIMITS = "manage_limits", _("规定时限")
    MANAGE_CHANNELS = "manage_channels", _("维护通知渠道")
    MANAGE_WORK = "manage_work", _("维护后台任务")
    VIEW_PEOPLE = "view_people", _("查看人员")
    EDIT_PEOPLE = "edit_people", _("维护人员和角色")
    VIEW_AUDIT = "view_audit", _("查看操作日志")


UNIT_ROLES = frozenset({Role.LIAISON, Role.LEADER})
"""Roles of the assessed: they hold for one unit."""

GLOBAL_ROLES = frozenset({Role.ADMIN, Role.AUDITOR})
"""Roles that may hold everywhere."""

OF_THE_ASSESSED = frozenset(
    {Permission.ANSWER_FINDINGS, Permission.GIVE_MARKS, Permission.KEEP_DUTY, Permission.SUBMIT_MATERIALS}
    | {Permission.WRITE_REPORTS, Permission.SUBMIT_REPORTS, Permission.FILE_APPEALS}
)
"""What only the assessed do, or those who judge; whoever gives them their roles need not be allowed it."""

JUDGING_ROLES = frozenset({Role.ASSESSOR, Role.EXPERT})
"""Roles that mark; nobody has one of these together with one of UNIT_ROLES."""

_P = Permission
_READS = frozenset({_P.VIEW_REGISTRY, _P.VIEW_CYCLES, _P.VIEW_FINDINGS, _P.VIEW_DUTY})
ALLOWED: Mapping[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission) - OF_THE_ASSESSED,
    Role.BODY: frozenset(Permission)
    - {_P.MANAGE_CALENDARS, _P.MANAGE_WORK, _P.VIEW_AUDIT, _P.APPROVE_CYCLES, _P.ANSWER_FINDINGS, _P.KEEP_DUTY}
    - {_P.SUBMIT_MATERIALS, _P.WRITE_REPORTS, _P.SUBMIT_REPORTS, _P.FILE_APPEALS},
    Role.APPROVER: _READS
    | {
        _P.VIEW_PEOPLE,
        _P.VIEW_DRAFT_CYCLES,
        _P.VIEW_MARKS,
        _P.VIEW_REPORTS,
        _P.VIEW_SCORES,
        _P.VIEW_APPEALS,
        _P.APPROVE_CYCLES,
        _P.APPROVE_WAIVERS,
    },
    Role.EXPERT: _READS | {_P.GIVE_MARKS},
    Role.ASSESSOR: _READS | {_P.GIVE_MARKS},
    Role.LIAISON: _READS
    | {
        _P.EDIT_SITES,
        _P.VIEW_CONTACTS,
        _P.EDIT_CONTACTS,
        _P.ANSWER_FINDINGS,
        _P.KEEP_DUTY,
        _P.VIEW_SCORES,
        _P.SUBMIT_MATERIALS,
        _P.WRITE_REPORTS,
        _P.VIEW_APPEALS,
        _P.FILE_APPEALS,
    },
    Role.LEADER: _READS
    | {_P.VIEW_CONTACTS, _P.ANSWER_FINDINGS, _P.KEEP_DUTY, _P.VIEW_SCORES, _P.SUBMIT_MATERIALS}
    | {_P.WRITE_REPORTS, _P.SUBMIT_REPORTS, _P.VIEW_APPEALS, _P.FILE_APPEALS},
    Role.DISPATCHER: _READS | {_P.VIEW_CONTACTS},
    Role.EDITOR: _READS,
    Role.AUDITOR: _READS
    | {_P.VIEW_PEOPLE, _P.VIEW_AUDIT, _P.VIEW_DRAFT_CYCLES, _P.VIEW_MARKS, _P.VIEW_REPORTS, _P.VIEW_SCORES}
    | {_P.VIEW_APPEALS},
}


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that may do this."""
    return frozenset(role for role, allowed in ALLOWED.items() if permission in allowed)
