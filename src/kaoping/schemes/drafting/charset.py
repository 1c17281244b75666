"""Reads bytes as Chinese text, and notices when what comes out is no language."""

import re
from typing import Final

from kaoping.model.errors import InputError

_CANDIDATES: Final = ("utf-8", "gb18030", "big5")
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Characters that any Chinese text of some length about government work is full of, in both scripts.
_USUAL: Final = frozenset(
    "的一不在有和人是中公开開信息政府网網站分发發布考评評指标標内內容务務项項办辦部市区區县縣年及未"
)
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LATIN: Final = re.compile(r"[\u0080-\u00ff]")
_ENOUGH: Final = 40
_USUAL_FROM: Final = 0.08


def decode(data: bytes, name: str, stated: str = "") -> str:
    """Return the text of the bytes of the file `name`; `stated` is the charset that the file itself names.

    Raises InputError when no charset gives Chinese text.
    """
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return _strict(data, charset) or _fail(name)
    candidates = dict.fromkeys([*([stated] if stated else []), *_CANDIDATES])
    texts = [text for charset in candidates if (text := _strict(data, charset)) is not None]
    if not texts:
        _fail(name)
    readable = [text for text in texts if not looks_garbled(text)]
    return readable[0] if readable else _fail(name)


def looks_garbled(text: str) -> bool:
    """True for many Chinese characters among which the usual ones are missing: text read in a wrong charset."""
    han = _HAN.findall(text[:200_000])
    if "\ufffd" in text and text.count("\ufffd") * 20 > len(text):
        return True
    if len(_LATIN.findall(text[:200_000])) > max(len(han), _ENOUGH):
        return True
    return len(han) >= _ENOUGH and sum(each in _USUAL for each in han) < _USUAL_FROM * len(han)


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError):
        return None


def _fail(name: str) -> str:
    raise InputError(
        f"文件 {name} 读出来是乱码：不是 UTF-8、GB18030 或 Big5 编码的中文文本，或保存时编码已损坏。"
        "请用记事本打开原件，确认文字正常后“另存为”UTF-8 编码，再导入。"
    )
