"""What all lists share: filters of several values, cells that stay small, days that do not break."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import django_tables2 as tables
import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from kaoping.web.accounts.roles import Role
from kaoping.web.pages.columns import ClockColumn, DayColumn, MomentColumn
from kaoping.web.registry.models import Site
from tests.web.conftest import City

Browse = Callable[..., Client]


@pytest.mark.parametrize(
    ("query", "said", "ticked"),
    [
        ("", "全部", []),
        ("?state=running", "已选 1 项", ["running"]),
        ("?state=new&state=closed", "已选 2 项", ["new", "closed"]),
    ],
)
def test_a_filter_of_several_values_says_how_many_are_chosen(
    query: str, said: str, ticked: list[str], city: City, browse: Browse
) -> None:
    text = browse(Role.BODY).get(reverse("registry:sites") + query).content.decode()
    found = re.search(r'<details class="choices">(.*?)</details>', text, re.DOTALL)
    assert found
    assert f">{said}</span></summary>" in found[1]
    assert re.findall(r'value="(\w+)"[^>]*checked', found[1]) == ticked
    assert "<select multiple" not in text


def test_it_narrows_to_any_of_them(city: City, browse: Browse) -> None:
    Site.objects.filter(pk=city.west.site.pk).update(state=Site.State.CLOSED)
    client, address = browse(Role.ADMIN), reverse("registry:sites")
    assert "共 1 条" in client.get(f"{address}?state=closed&state=new").content.decode()
    assert "共 2 条" in client.get(f"{address}?state=closed&state=running").content.decode()


def kinds_of_table(above: type[tables.Table] = tables.Table) -> Iterator[type[tables.Table]]:
    """All tables of the platform."""
    for kind in above.__subclasses__():
        yield kind
        yield from kinds_of_table(kind)


def test_no_cell_compiles_a_template() -> None:
    assert get_resolver().url_patterns  # reads all pages, and with them all tables
    own = [kind for kind in kinds_of_table() if kind.__module__.startswith("kaoping.")]
    slow = [
        f"{kind.__name__}.{name}"
        for kind in own
        for name, column in kind.base_columns.items()
        if isinstance(column, tables.TemplateColumn)
    ]
    assert len(own) > 20
    assert slow == [], "give these a column of kaoping.web.pages.columns: a TemplateColumn compiles for every cell"


def test_days_and_moments_are_said_in_one_way() -> None:
    late = datetime(2026, 3, 19, 16, 30, tzinfo=UTC)  # after midnight in Beijing
    assert MomentColumn().render(late) == "2026-03-20 00:30"
    assert DayColumn().render(late) == "2026-03-20"
    assert DayColumn().render(late.date()) == "2026-03-19"
    assert ClockColumn().render(late.time()) == "16:30"


def test_a_day_does_not_break_and_a_column_is_named_for_phones(city: City, browse: Browse) -> None:
    Site.objects.filter(pk=city.east.site.pk).update(state_until="2026-12-31")
    text = browse(Role.BODY).get(reverse("registry:sites")).content.decode()
    assert 'data-label="状态截止"><div class="day">2026-12-31</div>' in text
