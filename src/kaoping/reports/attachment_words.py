"""Words for what is said of attachments: why one does not open, and where in it something stands."""

from collections.abc import Mapping

ATTACHMENT_REASONS: Mapping[str, str] = {
    "attachments-not-fetched": "巡检时没有下载附件（已关闭该项，由旧版程序巡检，或我方出错）",
    "attachment-damaged": "附件已损坏，打不开",
    "attachment-other-kind": "附件的内容与文件类型不符，如下载到的是网页",
    "attachment-encrypted": "附件设了打开密码",
    "attachment-no-bytes": "附件是空文件（0字节）",
    "attachment-blank": "附件能打开，但没有任何内容",
    "attachment-entities": "附件中有实体声明，可能有害，没有读取",
    "attachment-swollen": "附件解压后过大，没有读取",
    "attachment-too-deep": "附件结构嵌套过深，没有读取",
    "attachment-too-heavy": "读取附件用时过长，没有读完",
    "attachment-too-large": "附件超过下载上限，没有读取",
    "attachment-total": "附件总量超过下载上限，没有下载",
    "attachment-reader-failed": "读取附件的程序出错或内存不足，未能判定",
    "attachment-format": "不读取这种格式的文字",
}
ATTACHMENT_VALUES: Mapping[str, str] = {
    "place": "所在位置",
    "suffix": "扩展名",
    "format": "内容格式",
    "size": "字节数",
    "sheets": "页数或工作表数",
}
_PLACES = {"page": "第{}页", "slide": "第{}张幻灯片", "line": "第{}行文字", "cell": "单元格 {}"}


def place_text(place: str) -> str:
    """Return where in an attachment something stands: `page:3` is 第3页, `cell:名单!B7` is 单元格 名单!B7."""
    kind, _, where = place.partition(":")
    return _PLACES[kind].format(where) if kind in _PLACES and where else place
