"""Numbers of persons in texts: found however they are written, masked everywhere; those of organisations pass."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from kaoping.facts.attached_text import place_of
from kaoping.facts.masked_page import masked_page
from kaoping.facts.personal_numbers import luhn, masked_text, numbers_in, plain_reading
from kaoping.markup.scanning import text_shape
from kaoping.model.attachments import TextPart

IDENTITY = "11010519491231002X"
CARD = "6222021001116245702"


def found(text: str) -> list[str]:
    shape = text_shape(text)
    return [each.type for each in numbers_in(text, shape)] if plain_reading(text, shape) else []


def with_check_digit(body: str) -> str:
    """Return a card number: `body` with the digit behind it that Luhn asks for."""
    return next(body + digit for digit in "0123456789" if luhn(body + digit))


@example("210550000121030", "")  # passes for an identity number, but for a birth in the year 5000
@given(st.text("0123456789", min_size=13, max_size=16), st.sampled_from(["", " ", "-", "\xa0", "\u3000"]))
def test_cards_are_found_alone_and_in_fours(digits: str, between: str) -> None:
    number = with_check_digit("62" + digits)
    written = between.join(number[start : start + 4] for start in range(0, len(number), 4))
    told = found(f"姓名：张三，卡号 {written}。")
    if len(number) == 18 and uscc.is_valid(number):  # as likely the credit code of an organisation
        assert told == []
    else:
        assert told == ["bank_card"] or (told == ["id_number"] and len(number) == 18)


@pytest.mark.parametrize(
    "text",
    [
        f"户名：示范县供水有限公司\n账号：{CARD}",
        f"收款单位：云泽市财政局，账号 {CARD}",
        f"请缴入非税账户 {CARD}",
        f"对公账户：{CARD}",
        f"开户银行 工商银行 账号 {CARD[:-1]}3",
        "卡号 6222 **** **** 6245 702",
        "订单号 4111 1111 1111 1111",
        f"A{CARD}",
    ],
)
def test_accounts_of_organisations_and_what_is_no_card_pass(text: str) -> None:
    assert found(text) == []


@given(
    st.lists(st.sampled_from([IDENTITY, CARD, "6222 0210 0111 6245 702", "13912345678", "正文", "\n", "，", "0999-1"]))
)
@settings(max_examples=300)
def test_masking_keeps_every_other_character_at_its_place(pieces: list[str]) -> None:
    text = " ".join(pieces)
    sightings = numbers_in(text, text_shape(text), most=None)
    masked = masked_text(text, sightings)
    assert len(masked) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, masked, strict=True))
    assert IDENTITY not in masked
    assert CARD not in masked


def test_more_than_a_hundred_numbers_are_all_masked() -> None:
    html = "".join(f"<p>{IDENTITY}</p>" for _ in range(300)).encode()
    kind, text = masked_page(html)
    assert kind == "text/html"
    assert IDENTITY.encode() not in text
    assert text.count(b"110*************2X") == 300


def test_a_number_in_attributes_and_scripts_is_masked_too() -> None:
    html = f"<p title='{IDENTITY}'>{IDENTITY}</p><script>var n = '{IDENTITY}';</script><p>正文</p>".encode()
    kind, text = masked_page(html)
    assert (kind, IDENTITY.encode() in text) == ("text/html", False)
    assert "正文".encode() in text


def test_a_number_in_pieces_leaves_the_text_alone() -> None:
    kind, text = masked_page(b"<p>6222&nbsp;0210&nbsp;0111&nbsp;6245&nbsp;702</p><p>end</p>")
    assert kind == "text/plain"
    assert re.sub(rb"[^0-9]", b"", text) == b"622202"
    assert b"end" in text


@pytest.mark.parametrize(
    ("part", "word", "place"),
    [
        (TextPart("sheet:名!单!B3", "a\tb\nc\td"), "d", "cell:名!单!C4"),
        (TextPart("sheet:表!Z9", "a\tb"), "b", "cell:表!AA9"),
        (TextPart("page:7", "a\nb"), "b", "page:7"),
        (TextPart("text", "a\nb"), "b", "line:2"),
    ],
)
def test_places(part: TextPart, word: str, place: str) -> None:
    assert place_of(part, part.text.index(word)) == place
