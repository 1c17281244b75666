"""One way of writing for text that people typed in many: widths, spaces, line ends and characters."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import opencc

_CONTROLS: Final = dict.fromkeys([*range(9), 0xB, 0xC, *range(0xE, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF])
_HALF: Final = (
    _CONTROLS
    | {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
    | {
        0x3000: " ",
        0xA0: " ",
        0x2009: " ",
        0x200B: None,
        0xFEFF: None,
        0xAD: None,
        ord("．"): ".",
        ord("﹪"): "%",
    }
)
_WIDE = "\\u3400-\\u9fff\\u3001-\\u3011“”"
_BETWEEN_HAN = re.compile(f"(?<=[{_WIDE}])[ \\t]+(?=[{_WIDE}(])")
_SPLIT_NUMBER = re.compile(
    r"(?<=\d) +\. *(?=\d)|(?<=\d) +(?=[%\u3400-\u9fff])|(?<=[\u3400-\u9fff]) +(?=\d+(?:\.\d+)? *(?:分|%))"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_FULL: Final = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_TRADITIONAL_FROM = 0.03  # share of characters that change on the way to simplified ones


def half_width(text: str) -> str:
    """Return the text with half-width digits, letters and punctuation and no control characters; 。、“” stay."""
    return text.translate(_HALF)


def tidy(text: str) -> str:
    """Return the text in half width without the spaces that layout put between characters or in numbers (`1 .5分`)."""
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in half_width(text).splitlines())
    joined = "\n".join(line for line in lines if line)
    return _SPLIT_NUMBER.sub(lambda found: "." if "." in found[0] else "", _BETWEEN_HAN.sub("", joined))


def squeezed(text: str) -> str:
    """Return the text without any white space, in half width: for comparing names."""
    return re.sub(r"\s+", "", half_width(text))


def for_display(text: str) -> str:
    """Return a tidy text on one line with the full-width punctuation of Chinese print."""
    one_line = re.sub(r"\s*\n\s*", " ", tidy(text))
    shown = re.sub(r"[,;:()?!]", lambda found: _shown(found, one_line), one_line)
    return re.sub(r"(?<=[，。；：！？）]) +| +(?=[（])", "", shown)


def _shown(found: re.Match[str], text: str) -> str:
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    in_number_or_name = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return found[0] if in_number_or_name else _FULL[found[0]]


@dataclass(frozen=True, slots=True)
class Characters:
    """Turns a document in traditional characters into simplified ones; leaves one in simplified characters alone."""

    traditional: bool = False

    @classmethod
    def of(cls, text: str) -> "Characters":
        """Decide by the share of characters that would change."""
        han = "".join(_HAN.findall(text))[:20_000]
        changed = sum(before != after for before, after in zip(han, simplified(han), strict=False))
        return cls(changed > _TRADITIONAL_FROM * len(han))

    def simplified(self, text: str) -> str:
        return simplified(text) if self.traditional else text


def simplified(text: str) -> str:
    """Return the text in simplified characters, one for one."""
    converted: str = _converter().convert(text)
    return converted


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
