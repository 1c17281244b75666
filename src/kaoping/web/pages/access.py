"""Who may open a page: every view says the permission it needs, and is refused without it."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required, login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import Actor, OutOfReachError

Row = TypeVar("Row", bound=Model)
View = Callable[..., HttpResponseBase]
ANYBODY = "anybody"
SIGNED_IN = "signed in"


def page(permission: Permission) -> Callable[[View], View]:
    """Make a view a page for those who have `permission` somewhere; what is out of reach is 404 on it."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not scope_of(request.user, permission):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except OutOfReachError as error:
                raise Http404 from error

        shown: View = login_required(show)
        shown.needs = permission  # type: ignore[attr-defined]
        return shown

    return decorate


def signed_in_page(view: View) -> View:
    """Make a view a page for everybody who is signed in."""
    shown: View = login_required(view)
    shown.needs = SIGNED_IN  # type: ignore[attr-defined]
    return shown


def open_page(view: View) -> View:
    """Make a view a page for anybody, signed in or not."""
    shown: View = login_not_required(view)
    shown.needs = ANYBODY  # type: ignore[attr-defined]
    return shown


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts through this request, from where, and the reason given in the form."""
    assert request.user.is_authenticated
    return Actor(request.user, request.META.get("REMOTE_ADDR", ""), request.POST.get("reason", "").strip()[:300])


def row_of(rows: "QuerySet[Row]", pk: int) -> Row:
    """Return the row of `rows` (already narrowed to what the person may see). Raises OutOfReachError."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise OutOfReachError
    return row
