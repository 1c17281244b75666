"""Serves the sample city beside the platform, and says to the platform's processes how its sites are reached."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from kaoping.demo.build import SEED
from kaoping.demo.folder import connections
from kaoping.demo.names import NAMES
from kaoping.demo.ports import BASE_PORT
from kaoping.demo.process import Served, served_city
from kaoping.demo.serve import LOOPBACK
from kaoping.evidence.keys import VARIABLE as KEYS
from kaoping.model.errors import InputError
from kaoping.web.deployment import DATABASE, DEMO
from kaoping.web.inspecting_settings import ALLOW_PRIVATE, CANARIES, CONNECT_TO, NAME_SERVER, PROBE, PROCESSES, TRUST
from kaoping.web.sample.people import PASSWORD, PEOPLE

SAMPLE, AUTHORITY = "sample.json", "authority.pem"
_DATABASE_FILE = "kaoping.sqlite3"
_STRIDE, _TRIES = 1000, 5


@dataclass(frozen=True, slots=True)
class Sample:
    """The city of a data folder: the day that its sites are as of, and the first port of its servers."""

    as_of: str
    base_port: int


@contextmanager
def sample_city(data: Path, today: date) -> Iterator[Mapping[str, str]]:
    """Serve the city while the context lasts; give the environment in which the platform meets it.

    A folder keeps its city: what was as of the day it was made stays so, at the same ports. Raises InputError for a
    folder that holds an installation of its own, and where the ports are taken.
    """
    known = _read(data)
    if known is None and (data / _DATABASE_FILE).exists():
        raise InputError(f"{data} 中已有正式数据，不能用来演示。请用 --data 另指定一个目录。")
    bases = [known.base_port] if known else [BASE_PORT + _STRIDE * step for step in range(_TRIES)]
    as_of = date.fromisoformat(known.as_of) if known else today
    for base in bases:
        city = served_city(as_of, SEED, base)
        try:
            served = city.__enter__()
        except InputError:
            if base == bases[-1]:
                raise
            continue
        try:
            data.mkdir(parents=True, exist_ok=True)
            _write(data, Sample(as_of.isoformat(), base), served)
            yield _environment(data, served)
        finally:
            city.__exit__(None, None, None)
        return


def read_sample(data: Path) -> tuple[Sample, Mapping[str, int]]:
    """Return the city of a data folder with the port of each of its servers."""
    told = json.loads((data / SAMPLE).read_text(encoding="utf-8"))
    return Sample(told["as_of"], told["base_port"]), told["ports"]


def _read(data: Path) -> Sample | None:
    return read_sample(data)[0] if (data / SAMPLE).exists() else None


def _write(data: Path, sample: Sample, served: Served) -> None:
    (data / AUTHORITY).write_text(served.authority, encoding="utf-8")
    told = {**asdict(sample), "ports": served.ports}
    (data / SAMPLE).write_text(json.dumps(told, indent=1), encoding="utf-8")


def _environment(data: Path, served: Served) -> Mapping[str, str]:
    return {
        DEMO: "1",
        DATABASE: "",  # whatever the operator's own is: the sample has a file in its folder
        "KAOPING_ADMIN": PEOPLE[0].login,
        "KAOPING_ADMIN_PASSWORD": PASSWORD,
        ALLOW_PRIVATE: f"{LOOPBACK}/32",
        CONNECT_TO: ",".join(connections(served.ports)),
        CANARIES: f"http://{LOOPBACK}:{served.ports['platform']}/alive",
        TRUST: str((data / AUTHORITY).absolute()),
        NAME_SERVER: f"{LOOPBACK}:{served.ports[NAMES]}",
        KEYS: str((data / "evidence.keys").absolute()),
        PROCESSES: "1",
        PROBE: "5",
    }
