"""A week of visits to the city's home pages, played by a clock of its own because a demonstration has no week.

One site fails more often than schemes allow, one that is down always, one often but not too often; the others hardly
ever. The folder says that it was played, and so does every finding from it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from kaoping.demo.manifest import Fault, Manifest
from kaoping.demo.roster import UNITS
from kaoping.model.probe_series import Opening, ProbeVisit
from kaoping.probe.played import write_played
from kaoping.worktime import BEIJING

CHECK = "site-unreachable"
PER_DAY, DAYS = 48, 7
OFTEN, DECOY = "qingke", "wangnan"
FAILED: Mapping[str, float] = {OFTEN: 0.06, DECOY: 0.03}  # of all visits
_WAYS = (Opening.TIMEOUT, Opening.HTTP_ERROR, Opening.REFUSED)
_TIMEOUT = 15.0


def write_probes(folder: Path, manifest: Manifest) -> None:
    """Write the series of all sites for the week that ends with the monitoring point."""
    end = datetime.combine(manifest.as_of, time(23, 59, 59), BEIJING)
    begin = end - timedelta(days=DAYS)
    failing = {**FAILED, **{unit.id: 1.0 for unit in UNITS if not unit.reachable}}
    visits = {}
    for unit, url in manifest.sites.items():
        rng = Random(f"{manifest.seed}/{unit}/probes")  # noqa: S311 a sample
        visits[url] = list(_visits(begin, rng, failing.get(unit, 0.0)))
    write_played(folder, visits, (begin, end))


def probe_faults(sites: Mapping[str, str]) -> list[Fault]:
    """Return the manifest's entries: the site that fails too often, and those that never answer."""
    down = [unit.id for unit in UNITS if unit.theme and not unit.reachable]
    return [
        Fault(f"{unit}-{CHECK}-1", unit, sites[unit], CHECK, ("fail",), ("home",), note="拨测中打不开的次数占比过高")
        for unit in (OFTEN, *down)
    ]


def _visits(begin: datetime, rng: Random, share: float) -> Iterator[ProbeVisit]:
    """Yield visits at even distances; those that fail are chosen so that their share is what was asked for."""
    count = PER_DAY * DAYS
    failed = set(rng.sample(range(count), round(share * count)))
    for number in range(count):
        at = begin + timedelta(days=1) / PER_DAY * (number + 0.2 + 0.6 * rng.random())
        if number not in failed:
            yield ProbeVisit(at, Opening.UP, round(rng.uniform(0.08, 0.9), 3), _TIMEOUT, 200)
            continue
        way = rng.choice(_WAYS)
        took = _TIMEOUT if way is Opening.TIMEOUT else 0.1
        reason = {Opening.TIMEOUT: "timeout", Opening.HTTP_ERROR: "server-error"}.get(way, "connection-refused")
        yield ProbeVisit(at, way, took, _TIMEOUT, 503 if way is Opening.HTTP_ERROR else None, 2, reason)
