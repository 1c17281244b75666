"""The lexicon of injected content, and one pass over a text that finds all its terms."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from kaoping.markup.scanning import Terms

# Characters of the terms whose traditional form differs.
_TRADITIONAL = dict(
    zip(
        "亚国产频线观视电网综级网码韩欧乐娱门开赛车钱赌场银龙游戏体会兰乐鱼华博官荷师馆药证毕业办发贷赚务挂机动阅读样历级丝袜裤丽妇乱伦优费区专伟投资马时计划户购台注册评级彩热爱综亲试验单庄码筹",
        "亞國產頻線觀視電網綜級網碼韓歐樂娛門開賽車錢賭場銀龍遊戲體會蘭樂魚華博官荷師館藥證畢業辦發貸賺務掛機動閱讀樣歷級絲襪褲麗婦亂倫優費區專偉投資馬時計劃戶購臺註冊評級彩熱愛綜親試驗單莊碼籌",
        strict=True,
    )
)
_TO_TRADITIONAL = str.maketrans(_TRADITIONAL)
_TO_SIMPLIFIED = str.maketrans({after: before for before, after in _TRADITIONAL.items() if after != before})
_NOISE = re.compile(r"[\s\-_|*·•.。,,/\\~^+=#@!!??“”\"'‘’<>《》【】\[\]()()\u200b-\u200f\ufeff]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the lexicon."""

    text: str
    group: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All terms, and how they and their traditional forms are found: by `automaton` in short texts, by `in_bytes` in
    UTF-8, which is several times faster."""

    version: str
    terms: tuple[Term, ...]
    automaton: AhoCorasick
    in_bytes: Terms

    def find(self, text: str) -> Iterator[tuple[Term, int, int]]:
        """Yield the terms in `text` (lower case) with their places, leftmost longest, not overlapping."""
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            yield self.terms[index], start, end

    def find_in_utf8(self, text: bytes) -> Iterator[tuple[Term, int, int]]:
        """Like `find`, in UTF-8 of any case; the places count characters."""
        place, past = 0, 0  # the same place in characters and bytes
        for index, start, end in self.in_bytes.find(text.lower()):
            first = place + len(text[past:start].decode())
            place, past = first + len(text[start:end].decode()), end
            yield self.terms[index], first, place


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that comes with the program, read once."""
    lines = resources.files("kaoping.facts").joinpath("data/spam_lexicon.txt").read_text(encoding="utf-8").splitlines()
    version = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("# version:"))
    terms: dict[str, Term] = {}
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        group, strength, *words = line.split()
        for word in words:
            text = word.replace("_", " ").strip()
            for form in (text, text.translate(_TO_TRADITIONAL)):
                terms.setdefault(form, Term(text, group, strength == "strong"))
    automaton = AhoCorasick(
        list(terms), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA, store_patterns=False
    )
    return Lexicon(version, tuple(terms.values()), automaton, Terms(form.encode() for form in terms))


def plain(text: str) -> str:
    """Return a short text without what disguises words: width, case, traditional forms, separators."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_TO_SIMPLIFIED)
    return _NOISE.sub("", text)
