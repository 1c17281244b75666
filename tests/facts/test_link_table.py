"""Links of a site in columns: the targets of single pages."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from kaoping.facts.record import LinkTable


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), max_size=30))
def test_targets_of_a_page_come_in_its_order(rows: list[tuple[int, int]]) -> None:
    pages, targets = array("I", (page for page, _ in rows)), array("I", (target for _, target in rows))
    by_page = LinkTable(pages, targets, bytearray(len(rows))).by_page()
    for page in range(8):
        assert by_page.of(page) == [target for number, target in rows if number == page]
