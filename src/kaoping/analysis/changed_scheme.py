"""A scheme with other weights or parameters, or without a part, an adjustment or a veto."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kaoping.analysis.changes import SetParameter, SetWeight
from kaoping.model.errors import InputError, SchemeError
from kaoping.model.roster import RosterUnit
from kaoping.schemes.expressions import Duration, Points
from kaoping.schemes.model import Adjustment, ByKey, ParamRef, Part, Quantity, Scheme, Veto
from kaoping.schemes.pieces import pieces
from kaoping.schemes.quantities import resolve

_MILLIONTH = Decimal("0.000001")


def with_parameter(scheme: Scheme, change: SetParameter, units: Sequence[RosterUnit]) -> Scheme:
    """Return the scheme with another value of a parameter.

    Raises InputError for a parameter that checks or draws read: what they found would have to be found again.
    """
    name, stated = change.parameter, scheme.parameters[change.parameter].value
    if _reads_parameter((tuple(scheme.measures.values()), tuple(scheme.samples.values())), name):
        raise InputError(
            f"参数“{name}”决定检查什么、抽查几个，改了要重新检查，不能试算。"
            "请在方案中改好后，用 kaoping assess 重新判定。"
        )
    if isinstance(stated, Duration) != isinstance(change.value, Duration) or isinstance(stated, str | tuple | bool):
        kind = "时限（如 14d、3wd、2mo）" if isinstance(stated, Duration) else "数"
        raise InputError(f"参数“{name}”应是{kind}，不能改成所给的值。")
    value: Quantity | Duration = change.value
    if change.only:
        if isinstance(stated, Duration) or isinstance(change.value, Duration):
            raise InputError(f"参数“{name}”是时限，只能对所有单位一起试改；请去掉 @{change.only}。")
        value = _by_unit(units, _concerning(scheme, change.only, (stated, change.value)))
    changed = replace(scheme.parameters[name], value=value)
    return replace(scheme, parameters={**scheme.parameters, name: changed})


def with_weight(scheme: Scheme, change: SetWeight, units: Sequence[RosterUnit], *, scale_others: bool) -> Scheme:
    """Return the scheme with another weight of a part.

    With `scale_others` the other parts share what is left of what all weigh together. Raises InputError where the
    scheme weighs no parts, or the others weigh nothing.
    """
    if scheme.total.combine != "weighted":
        raise InputError(f"考评方案 {scheme.id} 的各部分直接相加，没有权重可以试改。")
    wanted = {unit.id: _weights(scheme, change, unit, scale_others) for unit in units}
    parts = [replace(part, weight=_by_unit(units, _of(wanted, part.id))) for part in scheme.parts]
    return replace(scheme, parts=tuple(parts))


def without(scheme: Scheme, name: str) -> Scheme:
    """Return the scheme without a part, adjustment or veto; raises InputError where something else reads its points."""
    parts = tuple(_without(part, name) for part in scheme.parts if part.id != name)
    left = replace(
        scheme,
        parts=parts,
        vetoes=tuple(veto for veto in scheme.vetoes if veto.id != name),
        adjust=tuple(one for one in scheme.adjust if one.id != name),
        convert=tuple(one for one in scheme.convert if one.from_ != name),
    )
    gone = _scored_ids(scheme) - _scored_ids(left)
    if any(isinstance(piece, Points) and piece.node in gone for piece in pieces(left)):
        raise InputError(f"否决或加减分的条件用到了“{name}”的得分，不能去掉；请先去掉用到它的条目。")
    return left


def removable(scheme: Scheme) -> dict[str, str]:
    """Return the titles of parts, adjustments and vetoes by id."""
    named: list[Adjustment | Veto] = [
        *_adjustments(scheme),
        *scheme.vetoes,
        *(veto for part in scheme.parts for veto in part.vetoes),
    ]
    return {one.id: one.title for one in named} | {part.id: part.title for part in scheme.parts}


def bears(unit: RosterUnit, name: str) -> bool:
    """Tell whether a unit bears a name: id, name, tag, site type, class or group; everybody bears ""."""
    return not name or name in unit.names()


def _scored_ids(scheme: Scheme) -> set[str]:
    nodes = {node.id for node in scheme.nodes()}
    return nodes | {part.id for part in scheme.parts} | {one.id for one in _adjustments(scheme)}


def _adjustments(scheme: Scheme) -> tuple[Adjustment, ...]:
    return (*(one for part in scheme.parts for one in part.adjust), *scheme.adjust)


def _without(part: Part, name: str) -> Part:
    vetoes = tuple(veto for veto in part.vetoes if veto.id != name)
    return replace(part, vetoes=vetoes, adjust=tuple(one for one in part.adjust if one.id != name))


def _concerning(scheme: Scheme, only: str, values: tuple[Quantity, Decimal]) -> Callable[[RosterUnit], Decimal | None]:
    """Return what a number is for a unit: the second value where it bears `only`, else the first; None where none."""
    stated, new = values

    def value(unit: RosterUnit) -> Decimal | None:
        if bears(unit, only):
            return new
        try:
            return resolve(stated, unit, scheme)
        except SchemeError:  # no number was given for this unit before, either
            return None

    return value


def _weights(scheme: Scheme, change: SetWeight, unit: RosterUnit, scale_others: bool) -> dict[str, Decimal]:
    """Return what every part weighs for one unit."""
    old = {part.id: Decimal(0) if part.weight is None else resolve(part.weight, unit, scheme) for part in scheme.parts}
    if not bears(unit, change.only) or old[change.part] == change.weight:
        return old
    rest = sum(old.values()) - old[change.part]
    left = rest + old[change.part] - change.weight
    if not scale_others:
        return {**old, change.part: change.weight}
    if rest == 0 or left < 0:
        raise InputError(
            f"部分“{change.part}”的权重改为 {change.weight:%} 后，其他部分没有可以调整的权重。"
            "请改小，或加 --siblings keep。"
        )
    shared = {name: (weight * left / rest).quantize(_MILLIONTH) for name, weight in old.items() if name != change.part}
    heaviest = max(shared, key=lambda name: shared[name])
    shared[heaviest] += left - sum(shared.values())  # what rounding has left over
    return {**shared, change.part: change.weight}


def _of(wanted: Mapping[str, Mapping[str, Decimal]], part: str) -> Callable[[RosterUnit], Decimal]:
    return lambda unit: wanted[unit.id][part]


def _by_unit(units: Sequence[RosterUnit], value: Callable[[RosterUnit], Decimal | None]) -> Quantity:
    """Return a number of the scheme that is `value` for every unit, by the coarsest names that tell units apart."""
    namings: tuple[Callable[[RosterUnit], str], ...] = (
        lambda _: "default",
        lambda unit: unit.group,
        lambda unit: unit.id,
    )
    found: dict[str, set[Decimal | None]] = {}
    for name in namings:
        found = {}
        for unit in units:
            found.setdefault(name(unit), set()).add(value(unit))
        if all(len(values) == 1 for values in found.values()):
            break
    return ByKey(tuple((key, number) for key, (number,) in found.items() if number is not None))


def _reads_parameter(value: object, name: str) -> bool:
    return any(piece == ParamRef(name) for piece in pieces(value))
