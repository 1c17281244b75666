"""Pictures of a site's folder: what a browser showed, and findings framed on their stored pages."""

import re
from pathlib import Path

PICTURES = "pictures"
LIST = f"{PICTURES}/framed.json"
_NAME = re.compile(rf"{PICTURES}/(?:[\w-]{{1,80}}\.jpg|framed\.json)", re.ASCII)


def is_picture(name: str) -> bool:
    """Tell whether a name, relative to the site's folder, is one that a picture or their list may have."""
    return _NAME.fullmatch(name) is not None


def picture_files(directory: Path) -> list[str]:
    """Return the names of the pictures in a site's folder and of their list, in order."""
    found = (path.relative_to(directory).as_posix() for path in (directory / PICTURES).glob("*"))
    return sorted(name for name in found if is_picture(name))
