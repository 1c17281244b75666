"""Provinces: the first two digits of their codes (GB/T 2260) and the one character by which records name them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_TEXT = (
    "京11津12冀13晋14蒙15辽21吉22黑23沪31苏32浙33皖34闽35赣36鲁37豫41鄂42湘43粤44桂45琼46渝50川51蜀51黔52贵52滇53云53"
    "藏54陕61秦61甘62陇62青63宁64新65台71港81澳82"
)
PROVINCES: Mapping[str, str] = MappingProxyType(dict(re.findall(r"(\D)(\d\d)", _TEXT)))  # character → code
CODES = frozenset(PROVINCES.values())
