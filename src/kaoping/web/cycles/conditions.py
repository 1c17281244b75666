"""What stands in the way of a cycle's next step, in words, with where to put it right."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kaoping.web.cycles.days import days_of
from kaoping.web.cycles.drawing import asks_for_draws
from kaoping.web.cycles.models import Cycle, Draw, Participant
from kaoping.web.cycles.queries import placements
from kaoping.web.cycles.roster import LOOKED_AT
from kaoping.web.cycles.rules import placement_titles
from kaoping.web.cycles.scheme_copies import is_unchanged, scheme_of
from kaoping.web.cycles.step_parts import Obstacle, parts_in
from kaoping.web.cycles.words import day_title
from kaoping.web.registry.models import Site
from kaoping.workflow.cycle import Step
from kaoping.workflow.days import Day

NEEDED_DAYS = ("buffer_end", "monitoring", "monitoring_end", "evaluation", "evaluation_end")
"""Days that must be known once the day of the announcement is."""

IN_ORDER = (
    ("buffer_end", "monitoring"),
    ("monitoring", "monitoring_end"),
    ("monitoring", "evaluation"),
    ("evaluation", "evaluation_end"),
    ("evaluation_end", "approval"),
    ("feedback", "publication"),
)
"""Days of which the second is not expected before the first."""


Condition = Callable[[Cycle, date], Iterator[Obstacle]]


def obstacles(cycle: Cycle, step: Step, today: date) -> list[Obstacle]:
    """Return what stands in the way of a step on a day."""
    found = [one for name in step.needs for one in CONDITIONS[name](cycle, today)]
    found += [one for part in parts_in(step.id) if part.obstacles for one in part.obstacles(cycle, today)]
    if step.waits:
        found += _waiting(step, days_of(cycle)[step.day], today)
    return found


def siteless(cycle: Cycle) -> "QuerySet[Participant]":
    """Return the units of a cycle that are to be assessed and have no site."""
    sites = Site.objects.filter(unit=OuterRef("unit"), state__in=LOOKED_AT)
    return cycle.participants.filter(~Exists(sites), exempt=False)


def _waiting(step: Step, day: Day, today: date) -> Iterator[Obstacle]:
    if day.day is None:
        yield Obstacle(
            _("“%(title)s”的日期%(how)s。") % {"title": day_title(step.day), "how": day.how}, "cycles:cycle-days"
        )
    elif day.day > today:
        left = (day.day - today).days
        said = {"title": day_title(step.day), "day": day.day.isoformat(), "left": left}
        yield Obstacle(_("还没有到“%(title)s”的日期 %(day)s（还有 %(left)s 天）。") % said, "cycles:cycle-days")


def _scheme(cycle: Cycle, _today: date) -> Iterator[Obstacle]:
    if asks_for_draws(scheme_of(cycle)) and not Draw.objects.filter(cycle=cycle).exists():
        text = _("方案中有随机抽查，还没有承诺密钥；承诺应随公告公布，之后再承诺不如现在可信。")
        yield Obstacle(text, "cycles:cycle-draws", firm=False)
    if not is_unchanged(cycle.scheme):
        yield Obstacle(_("本周期保存的方案与其摘要不符，可能在数据库中被改动；请更换为原方案。"), "cycles:cycle-scheme")


def _units(cycle: Cycle, _today: date) -> Iterator[Obstacle]:
    if not cycle.participants.filter(exempt=False).exists():
        yield Obstacle(_("还没有参评单位。"), "cycles:cycle-assign")
    bare = siteless(cycle).count()
    if bare:
        words = {
            "fail": _("按方案直接评为不合格"),
            "exclude": _("按方案不计分、不排名"),
            "list": _("按方案单独列出，不排名"),
        }.get(scheme_of(cycle).no_site, _("方案没有规定怎样处理"))
        text = _("%(count)s 个单位没有登记运行中的网站，也没有免予考评：%(words)s。请核对登记是否有遗漏。")
        yield Obstacle(text % {"count": bare, "words": words}, "cycles:cycle-units", "lack=site", firm=False)


def _placed(cycle: Cycle, _today: date) -> Iterator[Obstacle]:
    places = placement_titles(scheme_of(cycle))
    lost = sum(taking + exempt for group, name, taking, exempt in placements(cycle) if (group, name) not in places)
    if lost:
        yield Obstacle(_("%s 个单位没有归入方案的分类和类别。") % lost, "cycles:cycle-units", "lack=place")


def _days(cycle: Cycle, today: date) -> Iterator[Obstacle]:
    days = days_of(cycle, announce=today)
    for name in NEEDED_DAYS:
        if days[name].day is None:
            said = {"title": day_title(name), "how": days[name].how}
            yield Obstacle(_("“%(title)s”的日期%(how)s。") % said, "cycles:cycle-days")
    for earlier, later in IN_ORDER:
        first, second = days[earlier].day, days[later].day
        if first and second and second < first:
            names = {"later": day_title(later), "earlier": day_title(earlier)}
            said = names | {"second": second.isoformat(), "first": first.isoformat()}
            text = _("“%(later)s”（%(second)s）早于“%(earlier)s”（%(first)s），请核对日程。") % said
            yield Obstacle(text, "cycles:cycle-days", firm=False)
    planned = days_of(cycle)["announce"].day
    if planned is not None and planned != today:
        said = {"planned": planned.isoformat(), "today": today.isoformat()}
        text = _("计划的公布日期是 %(planned)s，今天是 %(today)s；公布后各项期限从今天起算。")
        yield Obstacle(text % said, "cycles:cycle-days", firm=False)


def _evaluated(cycle: Cycle, today: date) -> Iterator[Obstacle]:
    end = days_of(cycle)["evaluation_end"].day
    if end is not None and end > today:
        yield Obstacle(_("年终测评到 %s 结束。") % end.isoformat(), "cycles:cycle-days")


def _draws(cycle: Cycle, _today: date) -> Iterator[Obstacle]:
    draw = Draw.objects.filter(cycle=cycle).first()
    if draw is None:
        return
    waiting = draw.rounds.filter(drawn_at=None).count()
    if waiting:
        yield Obstacle(_("随机抽查有 %s 轮封存了名单还没有抽取。") % waiting, "cycles:cycle-draws")
    elif draw.revealed_at is None and draw.rounds.exists():
        yield Obstacle(_("随机抽查的密钥还没有公布，别人还不能核对。"), "cycles:cycle-draws", firm=False)


CONDITIONS: Mapping[str, Condition] = {
    "scheme": _scheme,
    "units": _units,
    "placed": _placed,
    "days": _days,
    "evaluated": _evaluated,
    "draws": _draws,
}
"""By the names that steps give them."""
