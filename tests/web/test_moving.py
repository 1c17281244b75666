"""Moving the platform from a file to PostgreSQL: every row, or none."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kaoping.web.moving import first_difference

SERVER = os.environ.get("DATABASE_URL", "")
NEEDED = pytest.mark.skipif(not SERVER.startswith("postgres"), reason="needs a PostgreSQL server in DATABASE_URL")
FILL = """
from kaoping.web.registry.models import Region, Site, Unit
city = Region.objects.create(code="321300", name="宿城市", level="city", path="/1/")
Region.objects.create(code="321301", name="东县", level="county", parent=city, path="/1/2/")
for number in range(1200):
    unit = Unit.objects.create(code=f"u{number}", name=f"单位{number}", region=city)
    Site.objects.create(unit=unit, name=unit.name, address=f"https://u{number}.example/", host=f"u{number}.example")
"""
COUNT = "from kaoping.web.registry.models import Site; print(Site.objects.count(), Site.objects.latest('pk').host)"
NEXT = "from kaoping.web.registry.models import Region; print(Region.objects.create(code='1', name='x', path='/x/').pk)"


def django(folder: Path, *command: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run one of Django's commands on a data folder."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"KAOPING_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "kaoping.web.settings", **more}
    return run([sys.executable, "-m", "django", *command], environment)


def run(command: list[str], environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database of its own."""
    psycopg = pytest.importorskip("psycopg")
    name = f"moved_{uuid.uuid4().hex}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a platform with a small registry."""
    folder = tmp_path_factory.mktemp("filled")
    django(folder, "migrate", "--verbosity", "0")
    done = django(folder, "shell", "--no-imports", "-c", FILL)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(filled, tmp_path / "data"))


def move(folder: Path, address: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "kaoping.cli", "move", "sqlite-to-postgres"]
    return run([*command, "--data", str(folder), "--to", address], dict(os.environ))


@NEEDED
def test_everything_is_moved_once_and_goes_on(folder: Path, database: str) -> None:
    moved = move(folder, database)
    assert moved.returncode == 0, moved.stderr
    assert "逐行核对一致" in moved.stdout
    there = django(folder, "shell", "--no-imports", "-c", COUNT, DATABASE_URL=database)
    assert there.stdout.split() == ["1200", "u1199.example"]
    added = django(folder, "shell", "--no-imports", "-c", NEXT, DATABASE_URL=database)
    assert added.stdout.split() == ["3"], added.stderr
    again = move(folder, database)
    assert again.returncode == 2
    assert "目标数据库里已有数据" in again.stderr


@NEEDED
def test_a_row_that_does_not_fit_is_named_and_nothing_is_moved(folder: Path, database: str) -> None:
    spoiled = "from kaoping.web.registry.models import Unit; Unit.objects.filter(pk=7).update(name='长' * 200)"
    assert django(folder, "shell", "--no-imports", "-c", spoiled).returncode == 0
    moved = move(folder, database)
    assert moved.returncode == 2
    assert "表 registry_unit 中编号 7 的记录" in moved.stderr
    there = django(folder, "shell", "--no-imports", "-c", COUNT.replace(", Site.objects.latest('pk').host", ""))
    assert there.stdout.split() == ["1200"]
    gone = django(folder, "shell", "--no-imports", "-c", "from kaoping.web.registry.models import Region as R;"
                  "print(R.objects.count())", DATABASE_URL=database)  # fmt: skip
    assert gone.stdout.split() == ["0"]


def test_only_an_address_of_postgresql_is_taken(tmp_path: Path) -> None:
    (tmp_path / "kaoping.sqlite3").touch()
    moved = move(tmp_path, "mysql://somewhere/x")
    assert moved.returncode == 2
    assert "postgres://" in moved.stderr


def test_a_folder_without_a_database_is_named(tmp_path: Path) -> None:
    moved = move(tmp_path, "postgres://somewhere/x")
    assert moved.returncode == 2
    assert "中没有数据库" in moved.stderr


def test_the_first_difference_is_found() -> None:
    rows = [(1, "a"), (2, "b")]
    assert first_difference(iter(rows), iter(rows)) is None
    assert first_difference(iter(rows), iter([(1, "a"), (2, "c")])) == ((2, "b"), (2, "c"))
    assert first_difference(iter(rows), iter(rows[:1])) == ((2, "b"), None)
