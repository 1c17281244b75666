"""Reads the fields of one mapping of an assessment file, telling the line of each that is wrong."""

from collections.abc import Sequence
from difflib import get_close_matches

from kaoping.schemes.problem_list import ProblemList
from kaoping.schemes.yaml_tree import Fields, Items, Scalar, Tree

_FLAGS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


class FieldReader:
    """Typed access to a mapping; a field that is not there reads as empty."""

    def __init__(self, tree: Fields, problems: ProblemList) -> None:
        self.tree = tree
        self.problems = problems

    def only(self, names: Sequence[str], what: str) -> None:
        """Report every field that is none of `names`."""
        for name, place in self.tree.keys.items():
            if name not in names:
                near = get_close_matches(name, names, 1)
                hint = f"，是不是 {near[0]}？" if near else f"；可用的有：{'、'.join(names)}"
                self.problems.add(place, f"{what}没有“{name}”这一项{hint}", where=name)

    def has(self, name: str) -> bool:
        return name in self.tree.values

    def problem(self, name: str, message: str) -> None:
        """Report something about a field, or about the mapping where the field is not there."""
        self.problems.add(self.tree.keys.get(name, self.tree.place), message, where=name)

    def section(self, name: str) -> "FieldReader | None":
        tree = self.tree.values.get(name)
        if tree is None:
            return None
        if not isinstance(tree, Fields):
            self.problem(name, f"{name} 应写成 {{名称: 值}} 的形式")
            return None
        return FieldReader(tree, self.problems)

    def text(self, name: str, *, required: bool = False) -> str:
        tree = self.tree.values.get(name)
        if tree is None:
            if required:
                self.problem(name, f"缺少 {name}")
            return ""
        if not isinstance(tree, Scalar):
            self.problem(name, f"{name} 应是一个值")
            return ""
        return tree.text.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of words; a single word is a list of one."""
        tree: Tree | None = self.tree.values.get(name)
        if tree is None:
            return ()
        items = tree.items if isinstance(tree, Items) else (tree,)
        if not all(isinstance(item, Scalar) for item in items):
            self.problem(name, f"{name} 应是列表，如 [甲, 乙]")
        return tuple(item.text.strip() for item in items if isinstance(item, Scalar) and item.text.strip())

    def flag(self, name: str) -> bool:
        text = self.text(name).lower()
        if text and text not in _FLAGS:
            self.problem(name, f"{name} 应为 true 或 false，写的是“{text}”")
        return _FLAGS.get(text, False)

    def number(self, name: str, *, least: float, whole: bool = False) -> float | None:
        text = self.text(name)
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if not least <= number <= 1e9 or (whole and number != int(number)):
            kind = "整数" if whole else "数"
            self.problem(name, f"{name} 应是不小于 {least:g} 的{kind}，写的是“{text}”")
            return None
        return number
