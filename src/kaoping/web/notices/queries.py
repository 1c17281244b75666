"""Which robots and deliveries somebody looks after."""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from kaoping.web.accounts.models import User
from kaoping.web.accounts.reach import people_within
from kaoping.web.accounts.scope import Scope, any_of
from kaoping.web.notices.models import Delivery, Robot


def robots_within(scope: Scope) -> "QuerySet[Robot]":
    """Return the robots of regions and units within the scope."""
    rows = Robot.objects.select_related("region", "unit__region")
    if scope.everywhere:
        return rows
    inside = [Q(region__path__startswith=path) | Q(unit__region__path__startswith=path) for path in scope.paths]
    return rows.filter(any_of([*inside, Q(unit__in=scope.units)]))


def deliveries_within(scope: Scope) -> "QuerySet[Delivery]":
    """Return what goes to robots and people within the scope."""
    rows = Delivery.objects.select_related("notice__person", "notice__robot")
    if scope.everywhere:
        return rows
    robots, people = robots_within(scope).values("pk"), people_within(scope).values("pk")
    return rows.filter(Q(notice__robot__in=robots) | Q(notice__person__in=people))


def with_last_attempt(robots: "QuerySet[Robot]") -> "QuerySet[Robot]":
    """Add when each robot was last tried, how that stands (`last_state`) and what was wrong."""
    tried = Delivery.objects.filter(notice__robot=OuterRef("pk")).exclude(tried_at=None).order_by("-tried_at", "-pk")
    return robots.annotate(
        last_tried=Subquery(tried.values("tried_at")[:1]),
        last_state=Subquery(tried.values("state")[:1]),
        last_problem=Subquery(tried.values("problem")[:1]),
    )


def latest_mail(person: User) -> Delivery | None:
    """Return the newest mail to somebody."""
    return Delivery.objects.filter(notice__person=person, channel=Delivery.Channel.MAIL).order_by("-pk").first()
