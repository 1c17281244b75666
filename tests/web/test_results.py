"""Live scores: what they come to by hand, when they are computed anew, who sees them, what a point opens to."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kaoping.model.outcomes import Outcome
from kaoping.runs.outputs import read_findings
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError
from kaoping.web.cycles.models import Cycle
from kaoping.web.monitoring.models import Decision, Finding
from kaoping.web.results.actions.store_scores import Found, store_scores
from kaoping.web.results.models import Scoring, UnitScore
from kaoping.web.results.recomputing import recompute_scores
from kaoping.web.results.rounds import keep_scores_current
from kaoping.web.results.trees import tree_of
from tests.web.conftest import City
from tests.web.findings import found_by
from tests.web.marking_world import Judged, judged_in
from tests.web.scored import LATER, NOW, TODAY, all_said, evaluated, said, score_of, scored

Browse = Callable[..., Client]


@pytest.fixture
def judged(city: City) -> Judged:
    """Three units, judged by one each, before a panel of three, while the cycle is being evaluated."""
    return evaluated(city)


def test_marks_come_to_what_a_hand_reckons(judged: Judged) -> None:
    all_said(judged)
    scoring = scored(judged)
    assert (scoring.problem, scoring.digest, scoring.as_of) == ("", judged.cycle.scheme.digest, TODAY)
    first, second = score_of(judged, 0), score_of(judged, 1)
    # no site was inspected, so the 20 points for links stay open; the panel of three leaves out 70 and 100: 80 of 100
    assert (first.total, first.low, first.high) == (None, Decimal("51.5"), Decimal("71.5"))
    assert (second.low, second.high) == (Decimal("69.5"), Decimal("89.5"))
    assert (second.rank_best, second.rank_worst) == (1, 3)
    tree = tree_of(scoring, judged.units[1].code)
    assert [(tree.find(name).points) for name in ("search", "guides", "design", "onsite", "links")] == [
        Decimal(20),
        Decimal(18),
        Decimal("15.5"),
        Decimal(16),
        None,
    ]


def test_a_changed_mark_changes_the_whole_group(judged: Judged) -> None:
    all_said(judged)
    before = scored(judged)
    assert scored(judged, LATER).computed_at == before.computed_at == NOW  # nothing has changed
    mark = judged.mark(0, "search_works")
    said(mark, "是", LATER)
    after = scored(judged, LATER)
    assert (after.computed_at, after.pk) == (LATER, before.pk)
    assert score_of(judged, 0).low == Decimal("71.5")
    assert UnitScore.objects.filter(cycle=judged.cycle).count() == 3
    judged.cycle.participants.filter(unit=judged.units[2]).update(exempt=True)
    scored(judged, LATER)
    assert UnitScore.objects.filter(cycle=judged.cycle).count() == 2


def rows_of(judged: Judged) -> list[tuple[object, ...]]:
    """All that the scores say."""
    names = [field.attname for field in UnitScore._meta.concrete_fields if field.name != "id"]
    return list(UnitScore.objects.filter(cycle=judged.cycle).order_by("participant").values_list(*names))


def test_a_changed_mark_costs_its_unit_alone_and_comes_to_the_same(
    judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_said(judged)
    scored(judged)
    said(judged.mark(0, "search_works"), "是", LATER)
    said(judged.mark(1, "onsite", 2), "95", LATER)
    with monkeypatch.context() as patch:
        patch.setattr("kaoping.web.results.holding.case_of", None)  # nothing is built whole
        scored(judged, LATER)
    renewed, tree = rows_of(judged), tree_of(Scoring.objects.get(), judged.units[0].code)
    monkeypatch.setattr("kaoping.web.results.holding._held", {})
    Scoring.objects.update(stamp="", folder="")
    whole = scored(judged, LATER)
    assert rows_of(judged) == renewed
    assert tree_of(whole, judged.units[0].code) == tree
    judged.cycle.participants.filter(unit=judged.units[2]).update(exempt=True)
    monkeypatch.setattr("kaoping.web.results.holding.case_of", None)
    with pytest.raises(TypeError):  # another roster is scored whole
        scored(judged, LATER)


def test_the_process_beside_keeps_scores_current(judged: Judged) -> None:
    assert keep_scores_current(NOW) == 1
    assert score_of(judged, 0).high == Decimal(100)
    Cycle.objects.filter(pk=judged.cycle.pk).update(state="approved")
    assert keep_scores_current(LATER) == 0


def test_what_is_in_the_way_is_said_and_the_scores_before_stay(judged: Judged, browse: Browse) -> None:
    scored(judged)
    judged.cycle.participants.filter(unit=judged.units[0]).update(group="nowhere")
    assert scored(judged, LATER).problem
    assert UnitScore.objects.filter(cycle=judged.cycle).count() == 3
    shown = browse(Role.BODY).get(reverse("results:cycle", kwargs={"pk": judged.cycle.pk})).content.decode()
    assert "现在不能计分" in shown


def test_the_body_sees_ranks_heat_and_trees(judged: Judged, browse: Browse) -> None:
    all_said(judged)
    client = browse(Role.BODY)
    ranking = client.get(reverse("results:cycle", kwargs={"pk": judged.cycle.pk})).content.decode()
    for words in ("51.5～71.5", "69.5～89.5", "（1～3）", "初步的"):
        assert words in ranking
    heat = client.get(reverse("results:cycle-matrix", kwargs={"pk": judged.cycle.pk})).content.decode()
    for words in ("heat-0", "heat-10", "heat-open", "页面设计", "0～20"):
        assert words in heat
    tree = client.get(reverse("results:unit", kwargs={"pk": score_of(judged, 1).participant_id})).content.decode()
    for words in ("每处不准确扣2分", "−2", "办事指南有几处不准确", "评估员", "15.5 / 20", "0～20 / 20"):
        assert words in tree
    exported = client.get(reverse("results:cycle", kwargs={"pk": judged.cycle.pk}), {"export": "csv"})
    assert "51.5～71.5" in b"".join(exported.streaming_content).decode()  # type: ignore[attr-defined]


def test_people_of_a_unit_compute_and_store_nothing(judged: Judged, person: Callable[..., User]) -> None:
    liaison = Actor(person(Role.LIAISON))
    with pytest.raises(OutOfReachError):
        recompute_scores(liaison, judged.cycle.pk, NOW, TODAY)
    with pytest.raises(OutOfReachError):
        store_scores(liaison, judged.cycle.pk, Scoring(), Found(None))


@pytest.mark.parametrize(("name", "most"), [("cycle", 26), ("cycle-matrix", 26)])
def test_pages_take_few_queries_however_many_units(
    name: str, most: int, city: City, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    judged = judged_in(city.east, 40)
    Cycle.objects.filter(pk=judged.cycle.pk).update(state="evaluation")
    client, where = browse(Role.BODY), reverse(f"results:{name}", kwargs={"pk": judged.cycle.pk})
    client.get(where)
    with django_assert_max_num_queries(most):
        assert client.get(where).status_code == 200


def test_what_runs_saw_and_people_decided_counts(judged: Judged, city: City, inspected_once: Path) -> None:
    rows = found_by(inspected_once, city.east, with_folder=True)
    seen = [one for one in read_findings(next(inspected_once.glob("*/findings.jsonl"))) if one.check == "dead-link"]
    dead = [one for one in seen if one.outcome is Outcome.FAIL]
    assert dead
    own = next(place for place, unit in enumerate(judged.units) if unit == city.east.unit)
    scoring = recompute_scores(Actor(None), judged.cycle.pk, NOW, date(2026, 11, 21))
    node = tree_of(scoring, city.east.unit.code).find("links")
    assert node.points == 20 - len(dead)
    assert set(node.findings) == {one.key for one in dead}
    assert score_of(judged, own).low == 20 - len(dead)
    row = next(one for one in rows if one.check_id == "dead-link" and one.outcome == "fail")
    Finding.objects.filter(pk=row.pk).update(key=dead[0].key)
    by = judged.assessors[0]
    Decision.objects.create(finding=row, kind="dismiss", reason="误报", made_by=by, made_at=NOW)
    scoring = recompute_scores(Actor(None), judged.cycle.pk, LATER, date(2026, 11, 21))
    assert tree_of(scoring, city.east.unit.code).find("links").points == 21 - len(dead)
