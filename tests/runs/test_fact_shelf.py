"""Facts of pages as judging reads them: the same from memory and, for large sites, from a file."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.runs import fact_shelf
from kaoping.runs.fact_shelf import FactShelf

NAMES = ("labels", "items")
SAID = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, st.binary(max_size=40)))


def shelf_with(directory: Path, groups: list[list[dict[str, bytes]]]) -> FactShelf:
    shelf = FactShelf(directory, NAMES)
    for group in groups:
        shelf.add([pa.array([page.get(name) for page in group], pa.binary()) for name in NAMES])
    return shelf


@pytest.mark.parametrize("in_memory", [fact_shelf.IN_MEMORY, 60, 0])
def test_what_was_added_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    directory = tmp_path_factory.mktemp("shelf")
    monkeypatch.setattr(fact_shelf, "IN_MEMORY", in_memory)

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.lists(SAID, min_size=1, max_size=4), max_size=4))
    def holds(groups: list[list[dict[str, bytes]]]) -> None:
        shelf = shelf_with(directory, groups)
        pages = [page for group in groups for page in group]
        assert [dict(shelf.page(place)) for place in range(len(pages))] == pages
        assert [bool(shelf.page(place)) for place in range(len(pages))] == [bool(page) for page in pages]

    holds()
    assert list(directory.iterdir()) == [], "the scratch file has no name"


def test_a_part_of_a_column_is_added_as_it_is(tmp_path: Path) -> None:
    whole = pa.array([b"left out", b"one", None, b"two"], pa.binary())
    shelf = FactShelf(tmp_path, ("labels",))
    assert shelf.add([pa.array([b"before"], pa.binary())]) == 0
    assert shelf.add([whole.slice(1)]) == 1
    assert [shelf.page(place).get("labels") for place in range(4)] == [b"before", b"one", None, b"two"]
    with pytest.raises(KeyError):
        shelf.page(2)["labels"]
