"""Text from crawled sites, without what no file format can hold."""

import re

_NOT_TEXT = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")


def storable(text: str) -> str:
    """Return `text` without control characters (tabs and line ends stay), halves of surrogate pairs, non-characters."""
    return _NOT_TEXT.sub("", text)
