"""Copies the platform's whole database into another, empty one in one transaction, and compares every row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connections, models, transaction
from django.db.models.sql import InsertQuery
from django.utils.translation import gettext as _

from kaoping.model.errors import InputError

BATCH = 1000  # rows
MADE_BY_MIGRATING: tuple[type[models.Model], ...] = (ContentType, Permission)


@dataclass(frozen=True, slots=True)
class Moved:
    """How many tables and rows were copied and found equal."""

    tables: int
    rows: int


def move(source: str, target: str, said: Callable[[str], None] = lambda _line: None) -> Moved:
    """Copy all rows of the database with the alias `source` into that with the alias `target`, as they stand.

    The target's tables are made first. Nobody else can write to the source meanwhile. All rows or none: raises
    InputError (what is where, and what to do) when the target is in use already, does not take a row, or holds
    another afterwards than the source.
    """
    call_command("migrate", database=target, interactive=False, verbosity=0)
    call_command("createcachetable", database=target, verbosity=0)
    _require_empty(target)
    tables = _tables()
    with transaction.atomic(using=source), transaction.atomic(using=target):
        for table in MADE_BY_MIGRATING:
            table._base_manager.using(target).all().delete()
        counts = []
        for table in tables:
            counts.append(_copy(table, source, target))
            if counts[-1]:
                said(f"{table._meta.verbose_name}（{table._meta.db_table}）：{counts[-1]}")
        _go_on_counting(tables, target)
        for table in tables:
            _compare(table, source, target)
    return Moved(len(tables), sum(counts))


def first_difference(
    ours: Iterator[tuple[Any, ...]], theirs: Iterator[tuple[Any, ...]]
) -> tuple[tuple[Any, ...] | None, tuple[Any, ...] | None] | None:
    """Return the first pair of rows that are not equal (None: there is no such row), both in the same order."""
    return next(((our, their) for our, their in zip_longest(ours, theirs) if our != their), None)


def _tables() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [table for table in every if table._meta.managed and not table._meta.proxy]


def _require_empty(target: str) -> None:
    for table in _tables():
        if table not in MADE_BY_MIGRATING and table._base_manager.using(target).exists():
            raise InputError(
                _("目标数据库里已有数据（%s）。为免覆盖，请换一个空的数据库，或先清空它。") % table._meta.db_table
            )


def _fields(table: type[models.Model]) -> list["models.Field[Any, Any]"]:
    return [field for field in table._meta.local_concrete_fields if not field.generated]


def _copy(table: type[models.Model], source: str, target: str) -> int:
    rows = table._base_manager.using(source).order_by("pk").iterator(chunk_size=BATCH)
    copied = 0
    while batch := list(islice(rows, BATCH)):
        try:
            with transaction.atomic(using=target):
                _insert(table, batch, target)
        except (DataError, IntegrityError, ValueError):
            for row in batch:
                _insert_alone(table, row, target)
        copied += len(batch)
    return copied


def _insert(table: type[models.Model], rows: list[models.Model], target: str) -> None:
    """Insert rows with the very values they have: what a field would fill in by itself (the time, say) stays."""
    fields = _fields(table)
    size = max(1, connections[target].ops.bulk_batch_size(fields, rows))
    for start in range(0, len(rows), size):
        query = InsertQuery(table)
        query.insert_values(fields, rows[start : start + size], raw=True)
        query.get_compiler(using=target).execute_sql()


def _insert_alone(table: type[models.Model], row: models.Model, target: str) -> None:
    try:
        _insert(table, [row], target)
    except (DataError, IntegrityError, ValueError) as error:
        raise InputError(
            _("目标数据库不接受表 %(table)s 中编号 %(pk)s 的记录：%(why)s。什么也没有搬。请先在原平台改正这条记录。")
            % {"table": table._meta.db_table, "pk": row.pk, "why": str(error).strip().splitlines()[0]}
        ) from error


def _go_on_counting(tables: Sequence[type[models.Model]], target: str) -> None:
    """Let new rows get numbers after those of the copied ones."""
    connection = connections[target]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def _compare(table: type[models.Model], source: str, target: str) -> None:
    names = [field.attname for field in _fields(table)]

    def rows(alias: str) -> Iterator[tuple[Any, ...]]:
        values = table._base_manager.using(alias).order_by("pk").values_list(*names)
        return iter(values.iterator(chunk_size=BATCH))

    found = first_difference(rows(source), rows(target))
    if found is None:
        return
    ours, theirs = found
    place = (ours or theirs or ("?",))[names.index(table._meta.pk.attname)]
    changed = [name for name, our, their in zip(names, ours or (), theirs or (), strict=False) if our != their]
    raise InputError(
        _("核对不一致：表 %(table)s 中编号 %(pk)s 的记录（%(fields)s）。什么也没有搬，请把这句话告诉维护人员。")
        % {"table": table._meta.db_table, "pk": place, "fields": "、".join(changed) or _("缺少或多出")}
    )
