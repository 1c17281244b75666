"""Who is scored together, and what each number of the scheme is for each of them, as columns.

Units stand in the order of their ids, whatever the order of the roster. Units that every name in the scheme treats
alike share a profile, so that a number given by key is looked up once per profile and not once per unit.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kaoping.model.errors import InputError
from kaoping.model.measure_table import fixed
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.model import Applies, ByKey, Quantity, Scheme
from kaoping.schemes.pieces import pieces
from kaoping.schemes.quantities import resolve
from kaoping.schemes.standing import apart_in
from kaoping.scoring.fixed import Column, Mask


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """The units that are scored (rows of every column), and those that stand apart with the reason why."""

    scheme: Scheme
    units: tuple[RosterUnit, ...]
    apart: tuple[tuple[RosterUnit, str], ...]  # exempt | no_site
    profile: NDArray[np.intp]
    samples: tuple[RosterUnit, ...]  # one unit of each profile
    no_site: Mask
    cache: dict[object, Column] = field(default_factory=dict)
    compared: dict[str, "Peers"] = field(default_factory=dict)

    def column(self, quantity: Quantity) -> Column:
        """Return a number of the scheme for every unit, in millionths; one element where it is the same for all.

        Raises SchemeError when the scheme gives no number for some unit.
        """
        if quantity not in self.cache:
            values = [fixed(resolve(quantity, unit, self.scheme)) for unit in self.samples]
            same = len(set(values)) <= 1
            self.cache[quantity] = np.array(values[:1] or [0]) if same else np.array(values)[self.profile]
        return self.cache[quantity]

    def zeros(self) -> Column:
        """Return a column of 0."""
        return np.zeros(len(self.units), np.int64)

    def named(self, names: tuple[str, ...]) -> Mask:
        """Return which units bear any of `names` as id, name, tag, site type, class or group."""
        wanted = set(names)
        return self._mask([not wanted.isdisjoint(unit.names()) for unit in self.samples])

    def tagged(self, tag: str) -> Mask:
        """Return which units bear `tag`."""
        return self._mask([tag in unit.tags for unit in self.samples])

    def of_group(self, name: str) -> Mask:
        """Return which units are in group `name`."""
        return self._mask([unit.group == name for unit in self.samples])

    def of_class(self, name: str) -> Mask:
        """Return which units are in class `name`."""
        return self._mask([unit.class_ == name for unit in self.samples])

    def peers(self, within: str) -> "Peers":
        """Return who is compared with whom: the units of one group, or of one class of a group."""
        if within not in self.compared:
            self.compared[within] = _peers(self._circles(within))
        return self.compared[within]

    def repeated(self, count: int) -> "Population":
        """Return the same units `count` times one after the other, each time compared only among themselves."""
        circles = {within: self.peers(within).circle for within in ("group", "class")}
        compared = {within: _peers(_apart_each_time(circle, count)) for within, circle in circles.items()}
        profile, no_site = np.tile(self.profile, count), np.tile(self.no_site, count)
        return Population(
            self.scheme, self.units * count, (), profile, self.samples, no_site, cache={}, compared=compared
        )

    def _circles(self, within: str) -> NDArray[np.intp]:
        keys = [(unit.group, unit.class_ if within == "class" else "") for unit in self.samples]
        numbers = {key: index for index, key in enumerate(sorted(set(keys)))}
        return np.array([numbers[key] for key in keys], np.intp)[self.profile]

    def _mask(self, flags: list[bool]) -> Mask:
        return np.array(flags, bool)[self.profile]


@dataclass(frozen=True, slots=True, eq=False)
class Peers:
    """Units that are compared with each other: `circle` numbers the circle of each unit.

    `order` lists the units circle by circle, `first` says where in it each circle begins.
    """

    circle: NDArray[np.intp]
    order: NDArray[np.intp]
    first: NDArray[np.intp]

    def best_of_others(self, values: Column) -> Column:
        """Return for each unit the largest of the values of the others in its circle; 0 where it is alone."""
        ranked = values[self.order]
        best = np.maximum.reduceat(ranked, self.first)
        leads = values == best[self.circle]
        leaders = np.add.reduceat(leads[self.order].astype(np.int64), self.first)
        sole = leads & (leaders[self.circle] == 1)
        second = np.maximum.reduceat(np.where(sole[self.order], 0, ranked), self.first)
        result: Column = np.where(sole, second[self.circle], best[self.circle])
        return result

    def any_of_others(self, flags: Mask) -> Mask:
        """Return for which units another one of the circle is flagged."""
        count = np.add.reduceat(flags[self.order].astype(np.int64), self.first)
        flagged: Mask = count[self.circle] - flags > 0
        return flagged


def _peers(circle: NDArray[np.intp]) -> Peers:
    order = np.argsort(circle, kind="stable")
    _, first = np.unique(circle[order], return_index=True)
    return Peers(circle, order, first)


def _apart_each_time(circle: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    size = int(circle.max()) + 1 if len(circle) else 0
    return (np.arange(count)[:, None] * size + circle).ravel()


def populate(scheme: Scheme, roster: Roster) -> Population:
    """Return who is scored: exempt units, and units without a site where the scheme says so, stand apart.

    Raises InputError for an id that occurs twice and for a group that the scheme does not have.
    """
    _check(scheme, roster)
    units = sorted(roster.units, key=lambda unit: unit.id)
    standing = apart_in(scheme)
    apart = [(unit, standing(unit)) for unit in units]
    scored = tuple(unit for unit, why in apart if not why)
    own = _all_names(scheme)
    samples: dict[object, RosterUnit] = {}
    numbers: dict[object, int] = {}
    kinds = []
    for unit in scored:
        called = (unit.id if unit.id in own else "", unit.name if unit.name in own else "")
        key = (*called, unit.tags, unit.site_type, unit.class_, unit.group)
        kinds.append(numbers.setdefault(key, len(numbers)))
        samples.setdefault(key, unit)
    profile = np.array(kinds, np.intp)
    no_site = np.array([not unit.sites for unit in scored], bool)
    return Population(scheme, scored, tuple(pair for pair in apart if pair[1]), profile, (*samples.values(),), no_site)


def _check(scheme: Scheme, roster: Roster) -> None:
    seen: set[str] = set()
    for unit in roster.units:
        if unit.id in seen:
            raise InputError(f"名册中单位编号“{unit.id}”出现了两次；每个单位只能有一行，请删去或改正其中一行。")
        seen.add(unit.id)
        if unit.group not in scheme.groups:
            known = "、".join(scheme.groups)
            raise InputError(
                f"名册中单位“{unit.name}”({unit.id})的分类“{unit.group}”不在考评方案 {scheme.id} 中"
                f"（方案有：{known}）；请改正名册的分类，或换用包含该分类的方案。"
            )


def _all_names(scheme: Scheme) -> set[str]:
    """Every name by which the scheme gives a number or says whom something concerns."""
    names: set[str] = set()
    for value in pieces(scheme):
        if isinstance(value, ByKey):
            names.update(key for key, _ in value.items)
        elif isinstance(value, Applies):
            names.update(value.names)
    return names
