"""Reads the `results.json` of an earlier assessment, to say what has changed since."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kaoping.model.errors import Problem
from kaoping.reports.view import PreviousResults, PreviousUnit
from kaoping.runs.inputs.problems import BadInputError


def read_previous(path: Path, as_of: date) -> PreviousResults:
    """Return the results of a `results.json`; `as_of` is the monitoring point that they must lie before.

    Raises BadInputError where the file cannot be read, is something else, or is not from an earlier day.
    """
    try:
        found = _results(json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))
    except OSError as error:
        raise _bad(path, f"上次的结果打不开（{error.strerror}）；请检查路径") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise _bad(path, "不是 kaoping 的结果文件；请指向上次结果目录中的 results.json") from error
    if found.as_of >= as_of:
        said = f"上次结果的监测时间点 {found.as_of} 不早于本次的 {as_of}；请指向更早一次的 results.json"
        raise _bad(path, said)
    return found


def _results(row: Mapping[str, Any]) -> PreviousResults:
    scheme = row["scheme"]
    return PreviousResults(
        scheme_title=_text(scheme["title"]),
        digest=_text(scheme["digest"]),
        scoring_version=str(row["scoring_version"]),
        as_of=date.fromisoformat(row["as_of"]),
        units=dict(_units(row["groups"])),
    )


def _units(groups: Mapping[str, Any]) -> Iterator[tuple[str, PreviousUnit]]:
    for group, units in groups.items():
        for unit in units:
            settled = unit["complete"] and not unit["provisional"] and unit["low"] == unit["high"]
            yield (
                _text(unit["unit"]),
                PreviousUnit(
                    name=_text(unit["name"]),
                    group=group,
                    rank=None if unit["rank"] is None else int(unit["rank"]),
                    total=_decimal(unit["total"]),
                    rate=_decimal(unit["rate"]),
                    settled=bool(settled and unit["rank"] and unit["rank_best"] == unit["rank_worst"]),
                ),
            )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _decimal(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(value)
    return Decimal(value)


def _bad(path: Path, message: str) -> BadInputError:
    return BadInputError((Problem(message, str(path)),))
