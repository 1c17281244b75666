"""A scheme that asks for every kind of answer, and its roster."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaoping.model.errors import Problem
from kaoping.model.roster import Roster, RosterUnit
from kaoping.runs.inputs.problems import BadInputError
from kaoping.schemes.expressions import Name
from kaoping.schemes.model import (
    Amount,
    AskSource,
    ByKey,
    Deduct,
    ImportSource,
    Item,
    Manual,
    Measure,
    Node,
    Panel,
    Part,
    ProviderSource,
    Sample,
    Scheme,
)
from tests.measures.builders import checked, scheme


def asked(name: str, kind: str, **more: Any) -> Measure:
    return Measure(name=name, title=name, kind=kind, source=AskSource(f"问：{name}？", ("网络测评",)), **more)


def _leaf(name: str, *reads: str, **more: Any) -> Node:
    rule = Deduct(tuple(Item(f"{name}/{one}", Amount(Decimal(1)), per=Name(one)) for one in reads))
    fields: dict[str, Any] = {
        "title": f"指标{name}",
        "points": Decimal(5),
        "text": f"{name}的细则",
        "clause": "附件2 一",
        "rule": rule,
    }
    return Node(**({"id": name} | fields | more))


POINTS = ByKey((("county", Decimal(10)), ("default", Decimal("7.5"))))
SCHEME: Scheme = scheme(
    asked("missing", "count"),
    asked("opened", "bool"),
    asked("updated", "date"),
    asked("reply", "duration"),
    asked("rate", "share"),
    asked("amount", "number"),
    asked("late", "count", by="quarter"),
    asked("tasks", "share", each="list"),
    asked("scores", "list"),
    asked("towns", "number", sample=Sample("t", "towns", n=Decimal(2), from_="subordinates", combine="mean")),
    Measure("rank", "排名", "number", ImportSource("全省排名"), by="quarter"),
    Measure("reported", "报送", "number", ProviderSource("contributions.reported")),
    checked("dead"),
    id="trial-2022",
    title="试行方案",
    classes={"district": ("county", "县区"), "tier1": ("department", "第一档")},
    tags={"urban": "城区"},
    checklists={"list": {"a": ("第一项", "第二项")}},
    parts=(
        Part(
            "p",
            "部分",
            Decimal(100),
            (
                _leaf("one", "missing", "opened", "dead"),
                _leaf("two", "updated", "reply", "rate", "amount", "late", "tasks", "scores", "towns"),
                _leaf("by-hand", points=POINTS, rule=Manual()),
                _leaf("review", rule=Panel(Decimal(100))),
            ),
        ),
    ),
)
ROSTER = Roster(
    (
        RosterUnit("a", "甲县", "county", "district", sites=("http://a.example/",)),
        RosterUnit("b", "乙县", "county"),
        RosterUnit("c", "丙局", "department", "tier1"),
        RosterUnit("x", "免评局", "department", exempt=True),
    )
)


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def problems_of(caught: pytest.ExceptionInfo[BadInputError]) -> list[Problem]:
    return list(caught.value.problems)
