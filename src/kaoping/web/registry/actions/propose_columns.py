"""Take over what an inspection saw of a site's columns: new ones are proposed, decisions of people stay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.registry.models import WEB_ADDRESS, Column, Site
from kaoping.web.registry.obligations import due_on, usual_days
from kaoping.web.registry.rules import column_key

_State = Column.State
_SEEN = ("name", "url", "kind", "due_days", "state", "last_item_on", "due_on", "item_count", "confidence", "last_seen")
LONGEST_NAME, LONGEST_URL = 100, 500


@dataclass(frozen=True, slots=True)
class Proposed:
    """How many columns are new, were known already, are gone (only what nobody confirmed), and could not be read."""

    new: int
    known: int
    gone: int
    left_out: int


@action(Permission.EDIT_SITES, "登记巡查所见的栏目")
def propose_columns(act: Act, site_pk: int, rows: Iterable[Mapping[str, Any]], seen_at: datetime) -> Proposed:
    """Take over the rows of a run's `columns.json` (`url`, `name`, `kind`, `items`, `latest`, `confidence`).

    New columns are proposed. Of known ones the name, kind and period change only while nobody has decided on them; the
    newest date, the number of items and `seen_at` always do, and are not logged: they are what was seen, no change of
    the list. A proposal that is not seen any more is gone, and one that was gone is proposed again when it comes back.
    An inspection that saw no column at all (the site did not open), or that is older than the newest, changes nothing.
    Raises OutOfReachError.
    """
    site = act.access(act.scope.units_of(Site.objects.all(), "unit"), site_pk)
    seen, left_out = _readable(rows)
    known = {column.key: column for column in site.columns.select_for_update(of=("self",))}
    if any(column.last_seen is not None and column.last_seen > seen_at for column in known.values()):
        return Proposed(0, len(seen.keys() & known.keys()), 0, left_out)
    new = [_new(site, key, row, seen_at) for key, row in seen.items() if key not in known]
    act.create_all(new)
    again = [known[key] for key in seen.keys() & known.keys()]
    for column in again:
        if column.state == _State.GONE:
            _set_state(act, column, _State.PROPOSED)
        _see(column, seen[column.key], seen_at)
    missed = (column for key, column in known.items() if seen and key not in seen)
    gone = [column for column in missed if column.state == _State.PROPOSED]
    for column in gone:
        _set_state(act, column, _State.GONE)
    Column.objects.bulk_update([*again, *gone], _SEEN, batch_size=200)
    return Proposed(len(new), len(again), len(gone), left_out)


def _readable(rows: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Mapping[str, Any]], int]:
    """Return the rows by key, the first where several are the same list, and how many have no usable address."""
    found: dict[str, Mapping[str, Any]] = {}
    left_out = 0
    for row in rows:
        url = str(row.get("url") or "")
        if _is_address(url):
            found.setdefault(column_key(url), row)
        else:
            left_out += 1
    return found, left_out


def _is_address(url: str) -> bool:
    try:
        WEB_ADDRESS(url)
    except ValidationError:
        return False
    return len(url) <= LONGEST_URL


def _new(site: Site, key: str, row: Mapping[str, Any], seen_at: datetime) -> Column:
    column = Column(site=site, key=key, origin=Column.Origin.MACHINE, state=_State.PROPOSED)
    _see(column, row, seen_at)
    return column


def _set_state(act: Act, column: Column, state: str) -> None:
    column.state = state
    act.note(column, state=state)


def _see(column: Column, row: Mapping[str, Any], seen_at: datetime) -> None:
    if not column.by_hand:
        column.url = row["url"]
        column.name = str(row.get("name") or row["url"])[:LONGEST_NAME]
        kind = row.get("kind")
        column.kind = kind if kind in Column.Kind.values else Column.Kind.OTHER
        column.due_days = usual_days(column.kind)
    latest = row.get("latest")
    if latest:
        column.last_item_on = latest if isinstance(latest, date) else date.fromisoformat(latest)
    column.due_on = due_on(column.last_item_on, column.due_days)
    column.item_count = max(int(row.get("items") or 0), 0)
    column.confidence = round(100 * min(max(float(row.get("confidence") or 0), 0), 1))
    column.last_seen = seen_at
