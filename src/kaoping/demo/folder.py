"""Writes the city's assessment folder: what an office would hand in beside the sites themselves."""

from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML

from kaoping.demo.build import BuiltCity
from kaoping.demo.casts import DEFAULT, Cast
from kaoping.demo.decoys import GUARDED_HOST
from kaoping.demo.draw import hold_draw
from kaoping.demo.functions import FUNCTION_HOSTS
from kaoping.demo.handed_in import write_decisions, write_imports, write_marks
from kaoping.demo.manifest import write_manifest
from kaoping.demo.marks import STAND_INS
from kaoping.demo.names import NAMES, STAND_IN, connected
from kaoping.demo.plant.intrusion import SPAM_HOSTS
from kaoping.demo.plant.links import GONE_HOST
from kaoping.demo.plant.neighbours import HOSTS
from kaoping.demo.probes import write_probes
from kaoping.demo.roster import CITY
from kaoping.demo.serve import LOOPBACK
from kaoping.demo.testimony import Matter, statements
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.loader import load_scheme

SCHEME, DRAWS, PROBES = "scheme.yaml", "draws", "probes"
ASSESSMENT, MARKS, IMPORTS, DECISIONS = "assessment.yaml", "marks.xlsx", "imports.csv", "decisions.csv"
MANIFEST, AUTHORITY = "manifest.json", "authority.pem"
MAX_PAGES = 500
PACE = 400  # requests a second per origin: the server is ours


def write_city(folder: Path, built: BuiltCity, cast: Cast, authority: str) -> None:
    """Write the folder of the assessment by one scheme: what an office hands in, and the manifest of the city.

    `assessment.yaml`, marks, imports, (no) decisions, the published draw where the scheme draws, and the file of test
    values where it leaves something open. `authority` is the certificate (PEM) that the city's others are signed with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / AUTHORITY).write_text(authority, encoding="utf-8")
    write_manifest(built.manifest, folder / MANIFEST)
    if cast.test_values is not None:
        (folder / SCHEME).write_bytes(cast.test_values.read_bytes())
    scheme = load_scheme(cast.test_values or cast.scheme)
    roster = Roster(tuple(cast.unit(unit, built.manifest.sites) for unit in built.city.units))
    draws = hold_draw(folder / DRAWS, scheme, roster, built)
    matter = Matter(built, scheme, roster, draws)
    said = tuple(statements(matter))
    write_marks(folder / MARKS, said, matter)
    write_imports(folder / IMPORTS, said)
    write_probes(folder / PROBES, built.manifest)
    write_decisions(folder / DECISIONS, (), built.city.as_of)
    yaml = YAML()
    yaml.width = 200
    with (folder / ASSESSMENT).open("w", encoding="utf-8") as file:
        yaml.dump(_assessment(matter, cast), file)


def connections(ports: Mapping[str, int]) -> list[str]:
    """National services, spam hosts and sites that go by a name are ours here: no request leaves the machine."""
    hosts = {**dict.fromkeys((*STAND_INS, *FUNCTION_HOSTS), "platform"), **dict.fromkeys((*SPAM_HOSTS, *HOSTS), "spam")}
    hosts[GUARDED_HOST] = "platform"
    hosts[GONE_HOST.removeprefix("http://").rstrip("/")] = "void"
    return [
        *(f"{host}:80:{LOOPBACK}:{ports[server]}" for host, server in hosts.items()),
        *(f"{host}:443:{LOOPBACK}:{ports[STAND_IN]}" for host in STAND_INS),
        *connected(LOOPBACK, ports),
    ]


def _assessment(matter: Matter, cast: Cast) -> dict[str, object]:
    city = matter.built.city
    test = cast.test_values is not None
    drawn = {"draws": f"{DRAWS}/draws.json"} if matter.draws.drawn else {}
    return {
        "scheme": SCHEME if test else cast.scheme,
        "as_of": city.as_of,
        "inspect": {
            "max_pages": MAX_PAGES,
            "pace": PACE,
            "allow_private": [f"{LOOPBACK}/32"],
            "canaries": [f"http://{LOOPBACK}:{city.ports['platform']}/alive"],
            "connect_to": connections(city.ports),
            "trust": AUTHORITY,
            "name_server": f"{LOOPBACK}:{city.ports[NAMES]}",
        },
        "title": f"{city.as_of.year}年{CITY}政府网站年度综合考评" if cast.scheme == DEFAULT else _title(matter),
        "letter": {"office": f"{CITY}人民政府办公室"},
        "units": [_unit(unit) for unit in matter.roster.units],
        "marks": MARKS,
        "decisions": DECISIONS,
        "imports": IMPORTS,
        "probes": PROBES,
        **drawn,
    }


def _title(matter: Matter) -> str:
    return f"{matter.built.city.as_of.year}年{CITY}试用“{matter.scheme.title}”考评"


def _unit(unit: RosterUnit) -> dict[str, object]:
    return {
        "id": unit.id, "name": unit.name, "group": unit.group, "class": unit.class_, "tags": list(unit.tags),
        "sites": list(unit.sites), "exempt": unit.exempt,
    }  # fmt: skip
