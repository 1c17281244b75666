"""Without a browser nothing breaks: the looks say that, and why."""

import os
import sys
from pathlib import Path

import pytest

from kaoping.browse.chromium import NoBrowserError, find_chromium
from kaoping.browse.contract import BrowseOptions, PageWish
from kaoping.model.browser_looks import Device
from tests.browse.looking import looks_of

PAGE = (PageWish(0, "http://127.0.0.1:9/", Device.DESKTOP),)


def program(folder: Path, text: str) -> str:
    path = folder / "browser"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o700)
    return str(path)


def test_a_browser_that_is_not_there() -> None:
    looks = looks_of(PAGE, environment={"KAOPING_CHROMIUM": "/nowhere/chromium"})
    assert (looks.reason, looks.pages) == ("browser-missing", ())


def test_one_that_does_not_start(tmp_path: Path) -> None:
    looks = looks_of(PAGE, chromium=program(tmp_path, "exit 1"), no_sandbox=True)
    assert (looks.reason, looks.pages) == ("browser-not-started", ())


def test_the_option_comes_before_the_variable(tmp_path: Path) -> None:
    named = BrowseOptions(pages=1, chromium=program(tmp_path, ""), no_sandbox=True)
    assert find_chromium(named, {"KAOPING_CHROMIUM": "/bin/false"}) == Path(named.chromium)
    assert find_chromium(BrowseOptions(no_sandbox=True), {"KAOPING_CHROMIUM": named.chromium}) == Path(named.chromium)


def test_the_sandbox_is_given_up_only_where_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    options = BrowseOptions(pages=1, chromium=program(tmp_path, ""))
    with pytest.raises(NoBrowserError, match="browser-sandbox"):
        find_chromium(options, {})
