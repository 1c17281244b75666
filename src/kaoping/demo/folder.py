"""Writes the city's assessment folder: what an office would hand in beside the sites themselves."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from kaoping.demo.build import AS_OF, SEED, BuiltCity, build_city
from kaoping.demo.city import UnitSpec
from kaoping.demo.decoys import GUARDED_HOST
from kaoping.demo.handed_in import write_decisions, write_imports, write_marks
from kaoping.demo.manifest import write_manifest
from kaoping.demo.marks import STAND_INS
from kaoping.demo.plant.intrusion import SPAM_HOSTS
from kaoping.demo.plant.links import GONE_HOST
from kaoping.demo.roster import CITY
from kaoping.demo.serve import LOOPBACK
from kaoping.demo.testimony import statements
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.loader import load_scheme

SCHEME = "suqian-2022"
ASSESSMENT, MARKS, IMPORTS, DECISIONS = "assessment.yaml", "marks.xlsx", "imports.csv", "decisions.csv"
MANIFEST = "manifest.json"
MAX_PAGES = 500
PACE = 400  # requests a second per origin: the server is ours


def write_city(folder: Path, ports: Mapping[str, int], as_of: date = AS_OF, seed: int = SEED) -> BuiltCity:
    """Write `assessment.yaml`, marks, imports, (no) decisions and the manifest into `folder`; return the city.

    `ports` are those the city is served on (see `process.served_city`).
    """
    built = build_city(ports, as_of, seed)
    folder.mkdir(parents=True, exist_ok=True)
    write_manifest(built.manifest, folder / MANIFEST)
    scheme = load_scheme(SCHEME)
    said = tuple(statements(scheme, built))
    write_marks(folder / MARKS, said, scheme=scheme, roster=_roster(built), as_of=as_of)
    write_imports(folder / IMPORTS, said)
    write_decisions(folder / DECISIONS, (), as_of)
    yaml = YAML()
    yaml.width = 200
    with (folder / ASSESSMENT).open("w", encoding="utf-8") as file:
        yaml.dump(_assessment(built), file)
    return built


def _assessment(built: BuiltCity) -> dict[str, object]:
    ports = built.city.ports
    return {
        "scheme": SCHEME,
        "as_of": built.city.as_of,
        "inspect": {
            "max_pages": MAX_PAGES,
            "pace": PACE,
            "allow_private": [f"{LOOPBACK}/32"],
            "canaries": [f"http://{LOOPBACK}:{ports['platform']}/alive"],
            "connect_to": _connections(ports),
        },
        "title": f"{built.city.as_of.year}年{CITY}政府网站年度综合考评",
        "letter": {"office": f"{CITY}人民政府办公室"},
        "units": [_unit(unit, built.manifest.sites) for unit in built.city.units],
        "marks": MARKS,
        "decisions": DECISIONS,
        "imports": IMPORTS,
    }


def _connections(ports: Mapping[str, int]) -> list[str]:
    """National services and spam hosts are ours here: no request leaves the machine."""
    hosts = {**dict.fromkeys(STAND_INS, "platform"), **dict.fromkeys(SPAM_HOSTS, "spam")}
    hosts[GUARDED_HOST] = "platform"
    hosts[GONE_HOST.removeprefix("http://").rstrip("/")] = "void"
    return [f"{host}:80:{LOOPBACK}:{ports[server]}" for host, server in hosts.items()]


def _roster(built: BuiltCity) -> Roster:
    sites = built.manifest.sites
    return Roster(
        tuple(
            RosterUnit(
                id=unit.id,
                name=unit.name,
                group=unit.group,
                class_=unit.class_,
                sites=(sites[unit.id],) if unit.id in sites else (),
                exempt=unit.exempt,
            )
            for unit in built.city.units
        )
    )


def _unit(unit: UnitSpec, sites: Mapping[str, str]) -> dict[str, object]:
    found = sites.get(unit.id)
    return {
        "id": unit.id, "name": unit.name, "group": unit.group, "class": unit.class_, "tags": [],
        "sites": [found] if found else [], "exempt": unit.exempt,
    }  # fmt: skip
