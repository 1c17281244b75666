"""Close reading in a run: kept in the site's folder, sealed, judged again from there, done again after a kill."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping.crawl.warc import NAME as SPOOL
from kaoping.evidence.sealing import read_seal
from kaoping.facts import reading as reading_folder
from kaoping.model.outcomes import CheckStatus
from kaoping.runs.inspect import InspectedSite
from kaoping.runs.judging import rejudge
from kaoping.runs.readings import NAME, read_readings
from tests.runs.small_site import pages, served
from tests.runs.test_inspect import inspected

READER = """
from collections.abc import Sequence

import msgspec

from kaoping.facts.site.pages import Pages
from kaoping.facts.view import PageView

MOST = 3


class Paragraphs(msgspec.Struct, frozen=True):
    texts: tuple[str, ...]
    targets: tuple[int, ...]


def wanted(pages: Pages) -> Sequence[int]:
    return sorted(pages.records)


def extract(page: PageView) -> Paragraphs | None:
    texts = tuple(node.text() for node in page.tree.css("p"))
    return Paragraphs(texts, tuple(anchor.target for anchor in page.anchors)) if texts else None
"""


@pytest.fixture
def paragraphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a reader to those of the program."""
    folder = tmp_path / "more_readers"
    folder.mkdir()
    (folder / "paragraphs_of_a_test.py").write_text(READER, encoding="utf-8")
    monkeypatch.setattr(reading_folder, "__path__", [*reading_folder.__path__, str(folder)])


def read(out: Path) -> InspectedSite:
    with served(pages()) as address:
        return inspected(address, out)


@pytest.mark.usefixtures("paragraphs")
def test_the_pages_are_read_again_and_the_readings_sealed(tmp_path: Path) -> None:
    site = read(tmp_path / "out")
    readings = read_readings(site.directory)
    assert readings is not None
    said = readings["paragraphs_of_a_test"]
    assert said.nothing == (0, 1)  # home and list have no paragraph
    assert "会议研究了有关工作" in said.values[3].decode()
    assert not said.errors
    assert 4 not in said.values  # beyond the bound
    assert not (site.directory / SPOOL).exists()
    assert NAME in {leaf.file for leaf in read_seal(site.directory).leaves}


@pytest.mark.usefixtures("paragraphs")
def test_judging_again_leaves_them_as_they_are(tmp_path: Path) -> None:
    site = read(tmp_path / "out")
    before = (site.directory / NAME).read_bytes()
    (again,) = rejudge(tmp_path / "out", lambda: datetime.now(UTC))
    assert (again.new, again.gone) == (0, 0)
    assert (site.directory / NAME).read_bytes() == before


@pytest.mark.usefixtures("paragraphs")
def test_killed_before_judging_they_are_not_read_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(pages()) as address:
        with monkeypatch.context() as patch:
            patch.setattr("kaoping.runs.judging.judge_site", _killed)
            with pytest.raises(KeyboardInterrupt):
                inspected(address, tmp_path / "out")
        (path,) = tmp_path.glob(f"out/*/{NAME}")
        before = path.stat().st_ino
        inspected(address, tmp_path / "out")
    assert path.stat().st_ino == before


@pytest.mark.usefixtures("paragraphs")
def test_killed_while_reading_it_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(pages()) as address:
        with monkeypatch.context() as patch:
            patch.setattr("kaoping.runs.readings.write_readings", _killed)
            with pytest.raises(KeyboardInterrupt):
                inspected(address, tmp_path / "out")
        assert not list(tmp_path.glob(f"out/*/{NAME}"))
        site = inspected(address, tmp_path / "out")
    readings = read_readings(site.directory)
    assert readings is not None
    assert set(readings["paragraphs_of_a_test"].values) == {3}


def test_a_damaged_file_leaves_them_unmeasured(tmp_path: Path) -> None:
    site = read(tmp_path / "out")
    (site.directory / NAME).write_text('{"x": [', encoding="utf-8")
    assert read_readings(site.directory) is None
    rejudge(tmp_path / "out", lambda: datetime.now(UTC))
    records = {record.check: record.status for record in site.judgement.records}
    assert records["dead-link"] is CheckStatus.DONE


def _killed(*args: object) -> None:
    raise KeyboardInterrupt
