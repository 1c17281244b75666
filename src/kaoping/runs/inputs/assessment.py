"""Reads the assessment file: which scheme, which units, as of when, with which options and human inputs."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_network
from pathlib import Path

from kaoping.gather.contract import server_address
from kaoping.model.errors import InputError, Problem, SchemeError, system_reason
from kaoping.model.roster import Roster
from kaoping.probe.store import SITES
from kaoping.reports.view import Letter
from kaoping.runs.inputs.assessment_fields import FieldReader
from kaoping.runs.inputs.problems import BadInputError, refuse
from kaoping.runs.inputs.units import UnitRow, check_units
from kaoping.schemes.model import Scheme
from kaoping.schemes.problem_list import ProblemList
from kaoping.schemes.yaml_tree import Fields, Items, read_tree
from kaoping.worktime import parse_date

_TOP = (
    "scheme",
    "as_of",
    "counts_from",
    "inspect",
    "units",
    "marks",
    "decisions",
    "imports",
    "media",
    "draws",
    "draw",
    "title",
    "letter",
    "previous",
    "probes",
)
_INSPECT = (
    *("max_pages", "max_minutes", "pace", "timeout", "allow_private", "connect_to", "canaries", "availability"),
    *("attachments", "lexicons", "trust", "name_server"),
)
_FILES = ("marks", "decisions", "imports", "media", "previous")
_DRAW = ("sealed", "secret", "public")
_LETTER = (
    "title",
    "office",
    "number",
    "addressees",
    "contact",
    "rectify_days",
    "copies",
    "printed_by",
    "printed_on",
)
_UNIT = ("id", "name", "group", "class", "tags", "site_type", "sites", "exempt", "under")
_CONNECT = re.compile(r"(\[[^\]]+\]|[^:\s]+):\d{1,5}:(\[[^\]]+\]|[^:\s]+):\d{1,5}")


@dataclass(frozen=True, slots=True)
class InspectOptions:
    """How to inspect; None and () where the file says nothing. `pace` is requests a second per origin, `max_minutes`
    how long one site may be crawled.

    `canaries` are addresses that answer while our own connection works; None leaves the default, () switches them off.
    Without `availability` nothing is looked at beside the pages (see `kaoping.gather`). `attachments` is how many of
    them are fetched of each site. `lexicons` are word lists (词库) to look wordings up in. `trust` is a file of further
    authorities to trust, `name_server` is asked for names instead of this machine's name service.
    """

    max_pages: int | None = None
    max_minutes: float | None = None
    pace: float | None = None
    timeout: float | None = None
    allow_private: tuple[str, ...] = ()
    connect_to: tuple[str, ...] = ()
    canaries: tuple[str, ...] | None = None
    availability: bool = True
    attachments: int | None = None
    lexicons: tuple[Path, ...] = ()
    trust: Path | None = None
    name_server: str = ""


@dataclass(frozen=True, slots=True)
class DrawRequest:
    """A draw to make: from which sealed list, with which secret and public value."""

    sealed: Path
    secret: Path
    public: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment as asked for. Paths are resolved against the file's own folder.

    `scheme_ref` is the id or path as written. `below` names, for `sites: subtree`, the sites of the units below a unit
    (those that say `under: UNIT`, however deep). `draws` are results of draws as published, `draw` is one to make.
    `title` names the assessment in its reports (the scheme's title where it is empty), `letter` is what only the office
    knows of its bulletin. `media` is the table of new media accounts. `previous` is the `results.json` of an earlier
    assessment to compare with. `probes` is the folder of a probe series, whose visits tell how often a site could not
    be opened.
    """

    file: Path
    scheme_ref: str
    scheme: Scheme
    as_of: date
    roster: Roster
    inspect: InspectOptions = field(default_factory=InspectOptions)
    marks: Path | None = None
    decisions: Path | None = None
    imports: Path | None = None
    media: Path | None = None
    counts_from: date | None = None
    draws: tuple[Path, ...] = ()
    draw: DrawRequest | None = None
    below: dict[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""
    letter: Letter = field(default_factory=Letter)
    previous: Path | None = None
    probes: Path | None = None


def read_assessment(path: Path, load: Callable[[str | Path], Scheme], *, files_needed: bool = True) -> Assessment:
    """Return the assessment that a YAML file asks for; `load` returns the scheme of an id or path.

    Without `files_needed`, marks, decisions and imports need not be there yet (they are not read here in any case).

    Raises BadInputError with every problem and its line: unknown keys, scheme, group, class or tag, a unit listed twice
    or in two groups, a site claimed by two units, bad dates, addresses and options, files that are not there.
    """
    problems = ProblemList()
    fields = _top(path, problems)
    if fields is None:
        raise BadInputError(problems.sorted())
    reader = FieldReader(fields, problems)
    reader.only(_TOP, "考评文件")
    reference = reader.text("scheme", required=True)
    scheme = _scheme(reference, reader, path, load) if reference else None
    as_of = _day(reader, "as_of", required=True)
    counts_from = _day(reader, "counts_from")
    if as_of and counts_from and counts_from > as_of:
        reader.problem("counts_from", f"开始计分日 {counts_from} 晚于监测时间点 {as_of}")
    inspect, letter = _inspect(reader, path.parent), _letter(reader)
    files = {name: _file(reader, name, path, needed=files_needed) for name in _FILES}
    draws = tuple(_found(reader, "draws", path.parent / name, files_needed) for name in reader.texts("draws"))
    draw = _draw(reader, path, needed=files_needed)
    probes = _series(reader, path, needed=files_needed)
    rows, under = _units(reader)
    units, found = check_units(rows, scheme)
    below = _below(reader, rows, under)
    refuse(sorted((*problems.sorted(), *found), key=lambda problem: (problem.file, problem.line or 0)))
    assert scheme is not None
    assert as_of is not None
    sites = {unit.id: unit.sites for unit in units}
    return Assessment(
        file=path,
        scheme_ref=reference,
        scheme=scheme,
        as_of=as_of,
        roster=Roster(units),
        inspect=inspect,
        counts_from=counts_from,
        draws=draws,
        draw=draw,
        title=reader.text("title"),
        letter=letter,
        probes=probes,
        below={unit: tuple(site for name in names for site in sites[name]) for unit, names in below.items()},
        **files,
    )


def _top(path: Path, problems: ProblemList) -> Fields | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInputError((Problem(f"考评文件打不开（{system_reason(error)}）；请检查路径", str(path)),)) from error
    if not data.strip():
        raise BadInputError((Problem("考评文件是空的；至少要有 scheme、as_of 和 units", str(path)),))
    return read_tree(data, str(path), problems)


def _scheme(reference: str, reader: FieldReader, path: Path, load: Callable[[str | Path], Scheme]) -> Scheme | None:
    looks_like_file = reference.endswith((".yaml", ".yml")) or "/" in reference
    try:
        return load(path.parent / reference if looks_like_file else reference)
    except SchemeError as error:
        reader.problem("scheme", f"考评方案“{reference}”不能用：")
        reader.problems.extend(error.problems)
    except (InputError, OSError) as error:
        reader.problem("scheme", f"考评方案“{reference}”不能用：{error}")
    return None


def _day(reader: FieldReader, name: str, *, required: bool = False) -> date | None:
    text = reader.text(name, required=required)
    try:
        return parse_date(text) if text else None
    except InputError as error:
        reader.problem(name, str(error))
        return None


def _file(reader: FieldReader, name: str, path: Path, *, needed: bool) -> Path | None:
    text = reader.text(name)
    return _found(reader, name, path.parent / text, needed) if text else None


def _found(reader: FieldReader, name: str, file: Path, needed: bool) -> Path:
    if needed and not file.is_file():
        reader.problem(name, f"文件 {file} 不存在；路径相对于考评文件所在的文件夹")
    return file


def _series(reader: FieldReader, path: Path, *, needed: bool) -> Path | None:
    text = reader.text("probes")
    if not text:
        return None
    folder = path.parent / text
    if needed and not (folder / SITES).is_file():
        reader.problem(
            "probes", f"{folder} 不是拨测记录的文件夹；请写 kaoping probe run 的 --out 目录，路径相对于考评文件"
        )
    return folder


def _draw(top: FieldReader, path: Path, *, needed: bool) -> DrawRequest | None:
    reader = top.section("draw")
    if reader is None:
        return None
    reader.only(_DRAW, "draw")
    files = {}
    for name in ("sealed", "secret"):
        text = reader.text(name, required=True)
        files[name] = _found(reader, name, path.parent / text, needed and bool(text))
    return DrawRequest(**files, public=reader.text("public"))


def _inspect(top: FieldReader, folder: Path) -> InspectOptions:
    reader = top.section("inspect")
    if reader is None:
        return InspectOptions()
    reader.only(_INSPECT, "inspect")
    for text in reader.texts("allow_private"):
        try:
            ip_network(text, strict=False)
        except ValueError:
            reader.problem("allow_private", f"“{text}”不是地址段；请写成 127.0.0.0/8 的形式")
    for text in reader.texts("connect_to"):
        if not _CONNECT.fullmatch(text):
            reader.problem("connect_to", f"“{text}”不对；请写成 主机1:端口1:主机2:端口2")
    if name_server := reader.text("name_server"):
        try:
            server_address(name_server)
        except InputError as error:
            reader.problem("name_server", str(error))
    trust = reader.text("trust")
    pages = reader.number("max_pages", least=1, whole=True)
    attachments = reader.number("attachments", least=0, whole=True)
    return InspectOptions(
        max_pages=int(pages) if pages is not None else None,
        max_minutes=reader.number("max_minutes", least=0),
        pace=reader.number("pace", least=0.001),
        timeout=reader.number("timeout", least=1),
        allow_private=reader.texts("allow_private"),
        connect_to=reader.texts("connect_to"),
        canaries=reader.texts("canaries") if reader.has("canaries") else None,
        availability=reader.flag("availability") if reader.has("availability") else True,
        attachments=int(attachments) if attachments is not None else None,
        lexicons=tuple(folder / name for name in reader.texts("lexicons")),
        trust=folder / trust if trust else None,
        name_server=name_server,
    )


def _letter(top: FieldReader) -> Letter:
    reader = top.section("letter")
    if reader is None:
        return Letter()
    reader.only(_LETTER, "letter")
    days = reader.number("rectify_days", least=1, whole=True)
    return Letter(
        title=reader.text("title"),
        office=reader.text("office"),
        number=reader.text("number"),
        addressees=reader.text("addressees"),
        contact=reader.text("contact"),
        rectify_days=int(days) if days is not None else Letter().rectify_days,
        copies=reader.text("copies"),
        printed_by=reader.text("printed_by"),
        printed_on=_day(reader, "printed_on"),
    )


def _units(top: FieldReader) -> tuple[list[UnitRow], dict[str, str]]:
    tree = top.tree.values.get("units")
    if not isinstance(tree, Items) or not tree.items:
        top.problem("units", "units 应是单位列表，至少一个单位，每个以“- ”开头")
        return [], {}
    rows, under = [], {}
    for item in tree.items:
        if not isinstance(item, Fields):
            top.problems.add(item.place, "单位应写成 {id: …, name: …, group: …, sites: […]}")
            continue
        reader = FieldReader(item, top.problems)
        reader.only(_UNIT, "单位")
        row = UnitRow(
            file=item.place.file,
            line=item.place.line,
            id=reader.text("id"),
            name=reader.text("name"),
            group=reader.text("group"),
            class_=reader.text("class"),
            tags=reader.texts("tags"),
            site_type=reader.text("site_type"),
            sites=reader.texts("sites"),
            exempt=reader.flag("exempt"),
        )
        rows.append(row)
        if reader.has("under"):
            under[row.id] = reader.text("under")
    return rows, under


def _below(top: FieldReader, rows: list[UnitRow], under: dict[str, str]) -> dict[str, list[str]]:
    """Return unit → ids of all units below it; a unit below itself or below an unknown one is a problem."""
    lines = {row.id: row for row in rows}
    below: dict[str, list[str]] = {}
    for unit in under:
        path = [unit]
        while path[-1] in under:
            above = under[path[-1]]
            if above not in lines or above in path:
                row = lines[unit]
                why = "绕回了自己" if above in path else f"“{above}”不在单位列表中"
                top.problems.extend((row.problem(f"上级单位（under）不对：{why}"),))
                break
            below.setdefault(above, []).append(unit)
            path.append(above)
    return below
