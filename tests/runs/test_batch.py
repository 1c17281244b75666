"""The batch directory: the same plan goes on, another is refused, two processes never share one."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping.attachments.contract import MODERATE
from kaoping.browse.contract import OFF
from kaoping.crawl.contract import CrawlOptions
from kaoping.gather.contract import GatherOptions
from kaoping.model.errors import InputError
from kaoping.runs.addresses import site_addresses
from kaoping.runs.batch import batch_lock, clear_batch, open_batch
from kaoping.runs.slug import site_slug

NOW = datetime(2026, 1, 5, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 6, 1, tzinfo=UTC)
URLS = ("http://www.a.gov.cn/", "https://www.a.gov.cn/", "http://b.gov.cn:8080/zwgk/")


def test_opening_again_keeps_the_start(tmp_path: Path) -> None:
    first = open_batch(tmp_path, URLS, CrawlOptions(), NOW)
    again = open_batch(tmp_path, URLS, CrawlOptions(), LATER)
    assert again == first
    assert again.started == NOW


def test_every_site_has_a_folder_of_its_own(tmp_path: Path) -> None:
    batch = open_batch(tmp_path, URLS, CrawlOptions(), NOW)
    assert len({site.directory for site in batch.sites}) == len(URLS)
    assert batch.sites[2].directory.name == "b.gov.cn-8080-zwgk"


def test_another_plan_is_refused(tmp_path: Path) -> None:
    open_batch(tmp_path, URLS, CrawlOptions(), NOW)
    with pytest.raises(InputError, match="已有另一批巡检（网站或参数不同）"):
        open_batch(tmp_path, URLS, CrawlOptions(max_pages=7), NOW)


def test_looking_around_less_is_another_plan_and_looking_around_is_none(tmp_path: Path) -> None:
    batch = open_batch(tmp_path, URLS, CrawlOptions(), NOW)
    assert "gather" not in json.loads((tmp_path / "batch.json").read_text(encoding="utf-8"))
    assert batch.gather.enabled
    with pytest.raises(InputError, match="已有另一批巡检"):
        open_batch(tmp_path, URLS, CrawlOptions(), NOW, wishes=(GatherOptions(enabled=False), MODERATE, OFF))


def test_clearing_removes_the_batch_and_nothing_else(tmp_path: Path) -> None:
    batch = open_batch(tmp_path, URLS, CrawlOptions(), NOW)
    (batch.sites[0].directory / "warc").mkdir(parents=True)
    (batch.sites[0].directory / "warc" / "a.gz").write_bytes(b"x")
    (tmp_path / "mine.txt").write_text("kept")
    clear_batch(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_batch_with_a_damaged_manifest_can_be_cleared(tmp_path: Path) -> None:
    (tmp_path / "batch.json").write_text("{", encoding="utf-8")
    (tmp_path / "a.gov.cn").mkdir()
    (tmp_path / "a.gov.cn" / "frontier.sqlite").write_bytes(b"x")
    (tmp_path / "mine").mkdir()
    clear_batch(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_damaged_manifest_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "batch.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="批次清单读不出来"):
        open_batch(tmp_path, URLS, CrawlOptions(), NOW)


def test_a_batch_belongs_to_one_process(tmp_path: Path) -> None:
    with batch_lock(tmp_path), pytest.raises(InputError, match="另一个进程"), batch_lock(tmp_path):
        pass
    with batch_lock(tmp_path):
        pass


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("http://127.0.0.1:8801/", "127.0.0.1-8801"),
        ("https://www.muyang.gov.cn/", "www.muyang.gov.cn"),
        ("http://a.gov.cn/zwgk/index/", "a.gov.cn-zwgk-index-"),
        ("http://[::1]:80/", "1-80-"),
        ("http://xn--55qw42g.cn/中文/", "xn--55qw42g.cn-"),
    ],
)
def test_slugs_are_readable_and_safe(url: str, slug: str) -> None:
    assert site_slug(url).startswith(slug)
    assert set(site_slug(url)) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")


def test_slugs_of_like_paths_differ() -> None:
    assert site_slug("http://a.cn/x_y/") != site_slug("http://a.cn/x-y/")


def test_addresses_are_normalised_and_unique() -> None:
    found = site_addresses(["WWW.A.gov.cn", "http://www.a.gov.cn/", " https://b.gov.cn/x#top "])
    assert found == ("http://www.a.gov.cn/", "https://b.gov.cn/x")


def test_every_wrong_address_is_named() -> None:
    with pytest.raises(InputError, match=r"ftp://a\.cn、http://、http://u@b\.cn/"):
        site_addresses(["ftp://a.cn", "http://", "http://u@b.cn/", "c.gov.cn"])
