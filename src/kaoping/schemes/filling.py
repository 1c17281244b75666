"""`fill:` gives points to what a scheme leaves open: a short list of ids and points makes the year's edition."""

from collections.abc import Iterator
from difflib import get_close_matches

from kaoping.schemes.model import Place
from kaoping.schemes.problem_list import ProblemList
from kaoping.schemes.yaml_tree import Fields, Items, Scalar, Tree

FILL, OPEN = "fill", "open"
# under which key the points of a thing stand that a list with this key holds
_POINTS_KEY = {"parts": "points", "indicators": "points", "adjust": "limit"}


def fill_open(tree: Fields, problems: ProblemList) -> None:
    """Move the points that `fill:` states to where they are left open in `tree`, which is changed; `fill` is taken out.

    An id that there is not, and points that the document does not leave open, are problems at the line of `fill`.
    """
    written = tree.values.pop(FILL, None)
    place = tree.keys.pop(FILL, tree.place)
    if written is None:
        return
    if not isinstance(written, Fields):
        problems.add(place, "“fill”应是“编号: 分值”的映射，如{disclosure: 20, services: 25}", where=FILL, code="value")
        return
    things = dict(_things(tree))
    for name, at, value in written.pairs():
        if name in things:
            _fill(*things[name], name=name, value=value, at=at, problems=problems)
        else:
            close = get_close_matches(name, list(things), 1)
            guess = f"，是否想写“{close[0]}”" if close else ""
            problems.add(at, f"“fill”里的“{name}”不是部分、指标或加减分的编号{guess}", where=name, code="fill")


def _fill(thing: Fields, key: str, *, name: str, value: Tree, at: Place, problems: ProblemList) -> None:
    if _is_open(thing.values.get(key)):
        thing.values[key], thing.keys[key] = value, at
        return
    now = thing.values.get(key)
    if OPEN in thing.values and not isinstance(now, Scalar):
        said = "空缺的是指标，不是分值：请在 parts 中给它写 indicators"
    elif isinstance(now, Scalar):
        said = f"的分值已定（{now.text}），不是空缺；确需修改，请在 parts 中写它的 {key}"
    else:
        said = f"没有空缺的分值；确需修改，请在 parts 中写它的 {key}"
    problems.add(at, f"“fill”里的“{name}”{said}", where=name, code="fill")


def _things(tree: Fields) -> Iterator[tuple[str, tuple[Fields, str]]]:
    """Everything with an id and points, and the key of its points."""
    for key, points in _POINTS_KEY.items():
        items = tree.values.get(key)
        for item in items.items if isinstance(items, Items) else ():
            name = item.values.get("id") if isinstance(item, Fields) else None
            if isinstance(item, Fields) and isinstance(name, Scalar):
                yield name.text, (item, points)
            if isinstance(item, Fields):
                yield from _things(item)


def _is_open(tree: Tree | None) -> bool:
    return isinstance(tree, Fields) and OPEN in tree.values
