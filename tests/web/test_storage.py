"""Sealed folders in S3-compatible storage: kept before they are taken over, brought to whoever looks at them."""

import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3  # type: ignore[import-untyped]
import pytest
from django.conf import settings
from moto.server import ThreadedMotoServer

from kaoping.model.errors import InputError
from kaoping.web import storage
from kaoping.web.deployment import read_deployment
from kaoping.web.monitoring.measures import _seen
from kaoping.web.settings import DEPLOYMENT

KEYS = {"AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-east-1"}


class Bucket:
    """A server of ours that speaks S3; it can refuse for a while."""

    def __init__(self) -> None:
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        self.port = self.server.get_host_and_port()[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    made = Bucket()
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": made.address, "AWS_DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3", endpoint_url=made.address).create_bucket(Bucket="kaoping")
    storage._opened.cache_clear()
    yield made
    made.server.stop()
    storage._opened.cache_clear()


def machine(monkeypatch: pytest.MonkeyPatch, data: Path, address: str = "s3://kaoping/city") -> Path:
    """Be the machine with a data folder of its own."""
    data.mkdir(exist_ok=True)
    monkeypatch.setattr(settings, "DEPLOYMENT", replace(DEPLOYMENT, data=data, storage=address))
    return data


def filled(folder: Path) -> Path:
    """A sealed site beside the files of its part."""
    (folder / "site" / "pictures").mkdir(parents=True)
    (folder / "ledger.jsonl").write_text("1\n")
    (folder / "site" / "findings.jsonl").write_text("甲\n")
    (folder / "site" / "pictures" / "a.png").write_bytes(bytes(3 << 20))
    return folder


def test_a_folder_goes_from_one_machine_to_another(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    part = filled(machine(monkeypatch, tmp_path / "a") / "runs/1/0000")
    storage.keep(part / "site")
    storage.keep_files_of(part)
    other = machine(monkeypatch, tmp_path / "b") / "runs/1/0000"
    storage.bring(other / "site")
    assert (other / "site/pictures/a.png").read_bytes() == bytes(3 << 20)
    assert not (other / "ledger.jsonl").exists()
    storage.bring_files_of(other)
    assert (other / "ledger.jsonl").read_text() == "1\n"
    assert [path.name for path in other.iterdir() if path.name.startswith(".")] == []
    assert len(storage.kept_below(other)) == 3
    storage.drop(other / "site")
    assert storage.kept_below(other) == [other / "ledger.jsonl"]
    storage.bring(other.parent / "0001")  # nobody kept one
    assert not (other.parent / "0001").exists()


def test_single_files_are_brought_where_they_lack(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    storage.keep(filled(machine(monkeypatch, tmp_path / "a") / "runs/1/0000"))
    other = machine(monkeypatch, tmp_path / "b") / "runs/1/0000"
    storage.bring_files(other / "site", ("findings.jsonl", "checks.json"))
    assert [path.name for path in (other / "site").iterdir()] == ["findings.jsonl"]
    (other / "site/findings.jsonl").write_text("乙\n")
    storage.bring_files(other / "site", ("findings.jsonl",))
    assert (other / "site/findings.jsonl").read_text() == "乙\n"
    storage.bring_again(other / "site/findings.jsonl")
    assert (other / "site/findings.jsonl").read_text() == "甲\n"


def test_what_is_refused_for_a_while_is_tried_again(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(storage, "WAITS", (0.2,) * 50)
    part = filled(machine(monkeypatch, tmp_path / "a") / "runs/1/0000")
    bucket.server.stop()
    back = ThreadedMotoServer(ip_address="127.0.0.1", port=bucket.port, verbose=False)
    timer = threading.Timer(1.0, back.start)
    timer.start()
    storage.keep(part)
    timer.join()
    assert len(storage.kept_below(part)) == 3
    bucket.server = back


def test_what_is_refused_for_good_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(storage, "WAITS", ())
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(name, value)
    storage._opened.cache_clear()
    part = filled(machine(monkeypatch, tmp_path / "a") / "runs/1/0000")
    with pytest.raises(storage.StorageRefusedError, match="存储服务没有响应"):
        storage.keep(part)
    storage._opened.cache_clear()


def test_without_storage_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    part = filled(machine(monkeypatch, tmp_path / "a", "") / "runs/1/0000")
    storage.keep(part)
    storage.drop(part)
    storage.bring(part.parent / "0001")
    assert storage.kept_below(part) == []
    assert (part / "site/findings.jsonl").exists()


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    given = {"KAOPING_DATA": str(tmp_path), "KAOPING_STORAGE": os.fspath(tmp_path)}
    with pytest.raises(InputError, match="s3://BUCKET"):
        read_deployment(given)


def test_what_the_storage_does_not_give_is_not_taken_for_gone(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    storage.keep(nothing_found(machine(monkeypatch, tmp_path / "a") / "runs/1/0000"))
    other = machine(monkeypatch, tmp_path / "b") / "runs/1/0000"
    monkeypatch.setattr(storage, "WAITS", ())
    bucket.server.stop()
    with pytest.raises(storage.StorageRefusedError):
        _seen(other / "site")
    bucket.server = ThreadedMotoServer(ip_address="127.0.0.1", port=bucket.port, verbose=False)
    bucket.server.start()
    assert _seen(other / "site") == ((), ())


def nothing_found(folder: Path) -> Path:
    """A site in which nothing was found."""
    (folder / "site").mkdir(parents=True)
    (folder / "site/findings.jsonl").write_text("")
    (folder / "site/checks.json").write_text("[]")
    return folder
