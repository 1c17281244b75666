"""Writes notices, within the transaction of the act that tells of something."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kaoping.facts.personal_numbers import masked_text, numbers_in
from kaoping.markup.scanning import text_shape
from kaoping.web.accounts.models import User
from kaoping.web.notices.kinds import NoticeKind
from kaoping.web.notices.models import LONGEST_TEXT, LONGEST_TITLE, Notice
from kaoping.web.notices.recipients import Addressee, Recipients

LONGEST_VALUE = 200
LONGEST_KEY = 120
BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What is told: of which kind, about what (`key`), where it is seen (`link`, a path of ours), when."""

    kind: NoticeKind
    key: str
    link: str
    values: Mapping[str, object]
    at: datetime


def write_notices(told: Told, to: Recipients, actor: User | None) -> int:
    """Write a notice for everybody who is meant and was not told yet; who acts knows already. Return how many.

    Raises ValueError for a link that leads elsewhere and a key that is too long, KeyError for a value that the kind's
    words lack.
    """
    if not 0 < len(told.key) <= LONGEST_KEY:
        raise ValueError(f"a key has 1 to {LONGEST_KEY} characters: {told.key!r}")
    if told.link and (not told.link.startswith("/") or told.link.startswith("//")):
        raise ValueError(f"a notice links to a path of ours, not to {told.link}")
    words = told.kind.said({name: clean(value) for name, value in told.values.items()})
    people, groups = _known(told)
    if actor is not None:
        people.add(actor.pk)
    rows = [_notice(told, words, one) for one in _once(to) if one.person not in people]
    rows += [_notice(told, words, Addressee(robot=robot)) for robot in _robots(told.kind, to) - groups]
    Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return sum(1 for row in rows if row.person_id is not None)


def settle_notices(kind: NoticeKind, key: str, at: datetime) -> int:
    """Note that there is nothing left to do about something; return for how many it was open."""
    return Notice.objects.filter(kind=kind.code, key=key, done_at=None).update(done_at=at)


def clean(value: object) -> str:
    """Return a value as it may stand in a notice: one line, not too long, numbers of people masked."""
    line = " ".join(str(value).split())
    masked = masked_text(line, numbers_in(line, text_shape(line)))
    return masked if len(masked) <= LONGEST_VALUE else masked[: LONGEST_VALUE - 1] + "…"


def _once(to: Recipients) -> list[Addressee]:
    found: dict[int | None, Addressee] = {}
    for group in to.groups:
        for one in group.addressees():
            found.setdefault(one.person, one)
    return list(found.values())


def _known(told: Told) -> tuple[set[int], set[int]]:
    """Who, and which robots, were told of this before."""
    rows = list(Notice.objects.filter(kind=told.kind.code, key=told.key).values_list("person_id", "robot_id"))
    return {person for person, _ in rows if person}, {robot for _, robot in rows if robot}


def _robots(kind: NoticeKind, to: Recipients) -> set[int]:
    if not kind.grouped:
        return set()
    found = [robot for group in to.groups for robot in group.robots()]
    return {robot.pk for robot in found if kind.code not in robot.muted}


def _notice(told: Told, words: tuple[str, str], one: Addressee) -> Notice:
    return Notice(
        person_id=one.person,
        robot_id=one.robot,
        unit_id=one.unit,
        region_id=one.region,
        kind=told.kind.code,
        key=told.key,
        severity=told.kind.severity,
        title=_fitting(words[0], LONGEST_TITLE),
        text=_fitting(words[1], LONGEST_TEXT),
        link=told.link,
        made_at=told.at,
    )


def _fitting(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
