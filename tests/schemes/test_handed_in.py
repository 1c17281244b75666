"""Schemes from elsewhere: errors by line under the file's own name, and no file of ours is read for them."""

from pathlib import Path

import pytest

from kaoping.model.catalogue import Catalogue
from kaoping.model.errors import SchemeError
from kaoping.schemes.handed_in import MOST_BYTES, read_from_library, read_handed_in
from kaoping.schemes.loader import library_titles, load_scheme

NOTHING = Catalogue({}, {})
SMALL = """\
id: own-2026
title: 自己的方案
basis: {document: 文号, issued: "2026-03-02", by: 办公室}
groups: {all: 全部}
parts:
  - id: website
    title: 网站
    points: 10
    clause: 一
    indicators:
      - {id: fixed, title: 基本建设, points: 10, text: 有网站, full: true}
total: {combine: sum}
no_site: fail
"""


def refused(text: str) -> str:
    """What is said of a scheme that is refused."""
    with pytest.raises(SchemeError) as caught:
        read_handed_in(text.encode(), "我的方案.yaml", NOTHING)
    return str(caught.value)


def test_a_good_scheme_is_read() -> None:
    scheme, _remarks = read_handed_in(SMALL.encode(), "我的方案.yaml", NOTHING)
    assert scheme.title == "自己的方案"
    assert scheme.digest.startswith("sha256:")


def test_errors_name_file_and_line() -> None:
    assert refused(SMALL.replace("points: 10, text", "points: 9, text")).startswith("我的方案.yaml:")
    assert "我的方案.yaml:5" in refused(SMALL.replace("groups: {all: 全部}", "groups: {all: 全部"))


@pytest.mark.parametrize(
    "reference", ["/etc/passwd", "../secret.yaml", "other.yaml", "C:\\x.yaml", "suqian-2022/../../../etc/passwd"]
)
def test_no_file_of_ours_is_read(reference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"read {path}"))
    assert "只能引用内置方案" in refused(f"extends: '{reference}'\n{SMALL}")
    veto = f"vetoes: [{{id: bad, use: '{reference}/part', then: fail}}]\n"
    assert "只能引用内置方案" in refused(SMALL + veto)


def test_a_scheme_may_build_on_the_library() -> None:
    own = 'extends: yanan-2016\nid: yanan-2026\ntitle: 2026年方案\nedition: "2026"\n'
    scheme, _remarks = read_handed_in(own.encode(), "延安.yaml", NOTHING)
    assert scheme.lineage == ("yanan-2016",)


def test_too_large_a_file_is_refused_at_once() -> None:
    assert "不像是考评方案" in refused("#" * (MOST_BYTES + 1))


def test_library_schemes_by_id_only() -> None:
    assert read_from_library("yanan-2016", NOTHING)[0].id == "yanan-2016"
    with pytest.raises(SchemeError, match="没有编号"):
        read_from_library("../library/yanan-2016.yaml", NOTHING)


def test_titles_are_those_of_the_schemes() -> None:
    assert library_titles()["yanan-2016"] == load_scheme("yanan-2016").title
    assert all(len(title) > 5 for title in library_titles().values())
