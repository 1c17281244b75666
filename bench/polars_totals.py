"""The totals and ranks of the invented province as most people would reckon them: one data frame, column by column.

Everything is known here and a float: no unknown values, no ranges, no score trees, no fixed-point rounding.
"""

from functools import reduce
from operator import add

import polars as pl

from bench.province import Province
from kaoping.model.measure_table import SCALE

POINTS = 10.0


def frame_of(province: Province) -> pl.DataFrame:
    """Return the measures of a province as a data frame."""
    groups = {unit.id: unit.group for unit in province.roster.units}
    units = list(province.table.units)
    columns = {name: [value / SCALE for value in one.value] for (name, _), one in province.table.columns.items()}
    return pl.DataFrame({"unit": units, "group": [groups[unit] for unit in units], **columns})


def totals(frame: pl.DataFrame, leaves: int) -> pl.DataFrame:
    """Return unit, total and rank within the group."""
    half = leaves // 2
    scored = frame.lazy().with_columns(*(_leaf(index).alias(f"n{index}") for index in range(leaves)))
    website, content = (
        pl.min_horizontal(reduce(add, (pl.col(f"n{index}") for index in part)).round(2), pl.lit(POINTS * len(part)))
        for part in (range(half), range(half, leaves))
    )
    bonus = pl.min_horizontal(pl.col("a0"), pl.lit(5.0))
    total = pl.min_horizontal(website * 0.8 + content * 0.2 + bonus, pl.lit(100.0)).round(2)
    vetoed = pl.when(pl.col("a1") > 40).then(0.0).otherwise(total).alias("total")
    rank = pl.col("total").rank("min", descending=True).over("group").alias("rank")
    return scored.select("unit", "group", vetoed).with_columns(rank).collect()


def _leaf(index: int) -> pl.Expr:
    a, b = pl.col(f"a{index}"), pl.col(f"b{index}")
    rules = (
        _deducted(0.5 * a + 0.2 * b),
        _deducted(0.5 * a + _if(b > 3, 1.0)),
        pl.when(a >= 30).then(10.0).when(a >= 10).then(5.0).when(b != 0).then(1.0).otherwise(0.0),
        pl.when(a > 20).then(6.0).when(a > 5).then(3.0).otherwise(0.0) + _if(b != 0, 2.0),
        _if(a > 3, 4.0) + 6.0 * pl.min_horizontal(b / 50, pl.lit(1.0)),
        POINTS * pl.min_horizontal(a / 45, pl.lit(1.0)),
        POINTS * a / a.max().over("group"),
    )
    return pl.when(b == 49).then(0.0).otherwise(rules[index % len(rules)])


def _deducted(taken: pl.Expr) -> pl.Expr:
    return pl.max_horizontal(POINTS - taken, pl.lit(0.0))


def _if(condition: pl.Expr, points: float) -> pl.Expr:
    return pl.when(condition).then(points).otherwise(0.0)
