"""Where sealed folders are kept beside the disk of the machine that made them: S3-compatible storage, if any is set.

Without it, all that is here does nothing: the data folder is the storage. With it, folders of the data folder are kept
under the same names, and the disk of a machine holds what it is working on and what it has looked at.
"""

import functools
import logging
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kaoping.model.deferred import Deferred
from kaoping.model.errors import KaopingError
from kaoping.web.installation import data_folder, installation

if TYPE_CHECKING:
    import obstore
    from obstore import exceptions, store
else:
    obstore, exceptions, store = map(Deferred, ("obstore", "obstore.exceptions", "obstore.store"))

Result = TypeVar("Result")
WAITS = (1, 2, 4, 8, 15, 30, 30, 30, 60, 60, 60)  # seconds between two tries: five minutes in all

AT_ONCE = 8

_log = logging.getLogger(__name__)


class StorageRefusedError(KaopingError):
    """The storage has not taken or given something for minutes."""


def keep(folder: Path) -> None:
    """Keep a folder, with all below it, in the storage. Raises StorageRefusedError."""
    if _storage():
        _keep(path for path in sorted(folder.rglob("*")) if path.is_file())


def keep_files_of(folder: Path) -> None:
    """Keep the files of a folder itself, without the folders in it. Raises StorageRefusedError."""
    if _storage():
        _keep(path for path in sorted(folder.iterdir()) if path.is_file())


def bring(folder: Path) -> None:
    """Have a folder here that another machine has kept; nothing where it is here or nobody kept it.

    It is here as a whole or not at all. Raises StorageRefusedError.
    """
    if not _storage() or folder.exists():
        return
    names = _names(folder)
    if not names:
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".bring-") as draft:
        for name in names:
            _fetch(name, Path(draft) / "whole" / Path(name).relative_to(_name(folder)))
        if not folder.exists():  # another process may have been faster
            (Path(draft) / "whole").rename(folder)


def bring_files(folder: Path, names: Iterable[str]) -> None:
    """Have some files of a folder here that another machine has kept. Raises StorageRefusedError."""
    if not _storage():
        return
    for name in names:
        if not (folder / name).exists():
            _fetch(f"{_name(folder)}/{name}", folder / name)


def bring_again(path: Path) -> None:
    """Have a file here as it was kept last, whatever is here. Raises StorageRefusedError."""
    if _storage():
        _fetch(_name(path), path)


def bring_files_of(folder: Path) -> None:
    """Have the files of a folder itself here as they were kept last, without the folders in it.

    Raises StorageRefusedError.
    """
    if _storage():
        listed = _tried(lambda: obstore.list_with_delimiter(_opened(_storage()), _name(folder)))
        for found in listed["objects"]:
            _fetch(found["path"], data_folder() / found["path"])


def drop(folder: Path) -> None:
    """Remove a folder from the storage. Raises StorageRefusedError."""
    names = _names(folder) if _storage() else []
    if names:
        _tried(lambda: obstore.delete(_opened(_storage()), names))


def kept_below(folder: Path) -> list[Path]:
    """Return the files that the storage keeps below a folder, wherever they would be here."""
    return [data_folder() / name for name in _names(folder)] if _storage() else []


def _keep(paths: Iterable[Path]) -> None:
    def keep_one(path: Path) -> None:
        _tried(lambda: obstore.put(_opened(_storage()), _name(path), path))

    with ThreadPoolExecutor(AT_ONCE) as pool:  # small files, each with an answer to wait for
        for _ in pool.map(keep_one, paths):
            continue


def _names(folder: Path) -> list[str]:
    def listed() -> list[str]:
        return [found["path"] for some in obstore.list(_opened(_storage()), _name(folder)) for found in some]

    return sorted(_tried(listed))


def _fetch(name: str, place: Path) -> None:
    """Write a kept file to its place, at once; nothing where there is none of that name."""
    try:
        body = _tried(lambda: obstore.get(_opened(_storage()), name))
    except FileNotFoundError:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as draft:
        for piece in body.stream(min_chunk_size=1 << 20):
            draft.write(piece)
    Path(draft.name).replace(place)


def _tried(ask: Callable[[], Result]) -> Result:
    """Ask again while the storage does not answer. Raises FileNotFoundError for what it does not have."""
    for wait in (*WAITS, None):
        try:
            return ask()
        except FileNotFoundError:  # the library's own for what is not there, too
            raise
        except (exceptions.BaseError, OSError) as error:
            if wait is None:
                raise StorageRefusedError(f"存储服务没有响应：{str(error)[:300]}。请检查存储服务后再试。") from error
            _log.warning("storage: %s; trying again in %s s", str(error)[:300], wait)
            time.sleep(wait)
    raise AssertionError("the last wait is None")


@functools.lru_cache(maxsize=4)
def _opened(address: str) -> Any:
    """The storage at an address; keys and the endpoint are in the environment, as its programs know them (AWS_…)."""
    return store.from_url(address, client_options={"allow_http": True}, retry_config={"max_retries": 0})


def _storage() -> str:
    return installation().storage


def _name(path: Path) -> str:
    return path.relative_to(data_folder()).as_posix()
