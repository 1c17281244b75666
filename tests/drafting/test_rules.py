"""What criteria are read as: rule, amounts, questions, and how sure the reading is."""

from decimal import Decimal

import pytest

from kaoping.schemes.drafting.drafted import (
    Award,
    Benchmark,
    Carry,
    Confidence,
    Deduct,
    Open,
    Portion,
    Ratio,
    Reading,
    Share,
    Timed,
    measures_of,
)
from kaoping.schemes.drafting.rule_reading import read_rule


def read(text: str, points: str | None = "10", method: str = "") -> Reading:
    return read_rule(text, None if points is None else Decimal(points), method)


def amounts(reading: Reading) -> list[str]:
    """Each line of a deduction or an award as `amount word unit`."""
    lines = (
        reading.rule.lines
        if isinstance(reading.rule, Deduct)
        else [line for entry in reading.rule.entries for line in entry]
        if isinstance(reading.rule, Award)
        else []
    )
    return [f"{line.amount} {'per' if line.per else 'if'} {line.asked.question}" for line in lines]


def portions(reading: Reading) -> list[Portion]:
    assert isinstance(reading.rule, Share)
    return list(reading.rule.portions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("栏目更新不及时的，每发现一处，扣1分。", ["1 per 栏目更新不及时的处数"]),
        ("栏目更新不及时的，每发现一处扣１．５分", ["1.5 per 栏目更新不及时的处数"]),
        ("1.空白栏目的，每个扣0.5分；2.未更新的，扣2分。", ["0.5 per 空白栏目的个数", "2 if 是否未更新"]),
        ("信息有误的,每处扣1 .5分", ["1.5 per 信息有误的处数"]),
        ("发现1条未报送的，扣5分，扣完为止。", ["5 per 未报送的条数"]),
        ("每被市级通报一次，扣3分。", ["3 per 被市级通报的次数"]),
        ("链接打不开的，每发现一个扣权重的5%。", ["5% per 链接打不开的个数"]),
        ("超期答复的，每件扣1分", ["1 per 超期答复的件数"]),
        ("每缺一项扣0.5分", ["0.5 per 缺少的项数"]),
        ("台账不齐的，每缺一项扣 2 分。", ["2 per 台账不齐的缺少的项数"]),
        ("没有整改的按0.5分/个扣分。", ["0.5 per 没有整改的个数"]),
    ],
)
def test_deductions(text: str, expected: list[str]) -> None:
    reading = read(text)
    assert isinstance(reading.rule, Deduct)
    assert amounts(reading) == expected
    assert reading.confidence is Confidence.HIGH, reading.reasons


def test_a_forgotten_word_for_taking_away_is_supplied_and_told() -> None:
    reading = read("链接打不开的，每发现一个5%。")
    assert amounts(reading) == ["5% per 链接打不开的个数"]
    assert (reading.confidence, reading.reasons) == (Confidence.MEDIUM, ["原文漏写“扣”字，按扣分读"])


def test_nothing_for_a_condition_beside_deductions() -> None:
    reading = read("1.未开设栏目的，不得分；2.有误的，每处扣1分。")
    assert [asked.question for asked in reading.zero_if] == ["是否未开设栏目"]
    assert amounts(reading) == ["1 per 有误的处数"]


@pytest.mark.parametrize(
    "words", ["不得分", "该项不得分", "本指标不得分", "不计分", "得0分", "计零分", "一律不得分", "全扣"]
)
def test_only_a_condition_for_nothing_is_full_marks_otherwise(words: str) -> None:
    reading = read(f"未实现统一登录的，{words}。")
    assert reading.name == "full"
    assert [asked.question for asked in reading.zero_if] == ["是否未实现统一登录"]


def test_a_cap_below_the_points_is_kept_and_one_at_the_points_is_not() -> None:
    capped = read("有误的，每处扣1分，最多扣3分。").rule
    assert isinstance(capped, Deduct)
    assert capped.lines[0].cap == "3"
    for words in ("3分扣完为止", "封顶3分", "累计扣分不超过3分", "合计最高扣3分"):
        other = read(f"有误的，每处扣1分，{words}。").rule
        assert isinstance(other, Deduct)
        assert other.lines[0].cap == "3", words
    whole = read("有误的，每处扣1分，最高扣10分，扣完为止。").rule
    assert isinstance(whole, Deduct)
    assert whole.lines[0].cap == ""


@pytest.mark.parametrize(
    ("text", "points", "mode", "expected"),
    [
        ("3项及以上的，得4分；1至2项的，得2分。", "4", "tiers", ["4 if", "2 if"]),
        ("1.有更新的，得2分。2.有图表的，得1分。3.可下载的，得1分。", "4", "sum", ["2 if", "1 if", "1 if"]),
        (
            "1.前3个月更新的，得2分；前6个月更新的，得1分。2.有图表的，得2分。",
            "4",
            "sum",
            ["2 if", "1 if", "2 if"],
        ),
        ("1个工作日内答复的，得3分，超过的，不得分。", "3", "tiers", ["3 if"]),
        ("排名第1的，加5分，2-3名，加3分，不累计。", None, "tiers", ["5 if", "3 if"]),
        ("每被推广一次，加1分，最多加3分。", "5", "sum", ["1 per"]),
    ],
)
def test_awards(text: str, points: str | None, mode: str, expected: list[str]) -> None:
    reading = read(text, points)
    assert isinstance(reading.rule, Award)
    assert reading.rule.mode == mode
    assert [" ".join(line.split()[:2]) for line in amounts(reading)] == expected
    assert reading.confidence is Confidence.HIGH, reading.reasons


def test_an_award_that_cannot_reach_the_points_is_doubted() -> None:
    reading = read("有专栏的，得2分。", "5")
    assert reading.confidence is Confidence.LOW
    assert reading.reasons == ["各项最多得2分，与本项5分不符"]


def test_an_award_above_the_points_is_left_to_people() -> None:
    reading = read("有专栏的，得8分。", "5")
    assert (reading.name, reading.confidence) == ("manual", Confidence.LOW)


def test_a_condition_of_two_words_leans_on_the_one_before() -> None:
    reading = read("在抽查中排名第1的，加5分，2-3名，加3分，不累计。", None)
    assert amounts(reading)[1] == "3 if 2-3名（承上句：在抽查中排名第1）（是或否）"


def test_percentages_are_criteria_and_what_is_missing_stays_open() -> None:
    whole = portions(read("1.栏目合理，40%；2.内容准确，60%。"))
    assert [(str(each.percent), each.title) for each in whole] == [("40", "栏目合理"), ("60", "内容准确")]
    reading = read("1.栏目合理，50%；")
    (first, rest) = portions(reading)
    assert first.percent == rest.percent == 50
    assert isinstance(rest.how, Open)
    assert reading.confidence is Confidence.MEDIUM


def test_percentages_above_a_hundred_are_not_written_as_criteria() -> None:
    reading = read("1.栏目合理，60%；2.内容准确，60%。")
    assert (reading.name, reading.confidence) == ("manual", Confidence.LOW)


def test_rules_within_criteria() -> None:
    deducting, comparing, guarded = portions(
        read(
            "1.抽查数据质量。不合格的，每发现一个扣5%，共20%；2.专栏数量（按照标杆法赋分），30%；"
            "3.有查询服务（只有链接的不得分），50%。"
        )
    )
    assert isinstance(deducting.how, Deduct)
    assert (str(deducting.percent), deducting.how.lines[0].amount) == ("20", "5%")
    assert isinstance(comparing.how, Benchmark)
    assert comparing.how.of.question == "专栏数量"
    assert [asked.question for asked in guarded.zero_if] == ["只有链接（是或否）"]


def test_time_limits() -> None:
    (timed, _) = portions(read("模拟提问。在1个工作日内答复的，50%，超过1个工作日且在5个工作日内答复的，只得20%；"))
    assert isinstance(timed.how, Timed)
    assert timed.how.within == (("1wd", "50%"), ("5wd", "20%"))
    assert timed.percent == 50


def test_rules_of_one_sentence() -> None:
    carried = read("按每季度通报得分乘以5%累计计算。").rule
    assert isinstance(carried, Carry)
    assert (carried.of.by, carried.factor) == ("quarter", "5%")
    assert isinstance(read("采用得分=(采用积分÷同类单位最高积分)×70分").rule, Benchmark)
    assert isinstance(read("报送得分=(报送条数÷基准条数)×30分").rule, Ratio)


def test_experts_mark_where_the_name_says_so() -> None:
    assert read("鼓励创新做法。", method="现场评审").name == "panel"
    assert read("每发现一处扣1分。", method="现场评审").name == "deduct"


def test_what_is_drawn_by_lot() -> None:
    reading = read("随机抽查5个办事服务事项：1.无指南的，每个扣4分。2.有误的，每处扣1分。（注：不足5个的检查全部。）")
    assert [asked.sample for asked in measures_of(reading)] == [("办事服务事项", 5), ("办事服务事项", 5)]
    assert reading.notes == ["不足5个的检查全部"]


def test_a_note_may_hold_a_condition_for_nothing() -> None:
    reading = read("1.栏目合理，100%。（注：弄虚作假的，该指标不得分。）")
    assert [asked.question for asked in reading.zero_if] == ["弄虚作假（是或否）"]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("看信息是否公开。", Confidence.HIGH),
        ("", Confidence.MEDIUM),
        ("视情况酌情扣分。", Confidence.LOW),
        ("优10分，良8分，中6分。", Confidence.LOW),
        ("质量不高的，酌情扣1-2分。", Confidence.LOW),
    ],
)
def test_what_states_no_rule_that_can_be_read_is_left_to_people(text: str, confidence: Confidence) -> None:
    reading = read(text)
    assert (reading.name, reading.confidence) == ("manual", confidence)


def test_criteria_that_are_published_elsewhere_are_open() -> None:
    assert read("按要求报送信息，具体细则由编辑部另行公布。").name == "open"


def test_dates_and_versions_are_no_item_numbers() -> None:
    (only,) = portions(read("1.1月31日前发布报表，100%；"))
    assert only.title == "1月31日前发布报表"
