"""A county's results, fed back: three units whose every point is known, and the people who judge appeals.

By hand (search 20, guides 20 - 2 each, links 20 - 1 each, design, panel 100·16%):

    jyj  20 + 20 + 17 + 14 + 16 = 87  合格, second
    u1   20 + 18 + 19 + 15 + 16 = 88  良好, first
    u2   20 + 20 + 20 + 10 + 16 = 86  合格, third
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from kaoping.model.findings import CheckRecord
from kaoping.model.findings import Finding as Sighting
from kaoping.model.outcomes import CheckStatus
from kaoping.runs.outputs import finding_object, write_checks, write_findings
from kaoping.schemes.handed_in import read_handed_in
from kaoping.schemes.model import Scheme
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor
from kaoping.web.cycles.actions.take_step import Wanted, acting
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.scheme_copies import catalogue
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.actions.finish_marks import finish_marks
from kaoping.web.marking.actions.save_mark import save_mark
from kaoping.web.monitoring.finding_folder import run_folder
from kaoping.web.monitoring.models import Finding, Run, RunSite
from kaoping.web.registry.models import Site, Unit
from kaoping.web.results.models import Feedback, VersionScore
from tests.web.conftest import City
from tests.web.marking_scheme import TEXT
from tests.web.marking_world import Judged, judged_in, typed
from tests.web.monitored import sighting

SEEN = datetime(2026, 10, 12, 1, tzinfo=UTC)
MARKED = datetime(2026, 10, 20, 2, tzinfo=UTC)
APPROVED = date(2026, 11, 20)
TOLD = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
RECEIVED = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)
"""Tuesday, 10:12 in Beijing."""
LAST = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
"""Friday, 17:30 in Beijing: close of business of the third working day."""
MINUTE = timedelta(minutes=1)
OFFICE = Actor(None, reason="2026年11月20日常务会议")
SHARED = "https://gone.example.org/notice"
"""A link on the sites of two units that was dead for us alone."""


@functools.cache
def graded_scheme() -> Scheme:
    """The scheme of marking, with grades."""
    text = TEXT + "grades: [{title: 优秀, from: 90}, {title: 良好, from: 88}, {title: 合格, from: 60}]\n"
    return read_handed_in(text.encode(), "测评办法.yaml", catalogue())[0]


@dataclass(frozen=True, slots=True)
class FedBack:
    """The cycle, its units (jyj, u1, u2), who marked, the officers of the body, and the liaison of the first unit."""

    judged: Judged
    officers: tuple[User, User]
    liaison: User

    @property
    def cycle(self) -> Cycle:
        """The cycle as it is now."""
        return Cycle.objects.get(pk=self.judged.cycle.pk)

    def place(self, unit: int = 0) -> Participant:
        """The place of a unit."""
        return self.cycle.participants.get(unit=self.judged.units[unit])

    def score(self, unit: int, version: int) -> tuple[Decimal | None, int | None, str]:
        """What a unit has in a version: total, rank, grade."""
        row = VersionScore.objects.get(version__number=version, participant=self.place(unit))
        return row.total, row.rank, row.grade

    def now(self, unit: int) -> tuple[Decimal | None, int | None, str]:
        """What it has now."""
        row = self.place(unit).score
        return row.total, row.rank, row.grade

    def finding(self, unit: int, name: str) -> Finding:
        """A dead link of a unit by its page."""
        return Finding.objects.get(site__unit=self.judged.units[unit], url__contains=f"/{name}.html")

    def step(self, name: str, day: date = APPROVED) -> Cycle:
        """Take a step of the cycle."""
        return acting(OFFICE, self.cycle.pk, Wanted(name, self.cycle.state, day, looked=True))


def fed_back(city: City) -> FedBack:
    """The results are approved and told; the first unit has received its own."""
    judged = judged_in(city.east, 3, graded_scheme())
    keys = [user.pk for user in judged.assessors]
    allot_marks(OFFICE, judged.cycle.pk, Dealing("unit", keys, "seed"))
    allot_marks(OFFICE, judged.cycle.pk, Dealing("panel", keys, "seed"))
    for unit, (faults, design) in enumerate(((0, "14"), (1, "15"), (0, "10"))):
        _say(judged, unit, faults, design)
    for user in judged.assessors:
        finish_marks(Actor(user), judged.cycle.pk, (), MARKED)
    shared = {"target": SHARED}
    inspected(
        judged.units[0],
        [("a", {"target": "https://x.example/1"}), ("b", {"target": "https://x.example/2"}), ("c", shared)],
    )
    inspected(judged.units[1], [("d", shared)])
    inspected(judged.units[2], [])
    Cycle.objects.filter(pk=judged.cycle.pk).update(state="evaluation")
    judged.cycle.days.filter(milestone="evaluation_end").update(fixed=date(2026, 11, 13), anchor="")
    people = [User.objects.create_user(username=f"officer{number}", name=f"复核员{number}") for number in (1, 2)]
    for user in people:
        Membership.objects.create(user=user, role=Role.BODY, region=city.east.region)
    liaison = User.objects.create_user(username="liaison-jyj", name="联络员甲")
    Membership.objects.create(user=liaison, role=Role.LIAISON, unit=judged.units[0])
    world = FedBack(judged, (people[0], people[1]), liaison)
    world.step("approve")
    world.step("feed_back")
    Feedback.objects.update(told_at=TOLD)
    Feedback.objects.filter(participant=world.place()).update(received_at=RECEIVED, received_by="联络员甲")
    return world


def inspected(unit: Unit, dead: Sequence[tuple[str, dict[str, str]]]) -> list[Finding]:
    """A run of the unit's site that is taken over: it found these dead links (page, values)."""
    site: Site = unit.sites.get()
    run = Run.objects.create(body=unit.region, name=f"{unit}", state=Run.State.DONE, due_at=SEEN, finished_at=SEEN)
    name = uuid4().hex  # what is read of a folder is remembered by its path
    RunSite.objects.create(run=run, site=site, address=site.address, state="imported", folder=name, finished_at=SEEN)
    seen = [sighting(site, page, check="dead-link", values=values, at=SEEN) for page, values in dead]
    folder = run_folder(run.pk) / name
    folder.mkdir(parents=True)
    write_findings(folder / "findings.jsonl", seen)
    write_checks(folder / "checks.json", [CheckRecord("dead-link", {}, CheckStatus.DONE, 9)])
    return [_row(one, site, run) for one in seen]


def _row(seen: Sighting, site: Site, run: Run) -> Finding:
    plain = finding_object(seen)
    said = {name: plain[name] for name in ("key", "params", "values", "url", "snippet", "evidence", "check_version")}
    return Finding.objects.create(
        **said,
        site=site,
        run=run,
        sighting=seen.id,
        check_id=seen.check,
        outcome=seen.outcome.value,
        severity="scored",
        page_kind=seen.page.value,
        first_seen=SEEN,
        last_seen=SEEN,
    )


def _say(judged: Judged, unit: int, faults: int, design: str) -> None:
    """Judge a unit as its assessors do."""
    said = {"search_works": "是", "guide_faults": str(faults), "reply_time": "3h", "design": design}
    for question, text in said.items():
        for mark in judged.cycle.marks.filter(participant__unit=judged.units[unit], question=question):
            save_mark(Actor(mark.assessor), mark.pk, typed(mark, text), MARKED)
    for seat, text in enumerate(("70", "80", "100"), 1):
        mark = judged.mark(unit, "onsite", seat)
        save_mark(Actor(mark.assessor), mark.pk, typed(mark, text), MARKED)
