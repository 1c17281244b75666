"""Drafts the list of candidates for a draw: a row for everything that an inspection found, a blank one for the rest."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from kaoping.draws.plans import PoolPlan, plan_pools, samples_of
from kaoping.draws.values import Candidate
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import FactStore
from kaoping.measures.periods import periods_between
from kaoping.model.errors import InputError
from kaoping.model.outcomes import PageKind
from kaoping.reports.grid import Cell, Column, Grid, write_workbook
from kaoping.runs.addresses import site_address
from kaoping.runs.assess import monitoring_point
from kaoping.runs.batch import ASSESSED, MANIFEST, BatchSite, stored_sites
from kaoping.runs.collect import site_record
from kaoping.runs.inputs.assessment import Assessment
from kaoping.runs.inputs.candidates import NOTHING, SEVERAL

PAGES = "pages"
KINDS: Mapping[str, tuple[str, ...]] = {  # what a sample is of → the kinds of columns in which that is found
    "service_guides": ("services",),
    "policy_documents": ("policy",),
    "interpretations": ("interpretation",),
    "messages": ("consultation",),
}
_COLUMNS = (
    *(Column("抽样编号", 22), Column("单位编号", 14), Column("单位名称", 24), Column("期次", 10)),
    *(Column("对象", 60), Column("名称", 50), Column("说明", 44)),
)


def draft_candidates(path: Path, assessment: Assessment, results: Path | None) -> tuple[int, int]:
    """Write a workbook to complete and hand to `kaoping draw seal`; `results` is an assessment's folder, if any.

    Returns how many candidates were found, and how many lists are left to people. Raises InputError where `results`
    holds no inspection.
    """
    finder = _Finder(assessment, results)
    lists = [(shared, period, finder.of(shared[0])) for shared, period in _shared(assessment)]
    names = {unit.id: unit.name for unit in assessment.roster.units}
    rows: list[list[Cell]] = []
    for plans, period, found in lists:
        unit = plans[0].name.unit
        head: list[Cell] = [SEVERAL.join(plan.name.id for plan in plans), unit, names[unit], period]
        rows += [[*head, *cells] for cells in _cells(plans, found)]
    grid = Grid("候选名单", _COLUMNS, rows, frozen=3)
    write_workbook(path, [grid], "随机抽查候选名单", monitoring_point(assessment.as_of))
    return sum(len(found) for _, _, found in lists), sum(not found for _, _, found in lists)


def _shared(assessment: Assessment) -> Iterator[tuple[list[PoolPlan], str]]:
    """Plans that draw from the same list, with its period: of the same things or bodies of a unit."""
    samples = samples_of(assessment.scheme)
    alike: dict[tuple[str, str, str, str], list[PoolPlan]] = defaultdict(list)
    for plan in plan_pools(assessment.scheme, assessment.roster):
        if not plan.children:
            sample = samples[plan.name.id]
            alike[plan.name.unit, sample.of, sample.bodies, plan.every].append(plan)
    for plans in alike.values():
        yield from ((plans, period) for period in _periods(plans[0], assessment))


def _cells(plans: list[PoolPlan], found: list[Candidate]) -> Iterator[list[Cell]]:
    numbers = "、".join(dict.fromkeys(f"{plan.n} 个" for plan in plans))
    what = f"{plans[0].title}，抽 {numbers}"
    if not found:
        yield ["", "", f"{what}：请列出全部，每个一行；没有可抽查的，对象填“{NOTHING}”"]
    for number, candidate in enumerate(found):
        advice = f"{what}：巡检找到 {len(found)} 个，请核对增删"
        yield [candidate.id, candidate.name, "" if number else advice]


def _periods(plan: PoolPlan, assessment: Assessment) -> tuple[str, ...]:
    first = assessment.counts_from or date(assessment.as_of.year, 1, 1)
    return periods_between(first, assessment.as_of, plan.every) if plan.every else ("",)


class _Finder:
    """Finds candidates on the main sites of units as they were inspected."""

    def __init__(self, assessment: Assessment, results: Path | None) -> None:
        self._point = monitoring_point(assessment.as_of)
        self._of = {name: sample.of for name, sample in samples_of(assessment.scheme).items()}
        self._sites = _stored(results) if results is not None else {}
        self._main = {unit.id: site_address(unit.sites[0]) for unit in assessment.roster.units if unit.sites}
        self._stores: dict[str, FactStore] = {}

    def of(self, plan: PoolPlan) -> list[Candidate]:
        """Return what a plan may draw from, by address; nothing where no machine can tell."""
        site, of = self._sites.get(self._main.get(plan.name.unit) or ""), self._of[plan.name.id]
        if site is None or not site.sealed or (of != PAGES and of not in KINDS):
            return []
        if site.url not in self._stores:
            self._stores[site.url] = FactStore(site_record(site.url, site.directory, self._point))
        store = self._stores[site.url]
        found = _articles(store.get(Pages)) if of == PAGES else _items(store.get(Columns), KINDS[of])
        return [Candidate(url, name) for url, name in sorted(found.items())]


def _items(columns: Columns, kinds: tuple[str, ...]) -> dict[str, str]:
    return {item.url: item.text for column in columns.of_kinds(kinds) for item in column.items if item.url}


def _articles(pages: Pages) -> dict[str, str]:
    addresses = (pages.records[number].final_url for number in pages.of_kind(PageKind.ARTICLE))
    return {address: address for address in addresses}


def _stored(results: Path) -> dict[str, BatchSite]:
    if not (results / ASSESSED / MANIFEST).exists():
        raise InputError(
            f"{results}：这里没有考评的巡检结果（缺 {ASSESSED}/{MANIFEST}）。请给出 kaoping assess 的结果目录。"
        )
    return {site.url: site for site in stored_sites(results / ASSESSED)}
