"""Changes between two schemes in words that an official reads, each with its clause and readers."""

from typing import Any

from kaoping.reports.difference_headings import SUBJECTS, field_name
from kaoping.reports.difference_values import SideWords
from kaoping.reports.figures import quoted
from kaoping.schemes.difference import Change, Comparison
from kaoping.schemes.difference.change import ADDED, CHANGED, REMOVED

_SHORT = 30
_LISTS = frozenset({"checklist", "units"})


class DifferenceWords:
    """Says the changes of one comparison; long ones take several lines."""

    def __init__(self, comparison: Comparison) -> None:
        self.changes = comparison.changes
        self.old, self.new = SideWords(comparison.old), SideWords(comparison.new)

    def say(self, change: Change) -> str:
        """Return what changed, beginning with what it is about and ending with clause and readers."""
        about, tail = self._about(change), self._tail(change)
        if change.kind != CHANGED:
            said = self._thing(change) + self._renamed(change)
            return f"{about}{tail}：{said}" if said else f"{about}{tail}"
        if change.field == "rule":
            return "\n".join([f"{about}{tail}", *self._rule_lines(change)])
        audience = self.new.people(change.audience)
        field = ("" if change.field == "points" else field_name(change)) + (f"，{audience}" if audience else "")
        if change.subject in _LISTS and isinstance(change.new, tuple):
            return "\n".join([f"{about}{field}{tail}", *_list_lines(change.old, change.new)])
        old, new = self.old.value(change, change.old), self.new.value(change, change.new)
        if old == new:
            return f"{about}{field}：写法或条款有变，含义不变{tail}"
        if len(old) + len(new) <= _SHORT:
            return f"{about}{field}：{old} → {new}{tail}"
        return f"{about}{field}{tail}\n原：{old}\n现：{new}"

    def _about(self, change: Change) -> str:
        if change.subject in ("scheme", "total"):
            return ""
        kind = SUBJECTS[change.subject]
        verb = {ADDED: f"新增{kind}", REMOVED: f"取消{kind}", CHANGED: "" if change.subject == "indicator" else kind}
        return verb[change.kind] + (quoted(change.title) if change.title else "")

    def _tail(self, change: Change) -> str:
        titles = (self.old if change.kind == REMOVED else self.new).titles
        readers = "、".join(dict.fromkeys(titles.get(one, one) for one in change.uses))
        return (f"（用于{readers}）" if readers else "") + (f"〔{change.clause}〕" if change.clause else "")

    def _thing(self, change: Change) -> str:
        if change.kind == ADDED:
            return self.new.thing(change.subject, change.new)
        return self.old.thing(change.subject, change.old)

    def _renamed(self, change: Change) -> str:
        """A hint where an indicator was only given another id: marks and appeals hang on ids."""
        if change.kind != ADDED or change.subject != "indicator":
            return ""
        for other in self.changes:
            if (other.kind, other.subject, other.title) == (REMOVED, "indicator", change.title):
                return f"（与取消的“{other.id}”同名：如是同一指标，编号应保持不变）"
        return ""

    def _rule_lines(self, change: Change) -> list[str]:
        """Item by item where both rules have items of the same kind, else both rules as a whole."""
        rules: tuple[Any, Any] = (change.old, change.new)
        old, new = self.old.items(change.id, rules[0]), self.new.items(change.id, rules[1])
        if not old or not new or _frame(rules[0]) != _frame(rules[1]):
            return [f"原：{self.old.rule(change.id)}", f"现：{self.new.rule(change.id)}"]
        lines = [f"取消：{text}" for name, text in old.items() if name not in new]
        lines += [f"改为：{old[name]} → {text}" for name, text in new.items() if name in old and old[name] != text]
        lines += [f"增加：{text}" for name, text in new.items() if name not in old]
        return lines or ["条款、顺序或写法有变，各项计分不变"]


def _frame(rule: Any) -> tuple[object, ...]:
    """What of a rule of items is not its items."""
    return type(rule), getattr(rule, "mode", ""), getattr(rule, "below_zero", False)


def _list_lines(old: Any, new: Any) -> list[str]:
    lines = []
    for word, ours, theirs in (("取消", old, new), ("增加", new, old)):
        found = [one for one in ours if one not in theirs]
        if found:
            lines.append(f"{word}：{'、'.join(found)}")
    return lines or ["顺序有变"]
