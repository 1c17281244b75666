"""Personal data in a page's text: identity numbers, bank cards, mobile phones; only masked values leave this module."""

import msgspec

from kaoping.facts.personal_numbers import numbers_in, plain_reading
from kaoping.facts.view import PageView


class Personal(msgspec.Struct, frozen=True, array_like=True):
    """One thing found: `type` is id_number, bank_card or phone. `around` is its masked surrounding."""

    type: str
    masked: str
    around: str


def extract(page: PageView) -> list[Personal] | None:
    """Return what looks like personal data of individuals in the page's text, or None."""
    if not plain_reading(page.text, page.shape):
        return None
    return [Personal(each.type, each.masked, each.around) for each in numbers_in(page.text, page.shape)] or None
