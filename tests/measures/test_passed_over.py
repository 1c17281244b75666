"""What a draw passed over need not be asked, unless something else reads it as well."""

from kaoping.measures.questions import passed_over
from kaoping.schemes.model import Draw, Manual, Scheme
from tests.scoring.build import branch, deduct, leaf, part, quantity, scheme


def drawing() -> Scheme:
    """Two of three fields are drawn; `shared` is read by a field and by an indicator outside."""
    fields = branch(
        "fields",
        20,
        leaf("a", 10, deduct("1 per only_a", "1 per shared")),
        branch("b", 10, leaf("b1", 10, Manual())),
        leaf("c", 10, deduct("1 per only_c")),
        draw=Draw(quantity(2)),
    )
    kinds = {"only_a": "count", "only_c": "count", "shared": "count"}
    return scheme(part("part", fields, leaf("outside", 5, deduct("1 per shared"))), kinds=kinds)


def test_nothing_is_passed_over_before_the_draw() -> None:
    assert passed_over(drawing(), {}, "x") == frozenset()
    assert passed_over(drawing(), {"fields": {"other": ("a", "b")}}, "x") == frozenset()


def test_what_was_not_drawn_is_passed_over() -> None:
    assert passed_over(drawing(), {"fields": {"*": ("a", "c")}}, "x") == {"b1"}
    assert passed_over(drawing(), {"fields": {"*": ("a", "b")}}, "x") == {"only_c"}


def test_what_something_else_reads_is_asked() -> None:
    assert passed_over(drawing(), {"fields": {"*": ("b", "c")}}, "x") == {"only_a"}


def test_a_unit_with_a_draw_of_its_own() -> None:
    drawn = {"fields": {"*": ("a", "b"), "x": ("a", "c")}}
    assert passed_over(drawing(), drawn, "x") == {"b1"}
    assert passed_over(drawing(), drawn, "y") == {"only_c"}
