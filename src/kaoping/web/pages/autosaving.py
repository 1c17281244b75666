"""Saving while people type: the form is sent with a header, and what came of it is said in a line beside it."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.actions import ConflictError, RefusedError, problems_of
from kaoping.web.pages.editing import AnyForm

AUTOSAVED = "HTTP_X_AUTOSAVE"


def is_autosave(request: HttpRequest) -> bool:
    """Tell whether a form was sent while its person is still writing."""
    return request.method == "POST" and AUTOSAVED in request.META


def autosaved(form: AnyForm, save: Callable[[], tuple[datetime | None, str]]) -> JsonResponse:
    """Save what is being typed (`save` returns when, and the state it led to); what does not fit yet is said.

    `stop` tells the page to send nothing more by itself: what is written stays in the browser.
    """
    if not form.is_valid():
        return _said("；".join(str(text) for found in form.errors.values() for text in found), 422)
    try:
        at, state = save()
    except ConflictError:
        text = _("这里刚刚在别处被改过，自动保存已停止。请按“保存”，核对两处内容后再定。")
        return _said(text, 409, stop=True)
    except ValidationError as error:
        return _said("；".join(text for found in problems_of(error).values() for text in found), 422)
    except RefusedError as error:
        return _said(str(error), 422, stop=True)
    said = _("%s 已自动保存") % timezone.localtime(at).strftime("%H:%M:%S") if at else ""
    return JsonResponse({"said": said, "state": state})


def _said(text: str, status: int, *, stop: bool = False) -> JsonResponse:
    return JsonResponse({"said": text, "stop": stop}, status=status)
