"""What people type stays in their browser until it is saved: every form that takes text says so."""

import re
from pathlib import Path

import pytest

from kaoping import web

TEMPLATES = sorted(Path(web.__file__).parent.rglob("templates/**/*.html"))
FORM = re.compile(r"<form\b(?P<opening>(?:[^>{]|\{[{%].*?[%}]\})*)>(?P<inside>.*?)</form>", re.DOTALL)
SECRET = {"login.html", "reauthenticate.html", "password_change.html", "invitation.html"}  # passwords are not kept
NOT_TYPED = {"upload.html"}  # a file and a choice
AT_ONCE = {"keys.html"}  # a dialog: what is typed goes out as it closes


def forms_that_take_text() -> list[tuple[Path, str]]:
    """Templates with forms that show the fields of a form of ours, or a text area; how each form opens."""
    return [
        (path, form["opening"])
        for path in TEMPLATES
        for form in FORM.finditer(path.read_text("utf-8"))
        if 'method="get"' not in form["opening"]  # what is tried stands in the address
        and ("pages/fields.html" in form["inside"] or "<textarea" in form["inside"])
    ]


def test_every_form_that_takes_text_keeps_it() -> None:
    forms = forms_that_take_text()
    assert len(forms) > 10
    lacking = {path.name for path, opening in forms if "data-keep" not in opening or "data-restored" not in opening}
    assert lacking <= SECRET | NOT_TYPED | AT_ONCE


@pytest.mark.parametrize("name", sorted(SECRET))
def test_what_is_secret_is_never_kept(name: str) -> None:
    assert all("data-keep" not in opening for path, opening in forms_that_take_text() if path.name == name)


def test_text_areas_stand_in_forms() -> None:
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        inside = sum(form["inside"].count("<textarea") for form in FORM.finditer(text))
        assert text.count("<textarea") == inside, path


def test_forms_of_one_page_go_by_different_names() -> None:
    for path in TEMPLATES:
        names = re.findall(r'<form\b[^>]*?data-keep(?:="(\w+)")?', path.read_text("utf-8"))
        assert len(names) == len(set(names)), path
