"""Times live scores: `python -m bench.live_scores [--units 14000] [--scheme suqian-2022]`.

Fills a database of its own with units and a mark for everything that people judge, computes the scores, then changes
one mark at a time and computes them again. Prints seconds of processor time, first and after a change.
"""

import argparse
import os
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
CHANGES = 5


def main() -> None:
    """Fill, compute, change, compute."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=14_000)
    parser.add_argument("--scheme", default="suqian-2022")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaoping-bench-") as folder:
        os.environ |= {"KAOPING_DATA": folder, "KAOPING_SECRET_KEY": "only-for-measuring-" * 4}
        os.environ["DJANGO_SETTINGS_MODULE"] = "kaoping.web.settings"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _measure(asked.units, asked.scheme)


def _measure(units: int, scheme: str) -> None:
    from kaoping.web.actions import Actor
    from kaoping.web.marking.models import Mark
    from kaoping.web.results.models import UnitScore
    from kaoping.web.results.recomputing import recompute_scores

    cycle = _filled(units, scheme)
    print(f"{units} units, {Mark.objects.count()} marks, {scheme}; seconds of processor time\n")
    print("| | seconds | elapsed |\n|---|---|---|")

    def timed(what: str, at: datetime) -> None:
        began, clock = time.process_time(), time.monotonic()
        recompute_scores(Actor(None), cycle.pk, at, TODAY)
        print(f"| {what} | {time.process_time() - began:.2f} | {time.monotonic() - clock:.2f} |", flush=True)

    timed("first", NOW)
    assert UnitScore.objects.count() == units
    for number in range(CHANGES):
        at = NOW + timedelta(minutes=number + 1)
        mark = Mark.objects.filter(value=0).order_by("pk")[number]
        Mark.objects.filter(pk=mark.pk).update(text="1", value=1_000_000, saved_at=at)
        timed(f"after mark {number + 1}", at)


def _filled(units: int, scheme: str) -> Any:

    from bench.platform_rows import _store as store
    from kaoping.measures.questions import questions
    from kaoping.web.accounts.models import User
    from kaoping.web.actions import Actor
    from kaoping.web.cycles.actions.create_cycle import create_cycle
    from kaoping.web.cycles.models import Cycle, Participant
    from kaoping.web.cycles.scheme_copies import from_library, scheme_of
    from kaoping.web.marking.models import Allotment, Mark
    from kaoping.web.registry.actions.add_region import place_region
    from kaoping.web.registry.models import Region, Site, Unit

    region = Region.objects.create(code="321300000000", name="某市", level=Region.Level.CITY)
    place_region(region)
    store(Unit(code=f"u{n:05}", name=f"第{n}号单位", region=region) for n in range(units))
    rows = list(Unit.objects.order_by("code"))
    store(
        Site(unit=one, name=one.name, address=f"https://{one.code}.gov.cn/", host=f"{one.code}.gov.cn") for one in rows
    )
    fields = {
        "name": "测评",
        "kind": Cycle.Kind.YEAR,
        "body": region,
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 12, 31),
    }
    cycle = create_cycle(Actor(None), fields, from_library(scheme)[0], "")
    copy = scheme_of(cycle)
    classes = {name: group for name, (group, _title) in copy.classes.items()}
    places = [(group, name) for name, group in classes.items()] or [(group, "") for group in copy.groups]
    store(
        Participant(cycle=cycle, unit=one, group=places[n % len(places)][0], category=places[n % len(places)][1])
        for n, one in enumerate(rows)
    )
    Cycle.objects.filter(pk=cycle.pk).update(state="evaluation")
    judge = User.objects.create_user(username="judge", name="评估员")
    allotment = Allotment.objects.create(cycle=cycle, way="unit", seed="s")
    asked = [one for one in questions(copy) if not one.several]
    store(
        Mark(
            cycle=cycle, participant=place, allotment=allotment, question=one.name, place=number, seat=1,
            mode="single", assessor=judge, state="given", text="0", value=0, saved_at=NOW,
        )
        for place in cycle.participants.all()
        for number, one in enumerate(asked)
    )  # fmt: skip
    return Cycle.objects.get(pk=cycle.pk)


if __name__ == "__main__":
    main()
