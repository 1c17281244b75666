"""Rules of cycles that more than one act must hold to."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaoping.schemes.model import Scheme
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.queries import cycles_within
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.cycles.words import state_title
from kaoping.workflow.cycle import State, has_passed

SPANS = {"month": Cycle.Kind.MONTH.value, "quarter": Cycle.Kind.QUARTER.value}
"""Which kind of cycle gives the values of a series; two cycles in one span would contradict one another."""


def reached(act: Act, pk: int) -> Cycle:
    """Return a cycle of a body within reach, locked. Raises OutOfReachError."""
    return act.access(cycles_within(act.scope), pk)


def hold_draft(act: Act, cycle: Cycle) -> None:
    """Refuse what may be changed only before the announcement."""
    act.refuse_unless(
        cycle.now is State.DRAFT,
        _("考评周期“%s”，公布后方案、考评期和考评地区不能再改；确需更正的，请终止后复制为新的周期重新公布。")
        % state_title(cycle.now),
    )


def hold_open(act: Act, cycle: Cycle) -> None:
    """Refuse to change units and days once marks are given; between the announcement and then ask for a reason."""
    act.refuse_unless(
        not has_passed(cycle.now, State.EVALUATION) and cycle.now is not State.CANCELLED,
        _("考评周期“%s”，参评单位和日程不能再改。") % state_title(cycle.now),
    )
    act.refuse_unless(
        cycle.now is State.DRAFT or act.actor.reason,
        _("方案已经公布，改动请写明原因；原因写入操作日志，并在公告上列出。"),
    )


def hold_cycle(act: Act, cycle: Cycle) -> None:
    """Hold a cycle to: its body is within reach; what it counts towards is a longer cycle of this body or one above."""
    act.refuse_unless(act.scope.covers_region(cycle.body.path), _("考评地区不在您负责的范围内。"))
    parent = cycle.parent
    if parent is None:
        act.refuse_unless(not cycle.feeds, _("没有选择计入的周期，“计入的测评值”请留空。"))
        return
    act.refuse_unless(parent.pk != cycle.pk and parent.parent_id is None, _("计入的周期本身不能再计入别的周期。"))
    act.refuse_unless(cycle.body.path.startswith(parent.body.path), _("计入的周期应由本地区或上级地区组织。"))
    inside = parent.period_from <= cycle.period_from and cycle.period_to <= parent.period_to
    act.refuse_unless(inside, _("考评期不在所计入的周期（%(since)s—%(until)s）之内。") % {
        "since": parent.period_from, "until": parent.period_to,
    })  # fmt: skip
    scheme = scheme_of(parent)
    choices = fed_measures(scheme)
    act.refuse_unless(
        not cycle.feeds or cycle.feeds in choices,
        _("“%(parent)s”的方案没有可计入的测评值“%(name)s”；可用的：%(all)s")
        % {"parent": parent, "name": cycle.feeds, "all": "、".join(choices) or _("（无）")},
    )
    span = scheme.measures[cycle.feeds].by if cycle.feeds else ""
    act.refuse_unless(
        cycle.kind == SPANS.get(span, cycle.kind),
        _("“%(measure)s”是%(span)s计的，“%(kind)s”的结果不能计入。")
        % {
            "measure": choices.get(cycle.feeds, ""),
            "span": _("按季度") if span == "quarter" else _("按月"),
            "kind": cycle.get_kind_display(),
        },
    )


def fed_measures(scheme: Scheme) -> Mapping[str, str]:
    """Return the series of a scheme (one value for each month, quarter…) that shorter cycles may give: name → title."""
    return {measure.name: measure.title for measure in scheme.measures.values() if measure.by}


def placement_titles(scheme: Scheme) -> Mapping[tuple[str, str], str]:
    """Return what each place of a unit is called: (group, class) → 分类 · 类别, or 分类 where it has no classes."""
    found = {}
    for group, title in scheme.groups.items():
        classes = {name: words for name, (of, words) in scheme.classes.items() if of == group}
        if not classes:
            found[group, ""] = title
        found |= {(group, name): f"{title} · {words}" for name, words in classes.items()}
    return found


def may_manage(scope: Scope, cycle: Cycle) -> bool:
    """Tell whether a cycle's body is within a scope."""
    return scope.covers_region(cycle.body.path)
