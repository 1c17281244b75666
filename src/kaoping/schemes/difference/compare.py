"""Compares two schemes: everything that means something else, matched by id."""

from kaoping.schemes.difference.change import Change, Comparison
from kaoping.schemes.difference.declared import declared_changes
from kaoping.schemes.difference.fields import Pairing
from kaoping.schemes.difference.tree import tree_changes
from kaoping.schemes.model import Scheme


def compare(old: Scheme, new: Scheme) -> Comparison:
    """Return all changes from `old` to `new`; none exactly where both mean the same (equal digests).

    Indicators, vetoes and parts are matched by id, which editions keep; parameters, measures, samples and checklists
    by name; grades by title. Numbers are compared as units meet them, by group and class where these differ.
    """
    pairing = Pairing(old, new)
    changes: tuple[Change, ...] = (*tree_changes(pairing), *declared_changes(pairing))
    return Comparison(old, new, changes)
