"""Makes ids that can be read aloud: pinyin, mostly two syllables to a word, unique within a scheme."""

import re
from collections.abc import Iterable

from pypinyin import lazy_pinyin

from kaoping.schemes.section import ID

_YAML_WORDS = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
_RUN = re.compile(r"[A-Za-z0-9]+|[\u3400-\u9fff]+")
_JOINING = "及和与或的之"
_ENDING = "化性率库"
_MOST_WORDS = 4
_LONGEST = 40
_PART = re.compile(r"[a-z0-9]+")
_BRACKETS = re.compile(r"[（(].*?[)）]")


class Identifiers:
    """Hands out ids; a name that is taken gets the first free of `others` behind it, then a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def claim(self, title: str, others: Iterable[str] = ()) -> str:
        """Return a new id for a title, or for a text that is an id already."""
        name = title if ID.fullmatch(title) and title not in _YAML_WORDS else in_pinyin(title)
        for candidate in (name, *(f"{name}-{other}" for other in others if other)):
            if candidate not in self._taken:
                self._taken.add(candidate)
                return candidate
        number = 2
        while f"{name}-{number}" in self._taken:
            number += 1
        self._taken.add(f"{name}-{number}")
        return f"{name}-{number}"


def in_pinyin(title: str) -> str:
    """Return a title as an id: 概况信息 → gaikuang-xinxi; a title without any readable character → zhibiao."""
    bare = _BRACKETS.sub("", title) or title
    words = [word for run in _RUN.findall(bare) for word in _words(run)]
    name = "-".join(words[:_MOST_WORDS])[:_LONGEST].strip("-")
    return name if name and name not in _YAML_WORDS else "zhibiao"


def _words(run: str) -> list[str]:
    """The words of a run of Chinese characters: two syllables each, three where the third is 化 or the like."""
    if run.isascii():
        return [run.lower()]
    words, at = [], 0
    syllables = ["".join(_PART.findall(each.lower())) for each in lazy_pinyin(run)]
    while at < len(run):
        length = 1 if run[at] in _JOINING else 3 if run[at + 2 : at + 3] and run[at + 2] in _ENDING else 2
        if run[at] not in _JOINING:
            words.append("".join(syllables[at : at + length]))
        at += length
    return [word for word in words if word]
