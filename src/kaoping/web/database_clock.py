"""The clock that all machines of an installation share: the database's own."""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def database_now() -> datetime:
    """Return the time by the database's clock.

    Whether another machine is still alive is told by this clock only: those of the machines may differ by minutes. A
    database in a file has the clock of this machine.
    """
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
