"""考评对象名单: the units that a document names, by group or class, for rosters and names to be held against."""

from collections.abc import Iterator

from kaoping.schemes.model import Scheme
from kaoping.schemes.section import Section
from kaoping.schemes.yaml_tree import Fields

UNIT_LIST_KEYS = ("clause", "names")


def read_unit_lists(top: Section) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """`units: {GROUP or CLASS: {clause, names: [...]}}`; the second mapping holds the clauses."""
    names: dict[str, tuple[str, ...]] = {}
    clauses: dict[str, str] = {}
    for key, place, tree in top.entries("units"):
        if not isinstance(tree, Fields):
            top.problem(f"考评对象名单“{key}”应是映射，如{{clause: 附件1, names: [市教育局]}}", tree.place)
            continue
        section = Section(tree, key, top.reading)
        section.only(*UNIT_LIST_KEYS)
        section.required("names", "单位名称")
        section.refer("listed", key, place)
        names[key], clauses[key] = section.texts("names"), section.text("clause")
        for name in sorted({name for name in names[key] if names[key].count(name) > 1}):
            section.problem(f"“{name}”在名单中写了两次", section.key_place("names"))
    return names, clauses


def listed_names(scheme: Scheme) -> frozenset[str]:
    """Return every unit that the document names; empty where the scheme lists nobody."""
    return frozenset(name for names in scheme.units.values() for name in names)


def places_of(scheme: Scheme, name: str) -> Iterator[tuple[str, str]]:
    """Yield group and class (empty where the list is of a whole group) of every list that names a unit."""
    for key, names in scheme.units.items():
        if name in names:
            yield (scheme.classes[key][0], key) if key in scheme.classes else (key, "")
