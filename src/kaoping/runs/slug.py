"""The folder name of a site: host, port and path made safe for every file system."""

import re
from urllib.parse import urlsplit

from kaoping.model.canonical import digest


def site_slug(url: str) -> str:
    """Return the folder name of the site at `url`; two different sites never share one."""
    parts = urlsplit(url)
    text = "-".join(piece for piece in (parts.hostname or "", str(parts.port or ""), parts.path.strip("/")) if piece)
    safe = re.sub(r"[^A-Za-z0-9.\-]+", "-", text).strip("-.").lower()
    if safe == text and len(safe) <= 100:
        return safe
    return f"{safe[:80].rstrip('-.')}-{digest(url, 8)}".lstrip("-")
