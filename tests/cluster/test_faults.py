"""The sample city's inspection on three workers that are killed, cut off and out of step: the same result as on one."""

import logging
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from moto.server import ThreadedMotoServer

from kaoping.web.sample.city import sample_city
from kaoping.worktime import BEIJING
from tests.cluster.database import Database, database
from tests.cluster.machines import ORDER, RESULT, STAND, Machine, end, until
from tests.runs.test_clock import clock  # noqa: F401 a fixture

pytestmark = pytest.mark.full
SECRET = "one for all machines of the cluster"
TODAY = datetime.now(BEIJING).date()
WHOLE = 900  # seconds that a run may take at most


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """The sample city, served; what its installations are told."""
    with sample_city(tmp_path / "city", TODAY) as told:
        yield {**told, "KAOPING_SECRET_KEY": SECRET, "KAOPING_PROBE": "0"}


@pytest.fixture
def server() -> Iterator[Database]:
    with database() as made:
        if made is None:
            pytest.skip("PostgreSQL is not installed")
        yield made


@pytest.fixture
def bucket() -> Iterator[ThreadedMotoServer]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    made = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    made.start()
    yield made
    made.stop()


def founded(machine: Machine, city: Path) -> Machine:
    """An installation with the sample city and a run of all its sites, in parts of three."""
    machine.data.mkdir()
    for name in ("sample.json", "authority.pem"):
        shutil.copy(city / name, machine.data)
    machine.does("prepare")
    machine.does("register_sample")
    machine.asked(ORDER)
    return machine


def result_of(machine: Machine) -> dict[str, Any]:
    told: dict[str, Any] = machine.asked(RESULT, TODAY.isoformat())
    return told


def alone(machine: Machine) -> dict[str, Any]:
    """The result of one machine that does everything."""
    processes = [
        machine.starts(sys.executable, "-m", "django", *what) for what in (("housekeeping",), ("work", "ordered"))
    ]
    try:
        until(lambda: machine.asked(STAND)["run"] == "done", WHOLE, "the run alone does not end")
    finally:
        end(*processes)
    return result_of(machine)


def test_three_workers_give_what_one_machine_gives(
    tmp_path: Path,
    city: Mapping[str, str],
    server: Database,
    bucket: ThreadedMotoServer,
    clock: dict[str, str],  # noqa: F811
) -> None:
    whole = alone(founded(Machine(tmp_path / "alone", city), tmp_path / "city"))

    port = bucket.get_host_and_port()[1]
    storage = {
        "KAOPING_STORAGE": "s3://kaoping/city", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-east-1",
    }  # fmt: skip
    client = boto3.client(
        "s3", endpoint_url=storage["AWS_ENDPOINT_URL"], region_name="us-east-1",
        aws_access_key_id="k", aws_secret_access_key="s",
    )  # fmt: skip
    client.create_bucket(Bucket="kaoping")
    shared = {**city, **storage, "DATABASE_URL": server.address, "KAOPING_CLUSTER": "1"}
    office = founded(Machine(tmp_path / "office", shared), tmp_path / "city")
    Path(clock["SET_CLOCK"]).write_text("300")  # this machine's clock is five minutes fast
    skewed = {name: clock[name] for name in ("LD_PRELOAD", "SET_CLOCK")}
    machines = [Machine(tmp_path / f"w{n}", shared if n else {**shared, **skewed}) for n in range(3)]
    kaoping = str(Path(sys.executable).with_name("kaoping"))
    workers = {machine.data: machine.starts(kaoping, "worker", "--data", str(machine.data)) for machine in machines}
    try:
        lost = _lose_a_worker(office, workers)
        recovered = time.monotonic()
        server.restart()  # the engine's database goes away and comes back
        bucket.stop()  # the storage refuses for half a minute
        back = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
        threading.Timer(30, back.start).start()
        until(lambda: office.asked(STAND)["run"] == "done", WHOLE, "the run does not end")
        sys.stderr.write(f"lost {lost}; done {time.monotonic() - recovered:.0f} s after\n")
        result = result_of(office)
        back.stop()
    finally:
        end(*workers.values())
    assert result["failed"] == []
    assert result["sites"] == whole["sites"]
    assert result["findings"] == whole["findings"]
    assert result["results"] == whole["results"]  # byte for byte


def _lose_a_worker(office: Machine, workers: Mapping[Path, "subprocess.Popen[bytes]"]) -> str:
    """Kill a worker that has taken sites over and is at others, and throw its disk away; return which one."""
    by_process = {process.pid: data for data, process in workers.items()}
    chosen: list[Path] = []

    def found() -> bool:
        stand = office.asked(STAND)
        at_work = [worker for _n, state, worker in stand["parts"] if state == "running"]
        if stand["sites"].get("imported", 0) < 2 or not at_work:
            return False
        chosen.append(by_process[int(at_work[0].rpartition(":")[2])])
        return True

    until(found, WHOLE, "no worker has taken anything over")
    process = workers[chosen[0]]
    process.kill()
    process.wait()
    time.sleep(3)  # who inspects for it notices, and leaves
    shutil.rmtree(chosen[0])
    return chosen[0].name
