"""How many bytes evidence takes: `python -m bench.evidence RESULTS [NEXT]`; counts, so that load does not matter.

For each finding that counts or waits (fail, suspected, manual): archives and bodies, and all of the sites' folders.
With the results of a second run that shares an evidence store: what is on disk beside what the first one has.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaoping.crawl.payloads import PAYLOADS
from kaoping.evidence.expiring import ACCUSING
from kaoping.evidence.leaves import ARCHIVES, FINDINGS
from kaoping.runs.sealed_folders import sealed_sites


def main(arguments: Sequence[str]) -> int:
    """Print the figures of results, and of those of the next run where they are named."""
    first, *rest = (Path(each) for each in arguments)
    found = sum(1 for folder in _folders(first) for _ in _accusing(folder))
    evidence, everything = _bytes(_evidence(first)), _bytes(_files(first))
    pages = [(path.stat().st_ino, path.stat().st_size) for path in _evidence(first)]
    sys.stdout.write(f"sites {len(_folders(first))}, findings {found}, files of evidence {len(pages)}\n")
    sys.stdout.write(f"evidence {evidence} bytes, {evidence / max(1, found) / 1000:.1f} KB a finding\n")
    sys.stdout.write(
        f"all files of the sites {everything} bytes, {everything / max(1, found) / 1000:.1f} KB a finding\n"
    )
    for second in rest:
        known = {number for number, _ in pages}
        whole = _bytes(_evidence(second))
        new = sum(path.stat().st_size for path in _evidence(second) if path.stat().st_ino not in known)
        sys.stdout.write(f"{second}: evidence {whole} bytes, of which {new} are on disk for it alone\n")
    return 0


def _folders(results: Path) -> list[Path]:
    return [folder for folder in sealed_sites(results).folders if (folder / FINDINGS).exists()]


def _accusing(folder: Path) -> Iterator[str]:
    for line in (folder / FINDINGS).read_bytes().split(b"\n")[:-1]:
        said = json.loads(line)
        if said["outcome"] in ACCUSING:
            yield said["key"]


def _evidence(results: Path) -> list[Path]:
    folders = _folders(results)
    archives = [folder / name for folder in folders for name in ARCHIVES if (folder / name).exists()]
    return archives + [path for folder in folders for path in sorted((folder / PAYLOADS).glob("*"))]


def _files(results: Path) -> list[Path]:
    return [path for folder in _folders(results) for path in folder.rglob("*") if path.is_file()]


def _bytes(paths: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
