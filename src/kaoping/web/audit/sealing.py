"""Chains the entries of the audit log after they are committed, and verifies the chain.

Writers never wait for one another to extend the chain: one sealer does so afterwards, in the order of the entries'
numbers. Entries younger than `SETTLE` are left for the next round, because a lower number may still be uncommitted.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kaoping.web.audit.models import Entry, Seal

SETTLE = timedelta(minutes=1)
BATCH = 500
_START = "0" * 64


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain does not hold, and why, in words."""

    entry: int
    why: str


def seal_entries(now: datetime) -> int:
    """Seal all settled entries and return how many; safe to call from one process at a time and at any moment."""
    sealed = 0
    while batch := _seal_batch(now):
        sealed += batch
    return sealed


def verify_chain() -> Iterator[Broken]:
    """Yield every place where an entry or a seal was changed, removed or put in afterwards."""
    previous, last = _START, 0
    for seal in Seal.objects.select_related("entry").order_by("pk").iterator(chunk_size=BATCH):
        if seal.digest != _digest(previous, seal.entry):
            yield Broken(seal.pk, _("记录内容或其前后顺序与封存时不一致"))
        previous, last = seal.digest, seal.pk
    for pk in Entry.objects.filter(pk__lt=last, seal=None).values_list("pk", flat=True):
        yield Broken(pk, _("记录是封存之后补写进来的，或其封存值被删除"))


@transaction.atomic
def _seal_batch(now: datetime) -> int:
    last = Seal.objects.order_by("-pk").first()
    previous = last.digest if last else _START
    after = last.pk if last else 0
    waiting = Entry.objects.filter(pk__gt=after, at__lt=now - SETTLE).order_by("pk")[:BATCH]
    seals = []
    for entry in waiting:
        previous = _digest(previous, entry)
        seals.append(Seal(entry=entry, digest=previous))
    Seal.objects.bulk_create(seals)
    return len(seals)


def _digest(previous: str, entry: Entry) -> str:
    """Return the digest over all that an entry says; the account may go, so the actor is known by name."""
    said = [
        previous,
        entry.pk,
        entry.at.isoformat(),
        entry.actor_name,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.object_label,
        entry.changes,
        entry.reason,
        entry.address,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
