"""Segments on disk: what goes in comes out, and what was never committed does not count."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kaoping.model.errors import StorageError
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life, LinkKind
from kaoping.runs.segments import SegmentSink, read_site_tables, seal_segments
from tests.runs.records import SITE, page, parsed, target


def extractor(name: str, extract: Callable[[Any], Any]) -> Any:
    return SimpleNamespace(name=name, extract=extract, encode=lambda value: f'"{value}"'.encode())


def sink_in(directory: Path) -> SegmentSink:
    return SegmentSink(directory, {"title": extractor("title", lambda view: view.tree.css_first("title").text())})


def test_rows_survive_the_round_trip(tmp_path: Path) -> None:
    sink = sink_in(tmp_path)
    home = page(0, redirects=((f"{SITE}old", 301),), headers={"last-modified": "Sat, 31 Dec 2022 00:00:00 GMT"})
    broken = page(1, status=None, fault=Fault.SITE, reason="timeout", content_type="")
    dead = target(1, Life.DEAD, kind=LinkKind.ATTACHMENT, fault=Fault.SITE, looks=2)
    sink.page(home, parsed(home, "<title>首页</title>", (dead, dead)))
    sink.page(broken, None)
    sink.target(target(0))
    sink.target(dead)
    sink.close_segment(1)
    seal_segments(tmp_path)
    pages, links, targets = read_site_tables(tmp_path)
    assert [row.record for row in pages] == [home, broken]
    assert pages[0].facts == {"title": '"首页"'.encode()}
    assert pages[1].facts == {}
    assert targets == [target(0), dead]
    assert (list(links.page), list(links.target)) == ([0], [1]), "a pair of page and target stands once"
    assert list(LinkKind)[links.kind[0]] is LinkKind.ATTACHMENT


def test_segments_after_the_committed_one_are_void(tmp_path: Path) -> None:
    sink = sink_in(tmp_path)
    for number in (1, 2):
        sink.page(page(number), None)
        sink.close_segment(number)
    (tmp_path / "segments" / "pages-000003.draft").write_bytes(b"half")
    again = sink_in(tmp_path)
    again.drop_after(1)
    again.page(page(5), None)
    again.close_segment(2)
    seal_segments(tmp_path)
    pages, _, _ = read_site_tables(tmp_path)
    assert [row.record.number for row in pages] == [1, 5]


def test_sealing_twice_changes_nothing(tmp_path: Path) -> None:
    sink = sink_in(tmp_path)
    sink.page(page(0), None)
    sink.close_segment(1)
    seal_segments(tmp_path)
    first = (tmp_path / "pages.parquet").read_bytes()
    seal_segments(tmp_path)
    assert (tmp_path / "pages.parquet").read_bytes() == first
    assert not (tmp_path / "segments").exists()


@pytest.mark.parametrize("removed", range(7))
def test_a_kill_while_segments_are_removed_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, removed: int
) -> None:
    sink = sink_in(tmp_path)
    for number in (1, 2):
        sink.page(page(number - 1), None)
        sink.close_segment(number)
    left = iter(range(removed))
    unlink = Path.unlink

    def killed(path: Path) -> None:
        if path.parent.name.startswith("segments") and next(left, None) is None:
            raise KeyboardInterrupt
        unlink(path)

    monkeypatch.setattr(Path, "unlink", killed)
    if removed < 6:
        with pytest.raises(KeyboardInterrupt):
            seal_segments(tmp_path)
    monkeypatch.undo()
    sink_in(tmp_path)  # the next run opens its sink before it seals
    seal_segments(tmp_path)
    pages, _, _ = read_site_tables(tmp_path)
    assert [row.record.number for row in pages] == [0, 1]
    assert not list(tmp_path.glob("segments*"))


def test_a_later_row_about_a_target_supersedes_the_earlier(tmp_path: Path) -> None:
    sink = sink_in(tmp_path)
    sink.target(target(3, Life.UNKNOWN))
    sink.close_segment(1)
    sink.target(target(3, Life.DEAD))
    sink.close_segment(2)
    seal_segments(tmp_path)
    _, _, targets = read_site_tables(tmp_path)
    assert [item.life for item in targets] == [Life.DEAD]


def test_a_failing_extractor_costs_its_own_fact_only(tmp_path: Path) -> None:
    def fails(view: Any) -> str:
        raise ValueError("unexpected")

    sink = SegmentSink(tmp_path, {"bad": extractor("bad", fails), "good": extractor("good", lambda view: "yes")})
    home = page(0)
    sink.page(home, parsed(home, "<p>"))
    sink.close_segment(1)
    seal_segments(tmp_path)
    pages, _, _ = read_site_tables(tmp_path)
    assert pages[0].facts == {"good": b'"yes"'}


def test_missing_facts_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="事实数据缺失或损坏"):
        read_site_tables(tmp_path)
