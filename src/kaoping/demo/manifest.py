"""The manifest: every fault that was planted, what finding would show it, and what follows from it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from kaoping.model.errors import InputError

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault and the findings that show it.

    A finding shows it when site and check are equal, its outcome is one of `outcomes`, its page kind one of `pages`,
    its address one of `urls`, and each of its `values` named here is one of those listed; an empty tuple asks nothing.
    `counted` is False for what must not be called false but need not be found (a consequence of a planted fault, or
    what is true of every site of the city). `browser` True is for what only a browser shows, False for what is
    suspected only as long as none has looked; None: with and without one.
    """

    id: str
    unit: str
    site: str
    check: str
    outcomes: tuple[str, ...] = ("fail",)
    pages: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    counted: bool = True
    note: str = ""
    browser: bool | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """All planted faults of a generated city. `sites` are the addresses of all its sites, by unit."""

    city: str
    as_of: date
    seed: int
    sites: Mapping[str, str]
    faults: Sequence[Fault]


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write `manifest` as JSON."""
    data = asdict(manifest) | {"as_of": manifest.as_of.isoformat()}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_manifest(path: Path) -> Manifest:
    """Return the manifest stored at `path`. Raises InputError when it is not one."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        faults = tuple(_fault(entry) for entry in data["faults"])
        return Manifest(data["city"], date.fromisoformat(data["as_of"]), data["seed"], data["sites"], faults)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}：不是有效的样例城市清单（{error}）。请用 kaoping demo 重新生成。") from error


def _fault(entry: Mapping[str, object]) -> Fault:
    known = dict(entry)
    for name in ("outcomes", "pages", "urls"):
        known[name] = tuple(known[name])  # type: ignore[arg-type]  # checked by the caller's except
    known["values"] = {name: tuple(options) for name, options in dict(known["values"]).items()}  # type: ignore[call-overload]
    return Fault(**known)  # type: ignore[arg-type]
