"""Render a report page: templates beside this file, everything escaped, nothing fetched from elsewhere."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import jinja2

from kaoping.model.findings import Finding
from kaoping.reports.bulletin.blocks import pieces
from kaoping.reports.bulletin.title_lines import title_pieces
from kaoping.reports.figures import fixed_text, number_text, score_text
from kaoping.reports.reasons import reason_text
from kaoping.reports.storable import storable
from kaoping.reports.wording import decision_name, fault_name, kind_name, outcome_name, value_text, values_text

_WEB = re.compile("https?://[^/]", re.IGNORECASE)
_RELATIVE = re.compile(r"[\w./%#~-]+")
_BEIJING = timezone(timedelta(hours=8))


def render(template: str, context: Mapping[str, object]) -> str:
    """Return the HTML of a template. Text from crawled sites is hostile: autoescape is on for every template."""
    return _environment().get_template(template).render(context)


def write_page(path: Path, template: str, context: Mapping[str, object]) -> None:
    """Render a template into a file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(storable(render(template, context)), encoding="utf-8")


def safe_href(url: str) -> str:
    """Return `url` where it may stand in an href of our pages: http, https or a plain relative path; else `#`."""
    if _WEB.match(url) or (_RELATIVE.fullmatch(url) and not url.startswith("/")):
        return url
    return "#"


def beijing(moment: datetime) -> str:
    """Return a moment as Beijing time to the minute."""
    return moment.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")


def stored_moment(text: str) -> str:
    """Return a record's date (WARC-Date) as Beijing time; one that is none as it stands there."""
    try:
        return beijing(datetime.fromisoformat(text))
    except ValueError:
        return text


def beijing_date(moment: datetime) -> date:
    """Return the day of a moment in Beijing."""
    return moment.astimezone(_BEIJING).date()


def finding_anchor(finding: Finding) -> str:
    """Return the anchor of a finding on its site's page, as score sheets link to it."""
    return f"f-{finding.key}"


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        beijing=beijing,
        stored_moment=stored_moment,
        safe_href=safe_href,
        outcome=outcome_name,
        fault=fault_name,
        kind=kind_name,
        reason=reason_text,
        value=value_text,
        values=values_text,
        decision=decision_name,
        pieces=pieces,
        title_pieces=title_pieces,
        number=number_text,
        fixed=fixed_text,
        score=lambda result: score_text(result.points, result.low, result.high),
        anchor=finding_anchor,
    )
    return environment
