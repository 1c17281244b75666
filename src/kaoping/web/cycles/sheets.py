"""The list by which the units of one cycle are placed: the registry's units, with their places to fill in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import Actor, Edit, RefusedError
from kaoping.web.cycles.actions.change_participant import change_participant
from kaoping.web.cycles.actions.enter_unit import enter_unit
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.placing import tags_taken_over
from kaoping.web.cycles.queries import cycles_within, units_of_body
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.imports.sheets import Column, SheetKind, choice, reference, show_code, yes_no
from kaoping.web.registry.models import Unit

FAMILY = "cycle"
SHOWN_ONLY = "name"
"""A column for people to compare with; it is not read."""


def units_sheet(user: User, pk: int) -> SheetKind | None:
    """Return the list of a cycle's units; None where somebody may not manage that cycle."""
    cycle = cycles_within(scope_of(user, Permission.MANAGE_CYCLES)).filter(pk=pk).first()
    if cycle is None:
        return None
    return SheetKind(
        id=f"{FAMILY}-{pk}",
        title=_("%s：参评单位") % cycle.name[:40],
        permission=Permission.MANAGE_CYCLES,
        columns=_columns(cycle),
        find=lambda values: _participant(cycle, values),
        add=lambda actor, values: enter_unit(actor, pk, _read(values)),
        change=_changed,
        rows=lambda _request: _rows(cycle),
        skips=lambda values: not values.get("group"),
        back=reverse("cycles:cycle-units", kwargs={"pk": pk}),
    )


FAMILIES = {FAMILY: units_sheet}


def _columns(cycle: Cycle) -> tuple[Column, ...]:
    scheme = scheme_of(cycle)
    classes = [(name, title) for name, (_group, title) in scheme.classes.items()]
    tags = "、".join(scheme.tags.values())
    columns = [
        Column("单位编号", "unit", reference(Unit, _("单位")), show_code, required=True, help="台账中的编号或名称"),
        Column("单位名称", SHOWN_ONLY, help="只供对照，不读入"),
        _choice("分类", "group", list(scheme.groups.items()), "留空的单位不参加本周期"),
    ]
    if classes:
        columns.append(_choice("类别", "category", classes, "分类下的类别；不分类别的留空"))
    if scheme.site_types:
        columns.append(_choice("网站类型", "site_type", list(scheme.site_types.items()), ""))
    read, show, words = yes_no(False)
    return (
        *columns,
        Column("标签", "tags", help=_("方案中的标签，用“、”分开：%s") % (tags or _("（无）"))),
        Column("免予考评", "exempt", read, show, choices=words),
        Column("免予考评的原因", "exempt_reason", help="免予考评的必填：文件名称和文号"),
    )


def _choice(title: str, field: str, options: list[tuple[str, str]], hint: str) -> Column:
    read, show, words = choice(options)
    known = "、".join(words)
    help_ = _("%(hint)s；可选：%(all)s") % {"hint": hint, "all": known} if hint else ""
    return Column(title, field, lambda text: read(text) if text else "", show, choices=words, help=help_)


def _participant(cycle: Cycle, values: Mapping[str, Any]) -> Participant | None:
    found = cycle.participants.select_related("unit", "cycle").filter(unit=values["unit"]).first()
    if found is not None:
        setattr(found, SHOWN_ONLY, values.get(SHOWN_ONLY, ""))
    return found


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != SHOWN_ONLY}


def _changed(actor: Actor, pk: int, edits: Mapping[str, Edit]) -> Participant:
    if "group" in edits and not edits["group"].wanted:
        raise RefusedError(_("单位已在本周期中；要移出，请在参评单位页面上操作。"))
    return change_participant(actor, pk, edits)


def _rows(cycle: Cycle) -> Iterable[Model]:
    """The cycle's units, then those that are on the books and not in it, with an empty place."""
    inside = {row.unit_id: row for row in cycle.participants.select_related("unit")}
    scheme = scheme_of(cycle)
    for unit in units_of_body(cycle).filter(active=True):
        row = inside.get(unit.pk) or Participant(cycle=cycle, unit=unit, exempt=unit.exempt)
        if unit.pk not in inside:
            row.tags, row.exempt_reason = tags_taken_over(scheme, unit), unit.exempt_reason if unit.exempt else ""
        setattr(row, SHOWN_ONLY, unit.name)
        yield row
