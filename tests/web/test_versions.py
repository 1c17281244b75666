"""Frozen results: made with the step that approves them, sealed, never changed, told to each unit on its own."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.model.errors import StorageError
from kaoping.runs import sealed_results
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.actions.take_step import Wanted, approve_cycle, take_step
from kaoping.web.installation import data_folder
from kaoping.web.notices.models import Notice
from kaoping.web.results.actions.receive_feedback import receive_feedback
from kaoping.web.results.gathering import point_of
from kaoping.web.results.models import Feedback, ResultVersion, UnitScore, VersionScore
from kaoping.web.results.recomputing import recompute_scores
from kaoping.web.results.versions import fed_back_to, latest_version, results_of_version, tree_of_version, verified
from tests.web.conftest import City
from tests.web.marking_world import Judged
from tests.web.version_world import END, NOW, OFFICE, approved, change, judged_to_the_end, step


@pytest.fixture
def judged(city: City) -> Judged:
    """Three units that are judged."""
    return judged_to_the_end(city)


def folders(judged: Judged) -> list[Path]:
    """What lies among the sealed results of the cycle."""
    parent = data_folder() / "results" / str(judged.cycle.pk)
    return list(parent.iterdir()) if parent.is_dir() else []


def test_approval_freezes_what_there_is(judged: Judged) -> None:
    version = approved(judged)
    assert (version.number, version.kind, version.supersedes) == (1, "approved", None)
    assert (version.as_of, version.reason) == (date(2026, 12, 31), OFFICE.reason)
    assert version.scheme_digest == judged.cycle.scheme.digest
    assert "dead-link" in version.checks
    assert version.lexicons
    lows = dict(version.scores.values_list("participant__unit__code", "low"))
    assert lows == {unit.code: Decimal(46 + place) for place, unit in enumerate(judged.units)}
    said = json.loads((data_folder() / version.folder / "results.json").read_text(encoding="utf-8"))
    assert {one["unit"]: one["low"] for one in said["groups"]["county"]} == lows
    assert tree_of_version(version, judged.units[2].code).find("design").points == 12
    assert verified(version).outputs == version.output_digest
    assert Entry.objects.filter(object_type="results.resultversion", action="cycles.approve_cycle").exists()


def test_a_version_stays_while_scores_go_on(judged: Judged) -> None:
    version = approved(judged)
    step(judged, "feed_back")
    change(judged.mark(0, "design"), 20)
    recompute_scores(Actor(None), judged.cycle.pk, NOW, date(2027, 3, 1))
    judged.cycle.refresh_from_db()
    assert point_of(judged.cycle, date(2027, 3, 1)) == version.as_of
    unit = judged.units[0]
    assert UnitScore.objects.get(participant__unit=unit).low == 56
    assert VersionScore.objects.get(participant__unit=unit).low == 46
    assert results_of_version(version).unit(unit.code).low == 46


def test_without_preparing_the_step_freezes_too(judged: Judged) -> None:
    approve_cycle(OFFICE, judged.cycle.pk, Wanted("approve", "evaluation", END, looked=True))
    assert VersionScore.objects.count() == 3


def test_what_changes_meanwhile_stops_the_approval(judged: Judged, monkeypatch: pytest.MonkeyPatch) -> None:
    seal = sealed_results.seal_results

    def slow(*args: object) -> object:
        change(judged.mark(0, "design"), 19)
        return seal(*args)  # type: ignore[arg-type]  # passed on as they come

    monkeypatch.setattr("kaoping.web.results.freezing.seal_results", slow)
    with pytest.raises(RefusedError, match="有变化"):
        step(judged, "approve")
    judged.cycle.refresh_from_db()
    assert judged.cycle.state == "evaluation"
    assert not ResultVersion.objects.exists()


def test_what_cannot_be_scored_is_not_approved(judged: Judged) -> None:
    judged.cycle.participants.filter(unit=judged.units[0]).update(group="nowhere")
    with pytest.raises(RefusedError, match="不能计分"):
        step(judged, "approve")
    assert not folders(judged)
    assert not ResultVersion.objects.exists()


def test_nothing_half_written_is_left(judged: Judged, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> str:
        raise OSError("No space left on device")

    monkeypatch.setattr("kaoping.runs.sealed_results._write_seal", full)
    with pytest.raises(OSError, match="No space"):
        step(judged, "approve")
    assert not folders(judged)


@pytest.mark.parametrize("name", ["results.json", "scoring/measures.parquet", "scoring/scoring.json", "sealed.json"])
def test_a_changed_file_is_told(judged: Judged, name: str) -> None:
    version = approved(judged)
    results_of_version(version)
    file = data_folder() / version.folder / name
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(StorageError, match="被改动过"):
        results_of_version(version)
    with pytest.raises(StorageError, match="被改动过"):
        verified(version)
    file.unlink()
    with pytest.raises(StorageError, match="不在了"):
        results_of_version(version)


def test_versions_are_never_changed(judged: Judged) -> None:
    version = approved(judged)
    score = version.scores.all()[0]
    for row in (version, score):
        with pytest.raises(TypeError, match="written once"):
            row.save()
        with pytest.raises(TypeError, match="never deleted"):
            row.delete()


def test_each_unit_is_told_and_its_receipt_noted(judged: Judged) -> None:
    own, other = judged.units[0], judged.units[1]
    people = []
    for unit in (own, other):
        user = User.objects.create_user(username=f"of-{unit.code}", name="联络员")
        Membership.objects.create(user=user, role=Role.LIAISON, unit=unit)
        people.append(user)
    approved(judged)
    assert not Notice.objects.filter(kind="cycle-step", person__in=people).exists()
    step(judged, "feed_back")
    assert Feedback.objects.count() == 3
    assert set(Notice.objects.filter(kind="result-fed-back").values_list("person", flat=True)) >= {
        user.pk for user in people
    }
    told = fed_back_to(judged.cycle.participants.get(unit=own))
    assert told is not None
    with pytest.raises(OutOfReachError):
        receive_feedback(Actor(people[1]), told.pk, NOW)
    receive_feedback(Actor(people[0]), told.pk, NOW)
    receive_feedback(Actor(people[0]), told.pk, datetime(2027, 2, 1, tzinfo=UTC))
    told.refresh_from_db()
    assert (told.received_at, told.received_by) == (NOW, f"联络员（of-{own.code}）")


def test_approved_again_supersedes_and_tells_whom_it_concerns(judged: Judged) -> None:
    first = approved(judged)
    step(judged, "feed_back")
    change(judged.mark(1, "design"), 20)
    after = date(2027, 1, 20)
    second = latest_version(step(judged, "approve_again", after))
    assert second is not None
    assert (second.number, second.kind, second.supersedes) == (2, "reapproved", first)
    assert second.as_of == first.as_of
    assert second.output_digest != first.output_digest
    assert Feedback.objects.filter(version=second).count() == 0
    step(judged, "publish", after)
    changed = set(Feedback.objects.filter(version=second).values_list("participant__unit__code", flat=True))
    before, now = ({row.participant_id: row for row in version.scores.all()} for version in (first, second))
    differing = {
        row.participant.unit.code
        for key, row in now.items()
        if (row.low, row.rank_best, row.rank_worst) != (before[key].low, before[key].rank_best, before[key].rank_worst)
    }
    assert judged.units[1].code in changed
    assert changed == differing


def test_publishing_what_was_fed_back_tells_nobody_twice(judged: Judged) -> None:
    approved(judged)
    step(judged, "feed_back")
    take_step(OFFICE, judged.cycle.pk, Wanted("publish", "feedback", date(2027, 1, 20), looked=True))
    assert Feedback.objects.count() == 3
