"""How this installation inspects, whatever a plan says: read from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network

from kaoping.model.errors import InputError

ALLOW_PRIVATE = "KAOPING_ALLOW_PRIVATE"
CONNECT_TO = "KAOPING_CONNECT_TO"
CANARIES = "KAOPING_CANARIES"
PROCESSES = "KAOPING_RUN_PROCESSES"
KEEP_RUNS = "KAOPING_KEEP_RUNS"
PROBE = "KAOPING_PROBE"
TRUST = "KAOPING_TRUST"
NAME_SERVER = "KAOPING_NAME_SERVER"
NO_SANDBOX = "KAOPING_BROWSER_NO_SANDBOX"


@dataclass(frozen=True, slots=True)
class Inspecting:
    """`allow_private`, `connect_to` and `canaries` (None: the usual ones) are as in `crawl.contract.CrawlOptions`.

    `processes` of one run (0: as many as are worth it); folders of runs are kept for `keep_days`; home pages are
    visited every `probe_minutes` (0: never). `trust` is a file of further authorities (PEM), `name_server` is asked for
    names instead of this machine's name service; "" for none. `no_sandbox` gives up the browser's own sandbox,
    without which it does not run as root.
    """

    allow_private: tuple[str, ...] = ()
    connect_to: tuple[str, ...] = ()
    canaries: tuple[str, ...] | None = None
    processes: int = 0
    keep_days: int = 180
    probe_minutes: int = 0
    trust: str = ""
    name_server: str = ""
    no_sandbox: bool = False


USUAL = Inspecting()


def read_inspecting(environment: Mapping[str, str]) -> Inspecting:
    """Return what the environment says. Raises InputError for a value that cannot be used, naming the variable."""
    networks = _list(environment, ALLOW_PRIVATE)
    for network in networks:
        try:
            ip_network(network)
        except ValueError:
            raise InputError(f"{ALLOW_PRIVATE}：“{network}”不是网段；请写成 10.1.0.0/16 的样子。") from None
    return Inspecting(
        allow_private=networks,
        connect_to=_list(environment, CONNECT_TO),
        canaries=_list(environment, CANARIES) if CANARIES in environment else None,
        processes=_number(environment, PROCESSES, USUAL.processes),
        keep_days=_number(environment, KEEP_RUNS, USUAL.keep_days),
        probe_minutes=_number(environment, PROBE, USUAL.probe_minutes),
        trust=environment.get(TRUST, "").strip(),
        name_server=environment.get(NAME_SERVER, "").strip(),
        no_sandbox=environment.get(NO_SANDBOX, "").strip() == "1",
    )


def _list(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in environment.get(name, "").split(",") if item.strip())


def _number(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = environment.get(name, "").strip()
    if text and not text.isdecimal():
        raise InputError(f"{name}：“{text}”不是整数；请写 0 或正整数。")
    return int(text) if text else usual
