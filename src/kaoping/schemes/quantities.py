"""What a number of the scheme is for one unit: given as such, by parameter, or by key."""

from collections.abc import Iterator
from decimal import Decimal

from kaoping.model.errors import Problem, SchemeError
from kaoping.model.roster import RosterUnit
from kaoping.schemes.model import ByKey, Parameter, ParamRef, Quantity, Scheme


def resolve(quantity: Quantity, unit: RosterUnit, scheme: Scheme) -> Decimal:
    """Return the number for `unit`: the first of unit id, name, tag, site type, class, group, `default` that is a key.

    Raises SchemeError when no key matches the unit, or when a parameter is not declared or not a number.
    """
    if isinstance(quantity, Decimal):
        return quantity
    if isinstance(quantity, ParamRef):
        if quantity.name not in scheme.parameters:  # only in a scheme that did not load, as the linter sees it
            raise _problem(scheme, f"没有声明参数“${quantity.name}”", quantity.name)
        return resolve(_number(scheme.parameters[quantity.name], scheme), unit, scheme)
    assert isinstance(quantity, ByKey)
    values = dict(quantity.items)
    for key in unit.keys():  # noqa: SIM118 a unit is not a mapping
        if key in values:
            return resolve(values[key], unit, scheme)
    keys = "、".join(values)
    raise _problem(
        scheme,
        f"单位“{unit.name}”（{unit.id}）没有对应的数值：它的分类是“{unit.group}”、类别是“{unit.class_ or '未填'}”，"
        f"方案只给出了{keys}。请在名册中填写类别，或在方案中加上 default",
        unit.id,
    )


def stated_numbers(value: object, scheme: Scheme) -> Iterator[Decimal]:
    """Yield every number that a quantity may be for some unit: all its keys, all numbers of a parameter."""
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, ByKey):
        for _, inner in value.items:
            yield from stated_numbers(inner, scheme)
    elif isinstance(value, ParamRef) and value.name in scheme.parameters:
        yield from stated_numbers(scheme.parameters[value.name].value, scheme)


def _number(parameter: Parameter, scheme: Scheme) -> Quantity:
    if isinstance(parameter.value, Decimal | ParamRef | ByKey):
        return parameter.value
    raise _problem(scheme, f"参数“${parameter.name}”不是数值，这里要数值", parameter.name)


def _problem(scheme: Scheme, message: str, where: str) -> SchemeError:
    return SchemeError((Problem(message, scheme.id, where=where, code="quantity"),))
