"""The results of an earlier assessment are read as they were written, and other files are refused by name."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaoping.model.errors import InputError
from kaoping.runs.inputs.previous_results import read_previous
from kaoping.runs.score_tables import score_tables
from tests.runs.test_score_tables import request

DAY = date(2023, 12, 31)


def results(folder: Path) -> Path:
    score_tables(request(folder, "abc", "a,dead,,3,known\nb,dead,,2,known\n"))
    return folder / "out" / "results.json"


def test_what_was_written_is_read(tmp_path: Path) -> None:
    previous = read_previous(results(tmp_path), DAY)
    assert (previous.scheme_title, previous.as_of) == ("小方案", date(2022, 12, 31))
    assert previous.digest.startswith("sha256:")
    a, b, c = (previous.units[name] for name in "abc")
    assert (b.name, b.group, b.total, b.rate) == ("单位b", "county", Decimal(8), Decimal("0.8"))
    assert (a.total, c.total, c.settled) == (Decimal(7), None, False)


def test_a_unit_is_settled_only_where_its_rank_is(tmp_path: Path) -> None:
    previous = read_previous(results(tmp_path), DAY)
    assert {name: unit.settled for name, unit in previous.units.items()} == {"a": False, "b": False, "c": False}
    score_tables(request(tmp_path, "ab", "a,dead,,3,known\nb,dead,,2,known\n"))
    previous = read_previous(tmp_path / "out" / "results.json", DAY)
    assert {name: (unit.rank, unit.settled) for name, unit in previous.units.items()} == {
        "a": (2, True),
        "b": (1, True),
    }


@pytest.mark.parametrize("day", [date(2022, 12, 31), date(2022, 1, 1)])
def test_results_that_are_not_earlier_are_refused(tmp_path: Path, day: date) -> None:
    with pytest.raises(InputError, match=f"上次结果的监测时间点 2022-12-31 不早于本次的 {day}"):
        read_previous(results(tmp_path), day)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.pop("scheme"),
        lambda row: row.update(as_of="去年"),
        lambda row: row.update(groups=[]),
        lambda row: row["groups"]["county"].append(1),
        lambda row: row["groups"]["county"][0].update(total="七"),
        lambda row: row["groups"]["county"][0].update(unit=None),
    ],
)
def test_other_files_are_refused(tmp_path: Path, change: Any) -> None:
    path = results(tmp_path)
    row = json.loads(path.read_text(encoding="utf-8"))
    change(row)
    path.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(InputError, match=r"results\.json.*不是 kaoping 的结果文件"):
        read_previous(path, DAY)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="上次的结果打不开"):
        read_previous(tmp_path / "nothing.json", DAY)
