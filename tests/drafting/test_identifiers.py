"""Ids are pinyin that can be read, fit the scheme language, and are unique."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.schemes.drafting.identifiers import Identifiers, in_pinyin
from kaoping.schemes.section import ID


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("概况信息", "gaikuang-xinxi"),
        ("集约化平台及统一资源库建设应用情况", "jiyuehua-pingtai-tongyi-ziyuanku"),
        ("基层政务公开标准化规范化", "jiceng-zhengwu-gongkai-biaozhunhua"),
        ("12345热线（含微信）", "12345-rexian"),
        ("“我为政府网站找错”", "wowei-zhengfu-wangzhan-zhaocuo"),
        ("IPv6改造", "ipv6-gaizao"),
        ("——", "zhibiao"),
        ("null", "zhibiao"),
    ],
)
def test_titles(title: str, name: str) -> None:
    assert in_pinyin(title) == name


def test_a_name_that_is_taken_gets_the_group_and_then_a_number() -> None:
    ids = Identifiers()
    claimed = [ids.claim("机构职能", ["county"]) for _ in range(4)]
    assert claimed == ["jigou-zhineng", "jigou-zhineng-county", "jigou-zhineng-2", "jigou-zhineng-3"]


@given(st.lists(st.text(max_size=12)))
def test_every_title_gets_an_id_of_its_own(titles: list[str]) -> None:
    ids = Identifiers()
    claimed = [ids.claim(title) for title in titles]
    assert len(set(claimed)) == len(claimed)
    assert all(ID.fullmatch(name) for name in claimed)
