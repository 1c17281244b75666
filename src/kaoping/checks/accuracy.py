"""How often each check was right, from the one generated file that says so."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib import resources


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Figures of one check. `precision` and `recall` are of real pages only and None where none are labelled yet.

    `n_real` counts labelled things on real pages, `n_fixture` the cases made for the check. `precision_range` and
    `recall_range` are bounds at 95 % confidence; `enough` says that there are faults enough (样本) for the shares to
    mean something. `elsewhere` is why saved pages cannot tell, and `made` what the cases gave (see docs/accuracy.md).
    """

    precision: float | None
    recall: float | None
    n_real: int
    n_fixture: int
    precision_range: tuple[float, float] | None = None
    recall_range: tuple[float, float] | None = None
    enough: bool = False
    elsewhere: str = ""
    made: Mapping[str, int] = field(default_factory=dict)

    def words(self) -> str:
        """Return the figures as `kaoping checks list` shows them."""
        if not self.n_real:
            right, missed, wrong = (self.made.get(name, 0) for name in ("right", "missed", "wrong"))
            made = f"自编样本应报 {right + missed} 报出 {right} 误报 {wrong}"
            return f"{self.elsewhere or '真实页面尚未标注'}（{made}）"
        shown = f"精确率 {_percent(self.precision)}，召回率 {_percent(self.recall)}"
        return f"{shown}（{self.n_real} 个真实样本{'' if self.enough else '，样本不足'}）"


NOTHING = Accuracy(None, None, 0, 0)
_FIELDS = frozenset(each.name for each in fields(Accuracy))


def accuracy() -> Mapping[str, Accuracy]:
    """Return the figures by check id; a check that the file does not name has none."""
    text = resources.files("kaoping.checks").joinpath("data/accuracy.json").read_text(encoding="utf-8")
    stored = json.loads(text)
    return {name: Accuracy(**{k: v for k, v in row.items() if k in _FIELDS}) for name, row in stored.items()}


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.1f}%"
