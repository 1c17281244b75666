"""Reads the list of candidates for a draw: which things each unit has that may be drawn, as CSV or Excel."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kaoping.draws.plain_text import plain
from kaoping.draws.plans import PoolPlan
from kaoping.draws.values import Candidate, Pool, PoolName
from kaoping.measures.periods import normal_period
from kaoping.model.errors import Problem
from kaoping.runs.inputs.problems import refuse
from kaoping.runs.inputs.tabular import Row, read_rows
from kaoping.runs.inputs.workbook import read_sheet_rows

REQUIRED = ("sample", "unit", "item")
OPTIONAL = ("period", "name")
TITLES = {
    "抽样编号": "sample", "单位编号": "unit", "期次": "period", "对象": "item", "名称": "name",
}  # fmt: skip
SEVERAL = "、"  # between samples that a candidate belongs to
_SEVERAL = re.compile(r"[\s、，,；;|]+")
NOTHING = "无"  # written for a unit that has nothing to draw from


@dataclass(frozen=True, slots=True)
class Listed:
    """The pools that a list fills, and the plans that it says nothing about: those are not drawn this time."""

    pools: tuple[Pool, ...]
    missing: tuple[PoolPlan, ...]


def read_candidates(path: Path, plans: Sequence[PoolPlan]) -> Listed:
    """Return what a file of candidates (columns sample, unit, item, name, period) lists for `plans`.

    A row may name several samples, of which the same things are candidates (乡镇 that two indicators draw from).
    A unit that has nothing to draw from says 无 for the item: a unit that is merely forgotten must not pass for one.
    Draws of indicators need no list. Raises BadInputError naming every bad line: an unknown sample or unit, an item
    listed twice or left empty, a period where there is none or none where there is one.
    """
    reader = _Reader(path, [plan for plan in plans if not plan.children])
    for row in _rows(path):
        reader.take(row)
    refuse(reader.problems)
    listed = {entry.plan for entry in reader.entries.values()}
    own = (Pool(plan.name, plan.n, plan.title, plan.children) for plan in plans if plan.children)
    missing = (plan for plan in plans if not plan.children and plan not in listed)
    return Listed((*reader.pools(), *own), tuple(missing))


def _rows(path: Path) -> list[Row]:
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return read_sheet_rows(path, REQUIRED, TITLES)
    return read_rows(path, REQUIRED, OPTIONAL, TITLES)


@dataclass(slots=True)
class _Entry:
    """One pool as far as it is read: candidates by id with their lines; None stands for `NOTHING`."""

    plan: PoolPlan
    rows: dict[str, tuple[int, Candidate | None]] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    """Sorts rows into pools and collects what is wrong with them."""

    path: Path
    plans: Sequence[PoolPlan]
    problems: list[Problem] = field(default_factory=list)
    entries: dict[PoolName, _Entry] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Enter one row in the pool of each sample that it names, or what is wrong with it."""
        for sample in _SEVERAL.split(row["sample"].strip("、，,；; ")):
            found = self._place(row, sample)
            if found is not None:
                self._enter(row, *found)

    def _enter(self, row: Row, name: PoolName, plan: PoolPlan) -> None:
        rows = self.entries.setdefault(name, _Entry(plan)).rows
        item = plain(row["item"])
        if item in ("", "-"):
            self._bad(row, "item", f"没有填对象；这个单位没有可抽查的，请填“{NOTHING}”")
        elif rows and (item == NOTHING) != (NOTHING in rows):
            self._bad(row, "item", f"同一份名单既填了“{NOTHING}”又列了对象；请删去一种")
        elif item in rows:
            self._bad(row, "item", f"“{item}”与第 {rows[item][0]} 行重复；请删去一行")
        else:
            rows[item] = (row.line, None if item == NOTHING else Candidate(item, plain(row["name"]) or item))

    def pools(self) -> tuple[Pool, ...]:
        """Return what was entered."""
        return tuple(
            Pool(name, entry.plan.n, entry.plan.title, tuple(one for _, one in entry.rows.values() if one is not None))
            for name, entry in self.entries.items()
        )

    def _place(self, row: Row, sample: str) -> tuple[PoolName, PoolPlan] | None:
        unit, period = row["unit"], row["period"]
        plans = [plan for plan in self.plans if (plan.name.id, plan.name.unit) == (sample, unit)]
        if not plans:
            self._bad(row, *self._unknown(sample, unit))
            return None
        for plan in plans:
            normal = _period(period, plan.every)
            if normal is not None:
                return replace(plan.name, period=normal), plan
        kinds = "、".join(_EXAMPLES[plan.every] for plan in plans)
        self._bad(row, "period", f"期次“{period}”不对：这个抽样的期次应{kinds}")
        return None

    def _unknown(self, sample: str, unit: str) -> tuple[str, str]:
        samples = list(dict.fromkeys(plan.name.id for plan in self.plans))
        if sample not in samples:
            return "sample", f"方案没有要列名单的抽样“{sample}”；可用的有：{'、'.join(samples) or '（无）'}"
        return "unit", f"“{unit}”不是要抽“{sample}”的单位；请与考评文件核对"

    def _bad(self, row: Row, where: str, message: str) -> None:
        problem = Problem(message, str(self.path), row.line, where=where)
        if problem not in self.problems[-1:]:  # a row for several samples has the same fault once
            self.problems.append(problem)


_EXAMPLES = {"": "留空", "month": "写成 2022-03", "quarter": "写成 2022Q1", "year": "写成 2022"}


def _period(text: str, every: str) -> str | None:
    """The period in its normal form; None where the text is not one of that length."""
    if not every:
        return None if text else ""
    try:
        return normal_period(text, every)
    except ValueError:
        return None
