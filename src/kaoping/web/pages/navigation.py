"""The menu: what each person may open, in the order of the work."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.installation import installation
from kaoping.web.sample.people import PASSWORD, PEOPLE


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: its title, the name of its page and the permission that shows it."""

    title: Promise
    view: str
    needs: Permission


MENU: tuple[tuple[Promise, tuple[Entry, ...]], ...] = (
    (
        _("基础台账"),
        (
            Entry(_("单位"), "registry:units", Permission.VIEW_REGISTRY),
            Entry(_("网站"), "registry:sites", Permission.VIEW_REGISTRY),
            Entry(_("栏目"), "registry:columns", Permission.VIEW_REGISTRY),
            Entry(_("新媒体账号"), "registry:media", Permission.VIEW_REGISTRY),
            Entry(_("通讯录"), "registry:contacts", Permission.VIEW_CONTACTS),
            Entry(_("地区"), "registry:regions", Permission.EDIT_REGIONS),
            Entry(_("疑似重复"), "duplicates:duplicates", Permission.EDIT_UNITS),
            Entry(_("工作日历"), "calendars:calendars", Permission.VIEW_CYCLES),
            Entry(_("批量导入"), "imports:imports", Permission.IMPORT_REGISTRY),
        ),
    ),
    (
        _("考评工作"),
        (
            Entry(_("考评周期"), "cycles:cycles", Permission.VIEW_CYCLES),
            Entry(_("我的测评"), "marking:desk", Permission.GIVE_MARKS),
            Entry(_("测评组织"), "marking:cycles", Permission.VIEW_MARKS),
            Entry(_("佐证材料"), "marking:materials", Permission.SUBMIT_MATERIALS),
            Entry(_("自评报告"), "selfassessment:own", Permission.WRITE_REPORTS),
            Entry(_("自评组织"), "selfassessment:cycles", Permission.VIEW_REPORTS),
            Entry(_("网站年报"), "sitereports:own", Permission.WRITE_REPORTS),
            Entry(_("网站年报汇总"), "sitereports:collections", Permission.VIEW_REPORTS),
            Entry(_("得分"), "results:cycles", Permission.VIEW_SCORES),
            Entry(_("申诉"), "appeals:appeals", Permission.VIEW_APPEALS),
        ),
    ),
    (
        _("日常监测"),
        (
            Entry(_("监测概览"), "monitoring:dashboard", Permission.VIEW_FINDINGS),
            Entry(_("问题"), "monitoring:findings", Permission.VIEW_FINDINGS),
            Entry(_("单位反馈"), "monitoring:replies", Permission.VIEW_FINDINGS),
            Entry(_("豁免"), "monitoring:waivers", Permission.VIEW_FINDINGS),
            Entry(_("值班读网"), "duty:calendar", Permission.VIEW_DUTY),
            Entry(_("巡查"), "monitoring:runs", Permission.VIEW_FINDINGS),
            Entry(_("巡查计划"), "monitoring:patrols", Permission.RUN_INSPECTIONS),
        ),
    ),
    (
        _("系统"),
        (
            Entry(_("人员与权限"), "accounts:people", Permission.VIEW_PEOPLE),
            Entry(_("时限规定"), "limits:limits", Permission.MANAGE_LIMITS),
            Entry(_("通知渠道"), "notices:channels", Permission.MANAGE_CHANNELS),
            Entry(_("后台任务"), "jobs:failures", Permission.MANAGE_WORK),
            Entry(_("操作日志"), "audit:entries", Permission.VIEW_AUDIT),
        ),
    ),
)


def _entrances() -> dict[str, Any]:
    """Return the ways in beside the usual form: single sign-on; in the sample, the people one may be."""
    people = {"sample_people": PEOPLE, "sample_password": PASSWORD} if installation().demo else {}
    return {"single_sign_on": settings.SINGLE_SIGN_ON, **people}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the menu for templates; nothing for those who are not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": [], **_entrances()}
    menu = []
    for title, entries in MENU:
        shown = [
            {"title": entry.title, "url": reverse(entry.view), "here": request.path.startswith(reverse(entry.view))}
            for entry in entries
            if scope_of(user, entry.needs)
        ]
        if shown:
            menu.append({"title": title, "entries": shown})
    return {"menu": menu}
