"""Units as people list them, checked against each other and against the scheme, all problems at once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kaoping.measures.sites import site_key
from kaoping.model.errors import Problem
from kaoping.model.roster import RosterUnit
from kaoping.runs.addresses import site_address
from kaoping.schemes.model import Scheme

_ID = re.compile(r"[\w][\w.\-]{0,79}")  # the id names files of results


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit as handed in, with its place; `sites` are addresses as typed."""

    file: str
    line: int
    id: str
    name: str
    group: str
    class_: str = ""
    tags: tuple[str, ...] = ()
    site_type: str = ""
    sites: tuple[str, ...] = ()
    exempt: bool = False

    def problem(self, message: str) -> Problem:
        return Problem(message, self.file, self.line, where=self.id)


def check_units(rows: Sequence[UnitRow], scheme: Scheme | None) -> tuple[tuple[RosterUnit, ...], list[Problem]]:
    """Return the units with normalised site addresses, and every problem: identity, grouping, sites.

    Without a scheme (it could not be loaded) groups, classes and tags are not checked.
    """
    problems = [problem for row in rows for problem in _own(row, scheme)]
    problems += _duplicates(rows)
    problems += _claims(rows)
    units = tuple(
        RosterUnit(
            id=row.id,
            name=row.name,
            group=row.group,
            class_=row.class_,
            tags=row.tags,
            site_type=row.site_type,
            sites=_distinct(row.sites),
            exempt=row.exempt,
        )
        for row in rows
    )
    return units, problems


def _distinct(sites: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses in full, each site once: over http and https, with and without www. it is one site."""
    found: dict[str, str] = {}
    for site in sites:
        address = site_address(site)
        if address is not None:
            found.setdefault(_one_site(address), address)
    return tuple(found.values())


def _one_site(address: str) -> str:
    """What the addresses of one site have in common: the crawl takes a host with and without www. for the same."""
    return site_key(address).removeprefix("www.")


def _own(row: UnitRow, scheme: Scheme | None) -> Iterator[Problem]:
    if not row.id:
        yield row.problem("单位没有编号（id）")
    elif not _ID.fullmatch(row.id):
        yield row.problem(f"单位编号“{row.id}”只能由文字、数字、“-”“_”“.”组成，以文字或数字开头，最长 80 字")
    if not row.name:
        yield row.problem("单位没有名称")
    for site in row.sites:
        if site_address(site) is None:
            yield row.problem(f"网址“{site}”不对；请写完整网址，如 https://www.example.gov.cn/")
    if scheme is not None:
        yield from _grouping(row, scheme)


def _grouping(row: UnitRow, scheme: Scheme) -> Iterator[Problem]:
    if row.group not in scheme.groups:
        yield row.problem(f"分组“{row.group}”不在方案 {scheme.id} 中；可用的分组：{_named(scheme.groups)}")
    elif row.class_ not in scheme.classes and row.class_ not in ("", row.group):  # the group again: no finer class
        yield row.problem(f"分类“{row.class_}”不在方案 {scheme.id} 中；可用的分类：{_named(scheme.classes)}")
    elif row.class_ in scheme.classes and scheme.classes[row.class_][0] != row.group:
        yield row.problem(f"分类“{row.class_}”属于分组“{scheme.classes[row.class_][0]}”，该单位的分组却是“{row.group}”")
    for tag in row.tags:
        if tag not in scheme.tags:
            yield row.problem(f"标签“{tag}”未在方案 {scheme.id} 中声明；可用的标签：{_named(scheme.tags)}")
    if row.site_type and row.site_type not in scheme.site_types:
        yield row.problem(f"网站类型“{row.site_type}”不在方案 {scheme.id} 中；可用的类型：{_named(scheme.site_types)}")


def _duplicates(rows: Iterable[UnitRow]) -> Iterator[Problem]:
    first: dict[str, UnitRow] = {}
    for row in rows:
        # results are files named by id, and some file systems do not tell upper from lower case
        before = first.setdefault(row.id.casefold(), row)
        if not row.id or before is row:
            continue
        if before.group != row.group:
            yield row.problem(
                f"单位“{row.id}”同时列在分组“{before.group}”（第 {before.line} 行）和“{row.group}”；"
                "一个单位只能在一个分组"
            )
        else:
            yield row.problem(f"单位“{row.id}”重复：第 {before.line} 行已经列过；请删去一处")


def _claims(rows: Iterable[UnitRow]) -> Iterator[Problem]:
    owner: dict[str, UnitRow] = {}
    for row in rows:
        for site in row.sites:
            address = site_address(site)
            if address is None:
                continue
            before = owner.setdefault(_one_site(address), row)
            if before is not row and before.id.casefold() != row.id.casefold():
                yield row.problem(
                    f"网站 {address} 同时属于“{before.name}”（第 {before.line} 行）和“{row.name}”；请只留一个主办单位"
                )


def _named(names: Iterable[str]) -> str:
    return "、".join(names) or "（无）"
