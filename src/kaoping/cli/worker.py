"""`kaoping worker`: a machine that carries out the platform's work."""

from pathlib import Path

import click

QUEUES = ("ordered", "inspection", "office")


@click.command(name="worker")
@click.option(
    "--queues",
    default=",".join(QUEUES),
    show_default=True,
    help="接哪些队列的任务，用逗号分开：ordered 立即巡查，inspection 计划巡查，office 其他（定时任务、通知、计分）。",
)
@click.option("--browser", is_flag=True, help="也接使用浏览器的巡查；本机要装有 Chromium。")
@click.option("--at-once", default=2, show_default=True, type=click.IntRange(1, 64), help="同时执行几项任务。")
@click.option(
    "--data",
    default=Path("kaoping-data"),
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="本机的工作目录；集群中各机器可以各有自己的。",
)
def command(queues: str, browser: bool, at_once: int, data: Path) -> None:
    """让本机加入集群，执行平台的后台任务，直到按 Ctrl+C。

    与平台设置相同的 DATABASE_URL、KAOPING_SECRET_KEY 和 KAOPING_CLUSTER=1。停止时先不再接新任务，做到一半的
    任务停在可以继续的地方，由其他机器接着做；被强行终止也不丢结果。
    """
    import os
    import subprocess
    import sys

    from kaoping.model.errors import InputError
    from kaoping.web.deployment import CLUSTER, read_deployment
    from kaoping.web.jobs.queues import ALL, Queue
    from kaoping.web.serving import environment

    chosen = dict.fromkeys(part.strip() for part in queues.split(",") if part.strip())
    unknown = [name for name in chosen if name not in ALL]
    if unknown or not chosen:
        raise InputError(f"--queues：没有队列“{'、'.join(unknown)}”；可以用 {'、'.join(ALL)}。")
    if browser:
        chosen[Queue.BROWSER.value] = None
    given = environment(data)
    if not read_deployment(given).cluster:
        raise InputError(f"单机部署不需要 worker：kaoping serve 自己执行任务。多机部署请先设置 {CLUSTER}=1。")
    called = [sys.executable, "-m", "django", "work_in_cluster", *chosen, "--at-once", str(at_once)]
    if os.name == "posix":  # the command takes our place, and gets our signals
        os.execve(sys.executable, called, given)  # noqa: S606
    raise SystemExit(subprocess.run(called, check=False, env=given).returncode)
