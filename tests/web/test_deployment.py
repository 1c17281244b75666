"""What the environment says of an installation, and what is told where it cannot be used."""

import importlib.util
from pathlib import Path

import pytest

from kaoping.model.errors import InputError
from kaoping.web.deployment import read_deployment

SECRET = "only-for-tests-" * 4


def test_the_database_is_a_file_unless_another_is_named(tmp_path: Path) -> None:
    given = {"KAOPING_DATA": str(tmp_path), "KAOPING_SECRET_KEY": SECRET}
    assert read_deployment(given).database_url == f"sqlite:///{tmp_path / 'kaoping.sqlite3'}"
    named = "postgres://kaoping@db/kaoping"
    assert read_deployment(given | {"DATABASE_URL": named}).database_url == named


def test_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="不支持“mysql”"):
        read_deployment({"KAOPING_DATA": str(tmp_path), "DATABASE_URL": "mysql://db/kaoping"})


def test_a_missing_driver_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"kaoping\[postgresql\]"):
        read_deployment({"KAOPING_DATA": str(tmp_path), "DATABASE_URL": "postgres://db/kaoping"})
