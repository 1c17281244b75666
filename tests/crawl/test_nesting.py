"""Pages of endlessly nested elements are cut before they reach the parser; deep but honest pages are not."""

import time
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from kaoping.crawl import reasons
from kaoping.crawl.fetch import Answer
from kaoping.crawl.nesting import FEW_TAGS, MAX_DEPTH, shallow
from kaoping.crawl.page import read_page
from kaoping.crawl.soft404 import Nonsense
from kaoping.model.outcomes import Fault
from kaoping.model.pages import EvidencePointer, Life

MANY = 50_000
HONEST = {
    "paragraphs": b"<p>text<br>" * MANY,
    "rows": b"<table>" + b"<tr><td><a href=x>text</a>" * MANY + b"</table>",
    "list": b"<ul>" + b"<li><A href=x><span>text</span></A>" * MANY + b"</ul>",
    "blocks": b"<DIV class='a'><b>text</b></div>" * MANY,
    "deep blocks": (b"<div>" * 500 + b"</div>" * 500) * 20,
    "a drawing": b"<svg>" + b"<path d='M0 0'/>" * 10_000 + b"</svg>",
}
ENDLESS = {
    "blocks": b"<div>" * MANY,
    "closed at the end": b"<div>" * MANY + b"</div>" * MANY,
    "closed by other names": b"<div></span>" * MANY,
    "seemingly closed": b"<div/>" * MANY,
    "unknown elements": b"<x/>" * MANY,
    "in a drawing": b"<svg>" + b"<g>" * MANY,
    "fonts over paragraphs": b"".join(b"<p><font size=%d>" % number for number in range(MANY)),
    "options": b"<select>" + b"<option>x" * MANY,
}


def answer(body: bytes) -> Answer:
    url = "http://www.example.gov.cn/"
    headers = {"content-type": "text/html; charset=utf-8"}
    return Answer(url, url, datetime(2024, 1, 2, tzinfo=UTC), status=200, headers=headers, body=body)


@pytest.mark.parametrize("name", HONEST)
def test_honest_pages_are_left_whole(name: str) -> None:
    assert shallow(HONEST[name]) == HONEST[name]


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_nesting_is_cut_and_parsed_in_time(name: str) -> None:
    began = time.process_time()
    html = shallow(b"<title>x</title><a href=/before>before</a>" + ENDLESS[name])
    tree = LexborHTMLParser(html)
    assert time.process_time() - began < 3  # unguarded: from 6 seconds to minutes
    assert MAX_DEPTH <= html.count(b"<") < 3 * MAX_DEPTH
    assert tree.css_first("a[href='/before']") is not None


def test_few_tags_are_never_cut() -> None:
    html = b"<div>" * FEW_TAGS
    assert shallow(html) == html


def test_a_cut_page_says_why_and_keeps_what_came_before() -> None:
    page = read_page(answer(b"<a href=/before>before</a>" + ENDLESS["blocks"] + b"<a href=/after>"), Nonsense())
    assert page.tree is not None
    assert [node.attributes["href"] for node in page.tree.css("a")] == ["/before"]
    record = page.record(0, 0, 0, EvidencePointer())
    assert page.verdict.life is Life.ALIVE
    assert (record.reason, record.fault) == (reasons.NESTED_TOO_DEEPLY, Fault.US)
