"""Which sources are Chinese sites, whose entries and marks Chinese rules ask for."""

_FOLDERS = ("pages/cn/", "pages/hacked/hidden_links/", "pages/hacked/gambling_pages/")


def is_chinese(source: str) -> bool:
    """Whether a single page is of a Chinese site; whole sites are labelled by persons."""
    return source.startswith(_FOLDERS)
