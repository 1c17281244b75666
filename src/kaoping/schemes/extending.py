"""`extends:` lays one scheme file over another before either is read, so that each line keeps its own place."""

from kaoping.schemes.read_measures import SOURCES
from kaoping.schemes.read_rules import RULE_KEYS
from kaoping.schemes.yaml_tree import Fields, Items, Scalar, Tree

BY_NAME = (
    "groups", "classes", "units", "tags", "bodies", "site_types", "parameters", "samples", "checklists", "measures",
)  # fmt: skip
BY_ID = ("parts", "indicators", "vetoes", "adjust")
SHALLOW = ("basis", "total", "rank")
REMOVE = "remove"


def overlay(child: Fields, parent: Fields) -> Fields:
    """Return `parent` with what `child` says laid over it.

    Named sections are merged entry by entry, lists of things with an `id` by id (new ones at the end), all else is
    replaced. `remove: true` on an entry or id takes the parent's away. An indicator that states a rule or indicators
    replaces the parent's rule; a measure that states a source replaces the parent's measure.
    """
    merged = Fields(dict(parent.values), dict(parent.keys), child.place)
    for key, place, value in child.pairs():
        merged.values[key] = _laid_over(key, value, parent.values.get(key))
        merged.keys[key] = place
    return merged


def _laid_over(key: str, value: Tree, theirs: Tree | None) -> Tree:
    if isinstance(value, Items) and isinstance(theirs, Items) and key in BY_ID:
        return _by_id(value, theirs)
    if not isinstance(value, Fields) or not isinstance(theirs, Fields):
        return value
    if key in BY_NAME:
        return _by_name(value, theirs)
    return _shallow(value, theirs) if key in SHALLOW else value


def _by_name(child: Fields, parent: Fields) -> Fields:
    merged = _copy(parent)
    for key, place, value in child.pairs():
        theirs = parent.values.get(key)
        if isinstance(value, Fields) and _removes(value):
            merged.values.pop(key, None)
            merged.keys.pop(key, None)
            continue
        merged.keys[key] = place
        if isinstance(value, Fields) and isinstance(theirs, Fields) and not _states(value, SOURCES):
            merged.values[key] = _shallow(value, theirs)
        else:
            merged.values[key] = value
    return merged


def _by_id(child: Items, parent: Items) -> Items:
    ours = {_id(item): item for item in child.items if _id(item)}
    merged: list[Tree] = []
    for item in parent.items:
        over = ours.pop(_id(item), None)
        if over is None:
            merged.append(item)
        elif isinstance(over, Fields) and isinstance(item, Fields) and not _removes(over):
            merged.append(_node(over, item))
    merged += [item for item in child.items if not _id(item) or _id(item) in ours]
    return Items(tuple(merged), child.place)


def _node(child: Fields, parent: Fields) -> Fields:
    rules = (*RULE_KEYS, "indicators", "use", "if")
    if not _states(child, rules):
        return overlay(child, parent)
    dropped = [key for key in rules if key in parent.values and not (key == "indicators" and key in child.values)]
    kept = _copy(parent)
    for key in dropped:
        kept.values.pop(key)
        kept.keys.pop(key)
    return overlay(child, kept)


def _states(fields: Fields, keys: tuple[str, ...]) -> bool:
    return any(key in fields.values for key in keys)


def _removes(fields: Fields) -> bool:
    value = fields.values.get(REMOVE)
    return isinstance(value, Scalar) and value.text == "true"


def _id(tree: Tree) -> str:
    value = tree.values.get("id") if isinstance(tree, Fields) else None
    return value.text if isinstance(value, Scalar) else ""


def _shallow(child: Fields, parent: Fields) -> Fields:
    return Fields(parent.values | child.values, parent.keys | child.keys, child.place)


def _copy(fields: Fields) -> Fields:
    return Fields(dict(fields.values), dict(fields.keys), fields.place)
