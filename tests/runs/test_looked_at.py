"""A finding that is not told again is gone only where the run looked; what is unknown stays as it was."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.model.outcomes import CheckStatus, PageKind
from kaoping.model.pages import Coverage, Life
from kaoping.runs.looked_at import CAPPED, Look, SiteLook, Sought, is_complete, read_look, was_looked_at
from tests.runs.small_site import pages, served
from tests.runs.test_inspect import inspected

PAGE = "https://a.gov.cn/x.html"
GONE = "https://a.gov.cn/gone.html"
FILE = "https://a.gov.cn/a.docx"
DONE = CheckStatus.DONE
ON_PAGE = Sought("wrong-wording", PageKind.ARTICLE, PAGE)
DEAD = Sought("dead-link", PageKind.ARTICLE, PAGE, {"target": GONE, "pages": [PAGE]})
LEAK = Sought("personal-data", PageKind.ARTICLE, PAGE, {"target": FILE})
WHOLE = Sought("https", PageKind.SITE, "https://a.gov.cn/")
STALE = Sought("column-freshness", PageKind.COLUMN, PAGE, tells_pass=True)
NOTHING = SiteLook()
READ = SiteLook(pages={PAGE: Look.READ})


@pytest.mark.parametrize(
    ("sought", "look", "expected"),
    [
        (ON_PAGE, READ, True),
        (ON_PAGE, SiteLook(pages={PAGE: Look.GONE}), True),
        (ON_PAGE, SiteLook(pages={PAGE: Look.FAILED}), False),
        (ON_PAGE, NOTHING, False),  # not visited, under the page budget
        (ON_PAGE, SiteLook(complete=True), True),  # nothing links to it any more
        (DEAD, SiteLook(targets={GONE: Life.ALIVE}), True),
        (DEAD, SiteLook(targets={GONE: Life.UNSEEN}, pages={PAGE: Look.READ}), False),
        (DEAD, SiteLook(targets={GONE: Life.UNKNOWN}, pages={PAGE: Look.READ}), False),
        (DEAD, SiteLook(targets={GONE: Life.DEAD}, pages={PAGE: Look.READ}), True),  # it stands elsewhere now
        (DEAD, READ, True),  # the link was taken away
        (DEAD, NOTHING, False),
        (replace(DEAD, values={"target": GONE, "pages": [PAGE, "https://a.gov.cn/y.html"]}), READ, False),
        (replace(DEAD, values={"target": GONE, "pages": [PAGE] * CAPPED}), READ, False),
        (LEAK, SiteLook(pages={PAGE: Look.READ}, attachments={FILE: True}), True),
        (LEAK, SiteLook(pages={PAGE: Look.READ}, attachments={FILE: False}), False),  # linked to, and not read
        (LEAK, SiteLook(pages={PAGE: Look.READ, FILE: Look.GONE}, attachments={FILE: False}), True),
        (LEAK, READ, True),  # the link was taken away
        (WHOLE, NOTHING, True),
        (STALE, READ, False),  # the check would have said that it passes
        (STALE, SiteLook(pages={PAGE: Look.GONE}), True),
        (STALE, SiteLook(complete=True), True),
    ],
)
def test_it_is_gone_only_where_the_run_looked(sought: Sought, look: SiteLook, expected: bool) -> None:
    assert was_looked_at(sought, DONE, 5, look) is expected


def test_a_check_that_looked_at_nothing_clears_no_site() -> None:
    assert not was_looked_at(WHOLE, DONE, 0, SiteLook(complete=True))


LOOKS = st.builds(
    SiteLook,
    pages=st.dictionaries(st.sampled_from([PAGE, GONE, FILE]), st.sampled_from(Look)),
    targets=st.dictionaries(st.sampled_from([PAGE, GONE, FILE]), st.sampled_from(Life)),
    attachments=st.dictionaries(st.just(FILE), st.booleans()),
    complete=st.booleans(),
)
SOUGHT = st.sampled_from([ON_PAGE, DEAD, LEAK, WHOLE, STALE])
NOT_DONE = st.sampled_from([None, CheckStatus.NOT_MEASURED, CheckStatus.NOT_APPLICABLE])


@given(SOUGHT, NOT_DONE, st.integers(0, 9), LOOKS)
def test_what_was_not_measured_is_never_gone(
    sought: Sought, status: CheckStatus | None, examined: int, look: SiteLook
) -> None:
    assert not was_looked_at(sought, status, examined, look)


@given(SOUGHT, LOOKS)
def test_a_page_that_was_not_visited_fixes_nothing_under_a_budget(sought: Sought, look: SiteLook) -> None:
    unvisited = replace(look, complete=False, pages={}, targets=dict.fromkeys((PAGE, GONE, FILE), Life.UNSEEN))
    if sought.page is not PageKind.SITE:
        assert not was_looked_at(sought, DONE, 5, unvisited)


@given(SOUGHT, LOOKS)
def test_seeing_more_never_loses_what_was_seen(sought: Sought, look: SiteLook) -> None:
    if was_looked_at(sought, DONE, 5, look):
        assert was_looked_at(sought, DONE, 5, replace(look, complete=True))


@pytest.mark.parametrize(
    ("stopped", "skipped", "looks", "expected"),
    [
        ("done", (), [Look.READ, Look.GONE], True),
        ("done", (("duplicate", 3), ("not-checked", 9)), [Look.READ], True),
        ("done", (("robots", 1),), [Look.READ], False),
        ("done", (("trap-calendar", 1),), [Look.READ], False),
        ("max_pages", (("max-pages", 5),), [Look.READ], False),
        ("done", (), [Look.READ, Look.FAILED], False),
        ("unreachable", (), [], False),
    ],
)
def test_a_crawl_is_complete_when_nothing_was_left_out(
    stopped: str, skipped: tuple[tuple[str, int], ...], looks: list[Look], expected: bool
) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert is_complete(Coverage("x", now, now, 1, 1, 1, 0.0, skipped, stopped), looks) is expected


def test_a_sealed_folder_says_where_it_looked(tmp_path: Path) -> None:
    with served(pages()) as address:
        look = read_look(inspected(address, tmp_path).directory)
    assert look.pages[address] is Look.READ
    assert look.pages[f"{address}gone.html"] is Look.GONE
    assert look.targets[f"{address}xw/1.html"] is Life.ALIVE
    assert look.complete
