"""The rows that months of work leave: what runs saw, what people decided, judged, read and were told."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Model

from kaoping.checks.discovery import all_checks
from kaoping.web.accounts.models import User
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.duty.models import DutyRule, Reading
from kaoping.web.jobs.models import FailedWork
from kaoping.web.marking.models import Allotment, Mark, Material
from kaoping.web.monitoring.models import (
    AvailabilityDay,
    Finding,
    FindingEvent,
    Outage,
    Reply,
    Run,
    RunSite,
    Waiver,
)
from kaoping.web.notices.models import Delivery, Notice
from kaoping.web.registry.models import Region, Site
from kaoping.web.results.models import Feedback, ResultVersion, Scoring, UnitScore, VersionScore
from kaoping.web.selfassessment.models import Call, Report
from kaoping.web.sitereports.models import Collection, SiteReport

CHECKS = sorted(all_checks())
SEEN = ("fail", "fail", "fail", "suspected", "suspected", "manual", "not_measured")
DAYS = 7  # of readings
EACH = 300  # units that one assessor judges
QUESTIONS = ("机制保障", "内容保障")

People = dict[str, User]


def store(rows: Iterable[Any], size: int = 5000) -> None:
    """Add rows of one kind in batches, as no action does: a bench has no log to keep."""
    left = iter(rows)
    while batch := list(islice(left, size)):
        kind: type[Model] = type(batch[0])
        kind._default_manager.bulk_create(batch, batch_size=1000)


def visit(sites: list[Site], runs: list[Run], now: datetime, chance: random.Random) -> None:
    """Each site in each run as its import leaves it, days of availability, outages."""
    store(
        RunSite(
            run=run, site=site, address=site.address, state=RunSite.State.IMPORTED, pages=chance.randrange(5, 300),
            links_checked=1500, reachable=chance.random() > 0.02, new_count=chance.randrange(3), fixed_count=1,
            open_count=chance.randrange(60), finished_at=run.due_at + timedelta(hours=2), queued=40,
            coverage={"skipped": [{"reason": "max-pages", "count": 40}]},
        )
        for run in runs
        for site in sites
    )  # fmt: skip
    store(
        AvailabilityDay(
            site=site, day=(now - timedelta(days=n)).date(), visits=48, failures=chance.choice((0, 0, 1)), median_ms=300
        )
        for site in sites
        for n in range(len(runs))
    )
    store(
        Outage(site=site, since=now - timedelta(days=1), until=now, visits=2, outcome="timeout")
        for site in sites[: max(2, len(sites) // 28)]
    )


def find(sites: list[Site], runs: list[Run], count: int, chance: random.Random) -> None:
    """Findings with what became of them. Some checks find much, most little, as in life."""

    def finding(number: int) -> Finding:
        site, run = sites[number % len(sites)], chance.choice(runs)
        check = "column-expiring" if number % 250 == 125 else CHECKS[int(chance.betavariate(1, 4) * len(CHECKS))]
        target = f"{site.address}{number}"
        open_, seen = chance.random() < 0.7, run.due_at - timedelta(minutes=chance.randrange(60 * 24 * 200))
        standing, outcome = chance.choice(("", "", "", "confirm", "dismiss")), chance.choice(SEEN)
        if number % 100 == 0:  # the same on many sites
            check, target, open_, standing, outcome = "dead-link", "https://gone.example.cn/", True, "", "suspected"
        values = {"column": "要闻动态", "last_day": f"2026-12-{1 + number % 28:02}", "target": target}
        return Finding(
            site=site, run=run, key=f"{number:024x}", sighting=f"{number:024x}", check_id=check,
            check_version="1", outcome=outcome, severity=chance.choice(("veto", "scored", "notice")),
            page_kind="article", url=f"{site.address}p{number}.html", values=values,
            snippet="所见的一段文字" * 5, state="open" if open_ else "fixed",
            standing=standing,
            first_seen=seen - timedelta(days=3), last_seen=seen, fixed_at=None if open_ else seen,
        )  # fmt: skip

    store(finding(number) for number in range(count))
    store(
        FindingEvent(finding_id=pk, run_id=run, kind="new", outcome="fail", at=seen)
        for pk, run, seen in Finding.objects.order_by("pk").values_list("pk", "run", "last_seen").iterator()
    )


def answer(count: int, people: People, now: datetime) -> None:
    """Replies of units and requests for waivers."""
    found = list(Finding.objects.select_related("site").order_by("pk")[: max(count, 60)])
    store(
        Reply(
            finding=one, unit_id=one.site.unit_id, kind=Reply.Kind.FALSE_POSITIVE, text="页面实际可以打开。" * 5,
            made_by=people["unit"], made_at=now - timedelta(hours=n % 60),
        )
        for n, one in enumerate(found)
    )  # fmt: skip
    store(
        Waiver(
            finding=one,
            until=(now + timedelta(days=9)).date(),
            reason="系统迁移",
            asked_by=people["unit"],
            asked_at=now,
        )
        for one in found
    )


def judge(cycle: Cycle, people: People, now: datetime) -> None:
    """Marks of one assessor, materials of units, scores."""
    taking = list(Participant.objects.filter(cycle=cycle).order_by("pk"))
    dealt = Allotment.objects.create(cycle=cycle, units=len(taking), marks_made=len(taking) * 3, seed="0")
    judged = {"cycle": cycle, "allotment": dealt, "text": "90", "value": 90_000_000, "state": Mark.State.GIVEN}
    judged |= {"note": "查看了首页和三个栏目。" * 4, "saved_at": now}
    judges = [people["assessor"], *User.objects.filter(password="!").order_by("pk")[:60]]
    store(
        Mark(participant=one, question=question, assessor=judges[n // EACH % len(judges)], place=place, **judged)
        for n, one in enumerate(taking)
        for place, question in enumerate(QUESTIONS)
    )
    twice = {"question": "双人测评", "mode": Mark.Mode.DOUBLE}
    store(
        Mark(participant=one, seat=seat, assessor=people[who], **(judged | {"value": seat}), **twice)
        for one in taking[: max(60, len(taking) // 20)]
        for seat, who in ((1, "assessor"), (2, "county"))
    )
    handed = {"name": "工作报告.pdf", "kind": "application/pdf", "size": 1, "sha256": "0" * 64, "file": "x"}
    store(
        Material(participant=one, indicator="1", submitted_by=people["unit"], submitted_at=now, **handed)
        for one in taking
    )
    scored = {"version": "1", "digest": "0", "computed_at": now, "seconds": 35, "folder": "x"}
    Scoring.objects.create(cycle=cycle, stamp="0", as_of=now.date(), **scored)
    totals = {"total": 80, "low": 80, "high": 80, "of": 100, "rank_best": 1, "rank_worst": 9}
    store(
        UnitScore(cycle=cycle, participant=one, group=one.group, rank=n + 1, **totals) for n, one in enumerate(taking)
    )


def freeze(cycle: Cycle, now: datetime) -> ResultVersion:
    """Results as they were approved and told to every unit."""
    taking = list(Participant.objects.filter(cycle=cycle).order_by("pk"))
    sealed = {"folder": "x", "seal": "0" * 64, "inputs_digest": "0" * 64, "output_digest": "0" * 64}
    kind, told = ResultVersion.Kind.APPROVED, {"made_by": "某领导", "made_at": now, "program": "0"}
    told |= {"as_of": now.date(), "scheme_digest": cycle.scheme.digest, "scoring_version": "1"}
    version = ResultVersion.objects.create(cycle=cycle, number=1, kind=kind, **told, **sealed)
    totals = {"total": 80, "low": 80, "high": 80, "of": 100, "rank_best": 1, "rank_worst": 9}
    store(
        VersionScore(version=version, participant=one, group=one.group, rank=n + 1, **totals)
        for n, one in enumerate(taking)
    )
    store(Feedback(version=version, participant=one, told_at=now) for one in taking)
    return version


def hand_in(cycle: Cycle, sites: list[Site], now: datetime) -> Collection:
    """Reports of units about themselves and of sites about a year, and work that failed."""
    Call.objects.create(cycle=cycle, made_by_name="某人")
    store(
        Report(participant=one, state=Report.State.SUBMITTED, submitted_at=now, submitted_by_name="某人", own_total=90)
        for one in Participant.objects.filter(cycle=cycle)
    )
    store(
        FailedWork(path="x.y", arguments=[n], queue="runs", attempts=5, failed_at=now, problem="没有应答")
        for n in range(60)
    )
    asked = Collection.objects.create(region=cycle.body, year=now.year, due=now.date(), made_by_name="某人")
    store(SiteReport(collection=asked, site=site) for site in sites)
    return asked


def read(sites: list[Site], body: Region, by: User, now: datetime) -> None:
    """Duty readings of a week."""
    DutyRule.objects.create(region=body, since=(now - timedelta(days=30)).date())
    store(
        Reading(
            unit_id=site.unit_id, day=(now - timedelta(days=n)).date(), reader="王某", read_at="09:00",
            looked_at="首页", written_by=by, written_at=now,
        )
        for site in sites
        for n in range(DAYS)
    )  # fmt: skip


def tell(people: People, now: datetime, count: int) -> None:
    """Notices to each person, and mails on their way."""
    store(
        Notice(
            person=person, kind="finding-opened", key=str(n), severity=2, title="发现问题", text="请处理。" * 9,
            made_at=now - timedelta(hours=n), planned_at=now,
        )
        for person in people.values()
        for n in range(count)
    )  # fmt: skip
    store(
        Delivery(notice=one, channel=Delivery.Channel.MAIL, due_at=now, state=Delivery.State.SENT)
        for one in Notice.objects.filter(person=people["unit"])
    )
