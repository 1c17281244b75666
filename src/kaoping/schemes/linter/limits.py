"""A number that the document lets the year's edition choose stays within the bounds that the document sets."""

from collections.abc import Iterator
from decimal import Decimal

from kaoping.schemes.expression_text import format_number
from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.model import Parameter, Scheme
from kaoping.schemes.quantities import stated_numbers


def limit_problems(scheme: Scheme) -> Iterator[Report]:
    """Parameters outside `at_least` and `at_most`, whichever file of the scheme's line states the number."""
    for parameter in scheme.parameters.values():
        for value in stated_numbers(parameter.value, scheme):
            said = _outside(value, parameter)
            if said:
                clause = f"（{parameter.clause}）" if parameter.clause else ""
                yield at(parameter, "limits", f"{_shown(value)}超出规定：{said}{clause}")


def _outside(value: Decimal, parameter: Parameter) -> str:
    if parameter.at_most is not None and value > parameter.at_most:
        return f"不超过{_shown(parameter.at_most)}"
    if parameter.at_least is not None and value < parameter.at_least:
        return f"不低于{_shown(parameter.at_least)}"
    return ""


def _shown(value: Decimal) -> str:
    """A fraction as a percentage, as documents write it."""
    return f"{format_number(value * 100)}%" if 0 < value < 1 else format_number(value)
