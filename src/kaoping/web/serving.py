"""Runs the platform: brings the database up to date, then the web server and the housekeeping beside it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaoping.model.errors import InputError, system_reason
from kaoping.web.bundling import bundle
from kaoping.web.catalogue import compile_catalogues
from kaoping.web.deployment import DATA, DATABASE, SQLITE, read_deployment
from kaoping.web.inspecting_settings import read_inspecting
from kaoping.web.jobs.queues import ALL, Queue
from kaoping.web.sample.city import sample_city

SETTINGS = "kaoping.web.settings"
POOL = (ALL, (Queue.ORDERED, Queue.OFFICE))
"""The queues of each process that carries out work; what somebody waits for need not wait for what a plan began."""

MOVE_TO = "KAOPING_MOVE_TO"
_WORK = (sys.executable, "-m", "django", "work")
_OWN = frozenset({"127.0.0.1", "::1", "localhost"})
_RESTART_AFTER = 2.0  # seconds
_STOP_WITHIN = 15.0  # seconds


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """Where to listen, where the data lies, and how many processes answer requests."""

    host: str
    port: int
    data: Path
    workers: int = 2


def prepare(data: Path, said: Callable[[str], None]) -> None:
    """Make the data folder ready: its database, the assets, a first administrator (who may be asked for).

    Raises InputError with the reason when one of these fails. Charts that cannot be built are told of and left out: the
    tables below them say the same.
    """
    compile_catalogues()
    try:
        if bundle():
            said("图表组件已生成。")
    except InputError as error:
        said(f"图表组件没有生成，页面上只显示数据表，其他功能不受影响。原因：{error}")
    _command("prepare", environment(data), "不能启动：")


def demonstrate(options: ServeOptions, today: date, said: Callable[[str], None]) -> int:
    """Serve the platform with the sample city in the middle of an assessment, to this machine only; as `serve`.

    Raises InputError for an address that others reach: everybody may sign in to the sample.
    """
    if options.host not in _OWN:
        raise InputError("演示中人人可以登录，只能在本机使用；请去掉 --host。")
    with sample_city(options.data, today) as described:
        os.environ.update(described)
        prepare(options.data, said)
        said("正在准备示例数据：登记单位和网站，完成以前各季度的考评并计分，一般不到一分钟……")
        _command("register_sample", environment(options.data), "不能启动：")
        return serve(options, said)


def _command(name: str, given: Mapping[str, str], failing: str = "") -> None:
    """Run a command of ours to its end in the environment `given`. Raises InputError with what it complained of."""
    done = subprocess.run(
        [sys.executable, "-m", "django", name], check=False, env=given, stderr=subprocess.PIPE, text=True
    )
    if done.returncode != 0:
        why = re.split(r"(?:CommandError|InputError): ", done.stderr.strip())[-1]
        raise InputError(f"{failing}{why[-2000:]}")


def move_database(data: Path, target: str) -> None:
    """Copy the data folder's SQLite database into the PostgreSQL database `target`, an address, and compare every row.

    Raises InputError with the reason, in which case nothing was copied.
    """
    if not target.startswith(("postgres://", "postgresql://")):
        raise InputError("目标地址应以 postgres:// 开头，如 postgres://USER:PASSWORD@HOST/NAME。")
    if not (data / SQLITE).exists():
        raise InputError(f"{data} 中没有数据库 {SQLITE}。请用 --data 给出平台的数据目录。")
    given = {name: value for name, value in environment(data).items() if name != DATABASE}
    _command("move_database", given | {MOVE_TO: target})


def require_free(host: str, port: int) -> None:
    """Raise InputError when something listens there already, or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"{host}:{port} 不能监听（{system_reason(error)}）。请用 --port 换一个端口，或停止占用它的程序。"
            ) from error


def environment(data: Path) -> dict[str, str]:
    """Return the environment of the platform's processes."""
    return {**os.environ, DATA: str(data.absolute()), "DJANGO_SETTINGS_MODULE": SETTINGS}


def serve(options: ServeOptions, said: Callable[[str], None]) -> int:
    """Serve until told to stop (Ctrl+C, SIGTERM); return the exit code. A process that dies is started again.

    In a cluster only the web server runs here; workers carry out the work (`kaoping worker`).
    """
    cluster = read_deployment(environment(options.data)).cluster
    commands: dict[str, list[str]] = {
        "网页服务": [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-log", "--no-ws"),
            *("--host", options.host, "--port", str(options.port), "--workers", str(options.workers)),
            *("--blocking-threads", "4", "--respawn-failed-workers", "kaoping.web.wsgi:application"),
        ],
    }
    if not cluster:
        commands["定时任务"] = [sys.executable, "-m", "django", "housekeeping"]
        commands |= {f"后台任务 {n}": [*_WORK, *queues] for n, queues in enumerate(POOL, 1)}
    if read_inspecting(os.environ).probe_minutes:
        commands["可用性监测"] = [sys.executable, "-m", "django", "availability"]
    running = {name: _start(command, options) for name, command in commands.items()}
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    said(f"已启动：http://{options.host}:{options.port}/  （Ctrl+C 停止；数据在 {options.data}）")
    while not stopping:
        time.sleep(0.2)
        for name, process in running.items():
            if process.poll() is not None and not stopping:
                said(f"{name}已退出（{process.returncode}），{_RESTART_AFTER:g} 秒后重新启动……")
                time.sleep(_RESTART_AFTER)
                running[name] = _start(commands[name], options)
    said("正在停止……")
    for process in running.values():
        process.terminate()
    for process in running.values():
        try:
            process.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
    return 0


def _start(command: list[str], options: ServeOptions) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, env=environment(options.data), stdin=subprocess.DEVNULL, start_new_session=True)
