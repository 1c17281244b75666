"""Every list takes few queries, however long it is: a list of the URL conf without a baseline fails."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from bench.platform_lists import LISTS, PAGES, Asked
from bench.platform_rows import World, fill
from kaoping.web.pages import listing

SITES, FINDINGS, RUNS = 60, 600, 3


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A small province, made once for all lists."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill(SITES, FINDINGS, RUNS)
        transaction.set_rollback(True)


def lists_of_pages() -> Iterator[str]:
    """The names of all addresses whose view shows a list."""
    for pattern, prefix in _patterns(get_resolver().url_patterns, ""):
        view = inspect.unwrap(pattern.callback)
        if "show_list" in getattr(getattr(view, "__code__", None), "co_names", ()):
            yield f"{prefix}{pattern.name}"


def _patterns(patterns: Any, prefix: str) -> Iterator[tuple[URLPattern, str]]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one, prefix
        else:
            yield from _patterns(one.url_patterns, f"{one.namespace}:" if one.namespace else prefix)


def test_every_list_has_a_baseline() -> None:
    found = set(lists_of_pages())
    assert "registry:units" in found
    assert listing.show_list.__name__ == "show_list"
    known = {asked.view for asked in LISTS}
    assert found - known == set(), "say in bench/platform_lists.py how many queries these lists may take"
    assert known - found == set(), "these are no lists any more"


CASES = [(asked, who) for asked in (*LISTS, *PAGES) for who in asked.who]
NAMES = [f"{asked.view} {who}" for asked, who in CASES]


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "who"), CASES, ids=NAMES)
def test_a_list_takes_its_queries_and_no_more(asked: Asked, who: str, world: World) -> None:
    client = Client()
    client.force_login(world.people[who])
    address = reverse(asked.view, kwargs={"pk": world.keys[asked.row]} if asked.row else None)
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    table = answer.context.get("table") if answer.context else None
    assert (table is not None and bool(table.rows)) or not asked.shows or asked in PAGES, "no rows: it proves nothing"
    said = "\n".join(query["sql"][:200] for query in captured.captured_queries)
    assert len(captured) <= asked.most, said
