"""Write down a test call or a question asked as a citizen would."""

from collections.abc import Mapping
from typing import Any

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.marking.models import TestCall
from kaoping.web.marking.rules import own_mark


@action(Permission.GIVE_MARKS, "记录测试")
def note_call(act: Act, pk: int, fields: Mapping[str, Any]) -> TestCall:
    """Add an entry to the diary of an own mark. Raises OutOfReachError, RefusedError or ValidationError."""
    mark = own_mark(act, pk)
    return act.create(TestCall(mark=mark, **fields))
