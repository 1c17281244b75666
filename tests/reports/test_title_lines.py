"""Titles break where words end, evenly, and lose nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.reports.bulletin.title_lines import title_lines, title_pieces


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "关于2022年宿迁市政府网站年度综合考评情况的通报",
            ("关于2022年宿迁市", "政府网站年度综合考评情况的通报"),
        ),
        (
            "云泽市人民政府办公室关于2022年度云泽市政府网站综合考评情况的通报",
            ("云泽市人民政府办公室关于2022年度", "云泽市政府网站综合考评情况的通报"),
        ),
        ("县区得分排名（暂定）", ("县区得分排名（暂定）",)),
        (
            "【发文机关名称及文种】关于开展检查的情况说明及其他事项",
            ("【发文机关名称及文种】", "关于开展检查的情况说明及其他事项"),
        ),
        ("没有可断之处的标题" * 4, ("没有可断之处的标题" * 4,)),
    ],
)
def test_known_titles(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title, 20) == lines


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["2022年", "云泽市", "人民政府", "政府网站", "情况的通报", "【单位】", "关于", "甲"]),
        max_size=9,
    )
)
def test_nothing_is_lost(words: list[str]) -> None:
    title = "".join(words)
    assert "".join(title_pieces(title)) == title
    lines = title_lines(title, 12)
    assert "".join(lines) == title
    assert all(line for line in lines) or not title
    assert len(lines) == 1 or all(len(line) <= 12 for line in lines)
