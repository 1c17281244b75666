"""Acts that a button asks for: done or refused, the person is told, and sees the page again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from kaoping.web.actions import RefusedError


def answered(request: HttpRequest, act: Callable[[], str], otherwise: str = "") -> HttpResponseRedirect:
    """Do what was asked for, say what came of it (`act` returns that), and go back.

    Back to the page named in the form, or to `otherwise`, or to the address asked with its filters.
    """
    try:
        messages.success(request, act())
    except RefusedError as error:
        messages.error(request, str(error))
    back = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if own else otherwise or request.get_full_path())
