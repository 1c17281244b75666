"""What tells the kind of a column: its names, what stands above it, and lists of letters by who answered."""

import pytest

from kaoping.facts.column_kinds import column_kind, lists_letters, part_kind

ANSWERED = "公园什么时候开放？ [提交时间：2021-06-09] 回复人：园林处编辑 [回复时间：2021-06-09]"


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("政策解读",), "interpretation"),
        (("协会制度", "协会简介"), "other"),
        (("章程", "协会概况"), "other"),
        (("规章制度",), "policy"),
        (("", "通知公告"), "notices"),
        (("要求", "更多"), "other"),
    ],
)
def test_the_first_telling_name_tells(names: tuple[str, ...], kind: str) -> None:
    assert column_kind(*names)[0] == kind


@pytest.mark.parametrize(
    ("lines", "letters"),
    [
        ([ANSWERED] * 3, True),
        ([ANSWERED] * 3 + ["关于开展检查的通知"] * 2, True),
        ([ANSWERED] * 3 + ["关于开展检查的通知"] * 3, False),
        ([ANSWERED] * 2, False),
        (["我市召开信访回复工作会议"] * 5, False),
        ([], False),
    ],
)
def test_a_list_of_letters_is_told_by_its_lines(lines: list[str], letters: bool) -> None:
    assert lists_letters(lines) is letters


def test_a_part_takes_over_what_its_collection_is() -> None:
    assert part_kind("bids", "policy") == "policy"
    assert part_kind("other", "notices") == "notices"
    assert part_kind("news", "policy") == "news"
