"""`extends:` lays one scheme file over another before either is read, so that each line keeps its own place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from kaoping.schemes.filling import fill_open
from kaoping.schemes.model import Place
from kaoping.schemes.problem_list import ProblemList
from kaoping.schemes.read_measures import SOURCES
from kaoping.schemes.read_rules import RULE_KEYS
from kaoping.schemes.yaml_tree import Fields, Items, Scalar, Tree

BY_NAME = {
    "groups": "分类", "classes": "类别", "units": "单位", "tags": "标签", "bodies": "下级机构",
    "site_types": "网站类型", "parameters": "参数", "samples": "抽样", "checklists": "清单", "measures": "测评值",
}  # fmt: skip
BY_ID = {"parts": "部分", "indicators": "指标", "vetoes": "单项否决", "adjust": "加减分", "convert": "折合"}
SHALLOW = ("basis", "total", "rank")
REMOVE = "remove"
# what a new entry cannot do without: one that lacks all of these was meant to change something of the parent's
_NEW_BY_ID = {"vetoes": ("if", "use"), "convert": ("to",)}
_NEW_BY_NAME = {"measures": SOURCES, "parameters": ("value",)}
_REPLACED = (*RULE_KEYS, "indicators", "use", "if")


@dataclass(frozen=True, slots=True)
class Extended:
    """A file laid over its parent; `removed` says where a name of the parent's was taken away."""

    tree: Fields
    removed: dict[str, Place] = field(default_factory=dict)


def extend(child: Fields, parent: Fields, problems: ProblemList) -> Extended:
    """Return `parent` with what `child` says laid over it.

    Named sections are merged entry by entry, lists of things with an `id` by id (new ones at the end), all else is
    replaced. `remove: true` on an entry or id takes the parent's away. An indicator that states a rule or indicators
    replaces the parent's rule; a measure that states a source replaces the parent's measure. `fill:` gives points to
    what the parent leaves open. What names nothing of the parent's is a problem at its line, and is left out.
    """
    _check_identity(child, parent, problems)
    over = _Overlay(parent, problems)
    tree = over.lay(child, parent)
    fill_open(tree, problems)
    return Extended(tree, over.removed)


def id_of(tree: Tree) -> str:
    """The `id` of a mapping (of a conversion: what it converts), "" where it has none."""
    if not isinstance(tree, Fields):
        return ""
    value = tree.values.get("id", tree.values.get("from"))
    return value.text if isinstance(value, Scalar) else ""


def _check_identity(child: Fields, parent: Fields, problems: ProblemList) -> None:
    """A year's scheme is not the one it extends: results name it by its own id."""
    theirs, own = id_of(parent), child.values.get("id")
    if own is None:
        message = f"缺少“id”：在“{theirs}”上修改的方案要有自己的编号，如“{theirs}-plan”"
        problems.add(child.place, message, where="id", code="missing")
    elif isinstance(own, Scalar) and own.text == theirs:
        message = f"编号与上级方案“{theirs}”相同，请另起一个，如“{theirs}-plan”"
        problems.add(own.place, message, where="id", code="duplicate-id")
    if "title" not in child.values:
        problems.add(child.place, "缺少“title”：请写本方案的名称", where="title", code="missing")


class _Overlay:
    """Lays files over one another. `homes`: under what each id of the parent stands."""

    def __init__(self, parent: Fields, problems: ProblemList) -> None:
        self.name = id_of(parent)
        self.problems = problems
        self.homes = dict(_homes(parent, ""))
        self.removed: dict[str, Place] = {}

    def lay(self, child: Fields, parent: Fields) -> Fields:
        merged = Fields(dict(parent.values), dict(parent.keys), child.place)
        for key, place, value in child.pairs():
            merged.values[key] = self._laid_over(key, value, parent.values.get(key))
            merged.keys[key] = place
        return merged

    def _laid_over(self, key: str, value: Tree, theirs: Tree | None) -> Tree:
        if isinstance(value, Items) and key in BY_ID:
            return self._by_id(key, value, theirs if isinstance(theirs, Items) else Items((), value.place))
        if not isinstance(value, Fields):
            return value
        if key in BY_NAME:
            return self._by_name(key, value, theirs if isinstance(theirs, Fields) else Fields({}, {}, value.place))
        return _shallow(value, theirs) if key in SHALLOW and isinstance(theirs, Fields) else value

    # ---- named sections

    def _by_name(self, section: str, child: Fields, parent: Fields) -> Fields:
        merged = _copy(parent)
        for name, place, value in child.pairs():
            theirs = parent.values.get(name)
            if theirs is None and self._unfit_name(section, name, child, list(parent.values)):
                continue
            if isinstance(value, Fields) and _removes(value):
                merged.values.pop(name)
                merged.keys.pop(name)
                self.removed[name] = place
                continue
            merged.keys[name] = place
            if isinstance(value, Fields) and isinstance(theirs, Fields) and not _states(value, SOURCES):
                merged.values[name] = _shallow(value, theirs)
            else:
                merged.values[name] = value
        return merged

    def _unfit_name(self, section: str, name: str, child: Fields, known: list[str]) -> bool:
        """Report an entry that changes or removes something the parent does not have."""
        value, place = child.values[name], child.keys[name]
        if not isinstance(value, Fields):
            return False
        title, needed = BY_NAME[section], _NEW_BY_NAME.get(section, ())
        guess = _guess(name, known)
        if _removes(value):
            self._report(place, name, f"没有{title}“{name}”，不能去掉{guess}")
            return True
        if needed and not _states(value, needed):
            self._report(place, name, f"没有{title}“{name}”{guess}；如是新增，请写{'、'.join(needed)}")
            return True
        return False

    # ---- lists by id

    def _by_id(self, section: str, child: Items, parent: Items) -> Items:
        known = [id_of(item) for item in parent.items]
        ours = {id_of(item): item for item in child.items if id_of(item) in known}
        merged: list[Tree] = []
        for item in parent.items:
            over = ours.get(id_of(item))
            if over is None or not isinstance(item, Fields) or not isinstance(over, Fields):
                merged.append(item)
            elif _removes(over):
                self._remove(item, over.place)
            else:
                merged.append(self._node(over, item))
        merged += [item for item in child.items if id_of(item) not in known and not self._unfit(section, item, known)]
        return Items(tuple(merged), child.place)

    def _node(self, child: Fields, parent: Fields) -> Fields:
        if not _states(child, _REPLACED):
            return self.lay(child, parent)
        kept = _copy(parent)
        for key in _REPLACED:
            if key in parent.values and not (key == "indicators" and key in child.values):
                self._remove_below(kept.values.pop(key), child.place)
                kept.keys.pop(key)
        return self.lay(child, kept)

    def _unfit(self, section: str, item: Tree, known: list[str]) -> bool:
        """Report an item that changes or removes something the parent does not have in this list."""
        name = id_of(item)
        if not isinstance(item, Fields) or not name:
            return False
        title, needed = BY_ID[section], _NEW_BY_ID.get(section, ("title",))
        if not _removes(item) and _states(item, needed):
            return False
        if name in self.homes:
            home = f"“{self.homes[name]}”" if self.homes[name] else "最外层"
            self._report(item.place, name, f"中“{name}”在{home}之下，不在这里，请移到那里写")
            return True
        guess = _guess(name, [*known, *self.homes])
        new = "" if _removes(item) else f"；如是新增，请写{'、'.join(needed)}"
        self._report(item.place, name, f"没有编号为“{name}”的{title}{guess}{new}")
        return True

    def _remove(self, tree: Tree, place: Place) -> None:
        name = id_of(tree)
        if name:
            self.removed[name] = place
        if isinstance(tree, Fields):
            for key in BY_ID:
                if key in tree.values:
                    self._remove_below(tree.values[key], place)

    def _remove_below(self, tree: Tree, place: Place) -> None:
        for item in tree.items if isinstance(tree, Items) else ():
            self._remove(item, place)

    def _report(self, place: Place, name: str, said: str) -> None:
        self.problems.add(place, f"上级方案“{self.name}”{said}", where=name, code="extends")


# ---- pieces ------------------------------------------------------------------------------------------------------


def _homes(tree: Fields, home: str) -> Iterator[tuple[str, str]]:
    """Every id in a file, with the id under which it stands."""
    for key in BY_ID:
        items = tree.values.get(key) if key != "convert" else None
        for item in items.items if isinstance(items, Items) else ():
            if isinstance(item, Fields):
                yield id_of(item), home
                yield from _homes(item, id_of(item))


def _guess(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f"，是否想写“{close[0]}”" if close else ""


def _states(fields: Fields, keys: tuple[str, ...]) -> bool:
    return any(key in fields.values for key in keys)


def _removes(fields: Fields) -> bool:
    value = fields.values.get(REMOVE)
    return isinstance(value, Scalar) and value.text == "true"


def _shallow(child: Fields, parent: Fields) -> Fields:
    return Fields(parent.values | child.values, parent.keys | child.keys, child.place)


def _copy(fields: Fields) -> Fields:
    return Fields(dict(fields.values), dict(fields.keys), fields.place)
