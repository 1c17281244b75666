"""A batch directory: which sites are inspected with which options, and how far each of them is."""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kaoping.attachments.contract import MODERATE, AttachmentOptions
from kaoping.browse.contract import OFF, BrowseOptions
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.trust import read_authorities
from kaoping.evidence.durable import replace_file
from kaoping.facts.word_lists import WordList
from kaoping.gather.contract import EVERYTHING, GatherOptions
from kaoping.model.canonical import canonical_json, digest
from kaoping.model.errors import InputError
from kaoping.runs.slug import site_slug

MANIFEST = "batch.json"
LOCK = "batch.lock"
FRONTIER = "frontier.sqlite"  # what every folder holds that a crawl was at work in
LATER = frozenset({"trust", "name_server", "inner"})  # options that batches of before them do not name
ASSESSED = "sites"  # the folder of an assessment's batch


Wishes = tuple[GatherOptions, AttachmentOptions, BrowseOptions]  # what is looked at beside the pages


@dataclass(frozen=True, slots=True)
class BatchSite:
    """One site of a batch and its folder."""

    url: str
    directory: Path

    @property
    def sealed(self) -> bool:
        """Whether the site has been collected to the end."""
        return (self.directory / "coverage.json").exists()


@dataclass(frozen=True, slots=True)
class Batch:
    """批次: the directory is the truth; opening it again goes on where it stopped."""

    directory: Path
    sites: tuple[BatchSite, ...]
    options: CrawlOptions
    started: datetime
    gather: GatherOptions = EVERYTHING
    attachments: AttachmentOptions = MODERATE
    browse: BrowseOptions = OFF
    word_lists: tuple[WordList, ...] = ()
    previous: Path | None = (
        None  # an earlier inspection or assessment: saves work, and tells since when addresses are known
    )

    @property
    def sealed(self) -> bool:
        return all(site.sealed for site in self.sites)


def open_batch(
    directory: Path,
    urls: Sequence[str],
    options: CrawlOptions,
    now: datetime,
    *,
    wishes: Wishes = (EVERYTHING, MODERATE, OFF),
    word_lists: Sequence[WordList] = (),
) -> Batch:
    """Create the batch in `directory`, or open the one already there when it is about the same sites and options.

    `word_lists` are the operator's; wordings are looked up while pages are read, so they belong to the batch.

    Raises InputError when the directory holds another batch, or other files.
    """
    gather, attachments, browse = wishes
    plan: dict[str, Any] = {"sites": list(urls), "options": _asked(options)}
    if gather != EVERYTHING:  # a batch of before these options were there is the same batch
        plan["gather"] = _asked(gather)
    if browse.enabled:  # which browser it is and how it is started changes nothing of what was asked
        plan["browse"] = {"pages": browse.pages}
    if attachments != MODERATE:
        plan["attachments"] = json.loads(canonical_json(asdict(attachments)))
    if word_lists:
        plan["word_lists"] = [{"id": each.id, "version": each.version, "digest": each.digest} for each in word_lists]
    manifest = directory / MANIFEST
    if manifest.exists():
        stored = _read_manifest(manifest)
        if stored.get("plan") != digest(plan):
            raise InputError(
                f"{directory}：已有另一批巡检（{_difference(stored, plan)}）。请换一个 --out 目录，"
                "或加 --fresh 清除后重新巡检。"
            )
        started = datetime.fromisoformat(stored["started"])
    else:
        directory.mkdir(parents=True, exist_ok=True)
        started = now
        text = {"plan": digest(plan), "started": now.isoformat(), **plan}
        write_text(manifest, json.dumps(text, ensure_ascii=False, indent=1))
    lists = tuple(word_lists)
    return Batch(directory, _sites(directory, urls), options, started, gather, attachments, browse, lists)


def _asked(options: CrawlOptions | GatherOptions) -> dict[str, Any]:
    """Return options as the manifest has them: those that older batches do not have are named only where set.

    A file of authorities counts by what it holds. Raises InputError where it cannot be read.
    """
    said: dict[str, Any] = json.loads(canonical_json(asdict(options)))
    usual = asdict(type(options)())
    said = {name: value for name, value in said.items() if name not in LATER or value != usual[name]}
    if "trust" in said:
        said["trust"] = hashlib.sha256(read_authorities(said["trust"])).hexdigest()
    return said


def _difference(stored: dict[str, Any], plan: dict[str, Any]) -> str:
    """Say what differs; of a batch only what it looked for while reading pages cannot be looked for afterwards."""
    lists, before, now = ("word_lists",), stored.keys() - {"plan", "started"}, plan.keys()
    others = (before | now).difference(lists)
    if all(stored.get(name) == plan.get(name) for name in others):
        return "词库不同；词语在读页面时查找，网页全文没有保留，换了词库必须重新巡检"
    return "网站或参数不同"


def stored_sites(directory: Path) -> tuple[BatchSite, ...]:
    """Return the sites of the batch in `directory`. Raises InputError when its manifest cannot be read."""
    return _sites(directory, _read_manifest(directory / MANIFEST).get("sites", []))


def clear_batch(directory: Path) -> None:
    """Remove an earlier batch from `directory`: its manifest and the folders of its sites, nothing else."""
    manifest = directory / MANIFEST
    if not manifest.exists():
        return
    for folder in _site_folders(directory):
        _remove_tree(folder)
    manifest.unlink()


def share_batch(source: Path, target: Path) -> None:
    """Give `target` the batch that was collected in `source`, without using its space twice where the disk allows.

    Stored facts are never changed in place, so that both may be judged; an earlier batch in `target` is removed.
    """
    clear_batch(target)
    for path in sorted(source.rglob("*")):
        copy = target / path.relative_to(source)
        if path.is_dir():
            copy.mkdir(parents=True, exist_ok=True)
        elif path.name != LOCK:
            _link_or_copy(path, copy)


def _link_or_copy(path: Path, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    try:
        copy.hardlink_to(path)
    except OSError:  # another disk, or one that has no such links
        shutil.copy2(path, copy)


def _site_folders(directory: Path) -> list[Path]:
    """Return the folders of a batch's sites; with a damaged manifest, those that a crawl was at work in."""
    try:
        return [site.directory for site in stored_sites(directory)]
    except InputError:
        return [path.parent for path in directory.glob(f"*/{FRONTIER}")]


@contextmanager
def batch_lock(directory: Path) -> Iterator[None]:
    """Hold the batch for this process; a second one is refused instead of mixing its facts in.

    The lock is the kernel's, so it goes with the process, however that ends.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(f"{directory}：另一个进程正在使用该目录。请等它结束，或换一个 --out 目录。") from error
        yield


def write_text(path: Path, text: str) -> None:
    """Write a file so that it is either all there, on disk, or as before."""
    replace_file(path, [text.encode()])


def _sites(directory: Path, urls: Sequence[str]) -> tuple[BatchSite, ...]:
    used: set[str] = set()
    sites = []
    for url in urls:
        slug = site_slug(url)
        if slug in used:  # the same host over http and https
            slug = f"{slug}-{digest(url, 8)}"
        used.add(slug)
        sites.append(BatchSite(url, directory / slug))
    return tuple(sites)


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}：批次清单读不出来（{error}）。请加 --fresh 重新巡检。") from error
    return stored if isinstance(stored, dict) else {}


def _remove_tree(directory: Path) -> None:
    if not directory.is_dir():
        return
    for path in sorted(directory.rglob("*"), key=lambda item: len(item.parts), reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
    directory.rmdir()
