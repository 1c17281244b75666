"""Chinese names of what availability visits met and why nobody watched."""

from kaoping.model.probe_series import Opening

_OPENINGS = {
    Opening.UP: "能打开",
    Opening.SLOW: "打开慢",
    Opening.HTTP_ERROR: "返回错误",
    Opening.TIMEOUT: "超时",
    Opening.REFUSED: "连接失败",
    Opening.TLS: "加密连接失败",
    Opening.CERTIFICATE: "证书不受信任",
    Opening.DNS: "域名不存在",
    Opening.ROBOT_WALL: "拒绝程序访问",
    Opening.OURS: "我方原因未测",
    Opening.BLANK: "空白或报错页面",
    Opening.PARKED: "域名停放页面",
    Opening.NETWORK: "网络原因未测",
}
_GAPS = {
    "not-running": "未运行拨测",
    "killed": "拨测中断",
    "suspended": "机器休眠",
    "held": "程序被挂起",
    "clock-set": "时钟被调整",
    "no-network": "我方断网",
    "disk-full": "磁盘已满",
}


def opening_name(outcome: Opening) -> str:
    """Return what people call the outcome of a visit."""
    return _OPENINGS[outcome]


def gap_name(reason: str) -> str:
    """Return why nobody watched."""
    return _GAPS.get(reason, reason)
