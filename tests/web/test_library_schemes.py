"""Two cities' schemes from marking to scores, against totals reckoned by hand: suqian-2022, suizhou-website-2023."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kaoping.measures.given import kind_of
from kaoping.measures.inputs import Given, Inspection
from kaoping.measures.plan import plan_checks
from kaoping.model.findings import CheckRecord
from kaoping.model.outcomes import CheckStatus
from kaoping.runs.inputs.given_values import Entry, ValueReader
from kaoping.runs.inputs.marks_layout import MarkRow
from kaoping.schemes.model import AskSource, CheckSource
from kaoping.scoring import ScoreNode
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, Edit
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.roster import roster_of, roster_unit
from kaoping.web.cycles.scheme_copies import catalogue, from_library, scheme_of
from kaoping.web.cycles.sources import Source, sources
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.actions.save_mark import save_mark
from kaoping.web.marking.asked import rows_of
from kaoping.web.marking.models import Mark
from kaoping.web.results.models import UnitScore
from kaoping.web.results.recomputing import recompute_scores
from kaoping.web.results.trees import tree_of
from tests.web.conftest import City
from tests.web.marking_world import Judged, judged_in

SYSTEM = Actor(None, reason="测试")
NOW = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 12, 20)
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")


YES = frozenset({
    "data_visualised", "smart_answers", "opinion_channel", "interview_planned", "subordinate_article_found",
    "subordinate_service_found", "name_displayed", "single_login", "site_map_correct", "annual_report",
    "evaluation_issued", "media_consultation", "surveys_answered", "datasets_open",
})  # fmt: skip
"""Questions that a good site answers with yes; the others ask for faults."""

PEOPLE = {"topic_columns": "6", "theme_services": "4", "integrated_services": "3", "surveys_held": "6"}
SYSTEMS = {
    "mock_reply": "0.5wd", "mock_reply_accurate": "是", "interviews": "2", "message_statistics": "是",
    "quarter_score": "100", "provincial_rank": "9", "provincial_rank_from_last": "9",
}  # fmt: skip
"""What other systems say of a good site where it is not 0 or no."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What inspections and other systems know: nothing wrong, but for `other` by (unit, measure, period)."""

    other: Mapping[tuple[str, str, str], str]

    def source(self) -> Source:
        """As a source of measures."""
        return Source(lambda _cycle: "beside", inspections=self._inspections, imports=self._imports)

    def _inspections(self, cycle: Cycle) -> Mapping[str, tuple[Inspection, ...]]:
        """Every check that the scheme asks for was done and found nothing."""
        found = {}
        for plan in plan_checks(scheme_of(cycle), roster_of(cycle), catalogue()):
            records = tuple(CheckRecord(one.check, one.params, CheckStatus.DONE, 9) for one in plan.checks)
            found[plan.site] = (Inspection(TODAY, (), records),)
        return found

    def _imports(self, cycle: Cycle) -> tuple[Given, ...]:
        scheme, roster = scheme_of(cycle), roster_of(cycle)
        reader = ValueReader(scheme, roster, ("other",))
        found: list[Given] = []
        for unit in roster.units:
            for measure in scheme.measures.values():
                if isinstance(measure.source, AskSource | CheckSource):
                    continue
                usual = SYSTEMS.get(measure.name, "否" if kind_of(measure) == "bool" else "0")
                for period in QUARTERS if measure.by == "quarter" else ("",):
                    text = self.other.get((unit.id, measure.name, period), usual)
                    given, faults = reader.read(Entry(unit.id, measure.name, period, text), "")
                    assert faults == ()
                    found.extend(given)
        return tuple(found)


def cycle_by(where: City, reference: str, category: str = "") -> Judged:
    """A cycle of two units by a scheme of the library: one assessor for all of it, five experts for its panels."""
    found = judged_in(where.east, 2, from_library(reference)[0], category)
    more = [User.objects.create_user(username=f"x{number}", name=f"专家{number}") for number in (4, 5)]
    for user in more:
        user.memberships.create(role=Role.EXPERT, region=where.east.region)
    experts = [user.pk for user in (*found.assessors, *more)]
    allot_marks(SYSTEM, found.cycle.pk, Dealing("unit", experts[:1], "seed"))
    if found.cycle.scheme.scheme_id.startswith("suizhou"):
        allot_marks(SYSTEM, found.cycle.pk, Dealing("panel", experts, "seed"))
    Cycle.objects.filter(pk=found.cycle.pk).update(state="evaluation")
    return found


def say(mark: Mark, text: str) -> None:
    """Say something as the assessor; 不适用 with a reason."""
    none = text == "不适用"
    edits = {"text": Edit("", "" if none else text), "not_applicable": Edit(False, none)}
    save_mark(Actor(mark.assessor), mark.pk, edits | {"note": Edit("", "没有这项业务" if none else "")}, NOW)


def judge(found: Judged, unit: int, other: Mapping[str, str], panels: Mapping[str, tuple[str, ...]]) -> None:
    """Give a unit full marks in everything, but for `other`; `panels` are the marks of five experts."""
    place = found.cycle.participants.get(unit=found.units[unit])
    usual: Mapping[str, Callable[[MarkRow], str]] = {
        "bool": lambda row: "是" if row.question.name in YES else "否",
        "number": lambda row: f"{row.limit}",
        "share": lambda row: "100%",
        "date": lambda row: "2026-12-10",
        "duration": lambda row: "0.5wd",
    }
    asked = {(row.question.name, row.period): row for row in rows_of(found.cycle, (roster_unit(place),))}
    for mark in found.cycle.marks.filter(participant=place).select_related("assessor"):
        row = asked[mark.question, mark.period]
        if mark.mode == Mark.Mode.PANEL:
            say(mark, panels.get(mark.question, ("100",) * 5)[mark.seat - 1])
        else:
            good = usual[row.kind](row) if row.kind in usual else "0"
            say(mark, other.get(mark.question) or PEOPLE.get(mark.question) or good)


def scored(
    found: Judged, monkeypatch: pytest.MonkeyPatch, other: Mapping[tuple[str, str, str], str]
) -> list[ScoreNode]:
    """The units' score trees."""
    known = (*sources(), Beside(other).source())
    monkeypatch.setattr("kaoping.web.results.gathering.sources", lambda: known)
    scoring = recompute_scores(Actor(None), found.cycle.pk, NOW, TODAY)
    assert scoring.problem == ""
    return [tree_of(scoring, unit.code) for unit in found.units]


def test_suizhou_website_from_marking_to_scores(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    found = cycle_by(city, "suizhou-website-2023")
    good, poor = found.units
    judge(found, 0, {}, {"county-innovation": ("80", "90", "100", "70", "60")})
    judge(
        found,
        1,
        {
            "topic_columns": "3",
            "county-welfare-sports": "不适用",
            "county-commendation-received": "0",
            "county-commendation-lost": "0",
        },
        {"county-innovation": ("60", "70", "80", "90", "50"), "county-search-fuzzy": ("90",) * 5},
    )
    first, second = scored(
        found,
        monkeypatch,
        {(poor.code, "named_by_city", ""): "1", (poor.code, "exposed_in_province", ""): "1"},
    )
    # the good one: 100; bonus: the panel's mean of 80 of 100 for 8 points, and 2
    assert first.points == Decimal("108.4")
    # benchmark: 3 of the best one's 6 columns for 30 % of 8 points, the other 70 % in full
    assert second.find("county-topics").points == Decimal("6.8")
    assert second.find("county-innovation").points == Decimal("5.6")  # mean 70 of 100, for 8 points
    assert second.find("county-criticism").points == Decimal("-0.3")  # 5 % of 6
    assert second.find("county-exposure").points == Decimal("-0.4")  # 10 % of 4
    assert not second.find("county-welfare-sports").applicable
    # 100 less 1 that does not apply, 1.2 of the benchmark and 10 % of half of 3 for the search: 97.65 of 99,
    # rescaled to 98.636; bonus 5.6, penalty 0.7
    assert second.points == Decimal("103.54")
    ranks = UnitScore.objects.filter(cycle=found.cycle).order_by("rank").values_list("rank", "participant__unit__code")
    assert list(ranks) == [(1, good.code), (2, poor.code)]


def test_suqian_from_marking_to_scores(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    found = cycle_by(city, "suqian-2022", "district")
    good, poor = found.units
    judge(found, 0, {}, {})
    judge(found, 1, {"guide_errors": "1", "integrated_services": "2", "leader_faults": "5"}, {})
    first, second = scored(
        found,
        monkeypatch,
        {
            (good.code, "adopted_points", ""): "200",
            (good.code, "reported", ""): "1300",
            (good.code, "provincial_rank", "2026-Q3"): "1",
            (poor.code, "adopted_points", ""): "150",
            (poor.code, "reported", ""): "600",
            (poor.code, "provincial_named", "2026-Q2"): "1",
            (poor.code, "provincial_rank_from_last", "2026-Q3"): "2",
        },
    )
    # the good one: 100 and a bonus of 5, held at 100; the best adopted points of its class, more than the baseline
    assert [part.points for part in first.children] == [Decimal(100), Decimal(100)]
    assert first.points == Decimal(100)
    # 3 of 5 for a wrong guide, 2 of 4 for two services, 0 of 2 for five wrong leaders; named -10, in the last three -5
    assert [second.find(name).points for name in ("guide-accuracy", "service-integration", "leaders")] == [3, 2, 0]
    # 150 of the best one's 200 for 70 points, 600 of 1200 reported for 30
    assert [second.find(name).points for name in ("adoption", "reporting")] == [Decimal("52.5"), Decimal(15)]
    assert [part.points for part in second.children] == [Decimal(79), Decimal("67.5")]
    assert second.points == Decimal("76.7")  # 80 % and 20 %
    assert UnitScore.objects.get(participant__unit=poor).rank == 2
