"""The published JSON Schema of scheme files, built from the same key lists that the loader reads by."""

from typing import Any

from kaoping.schemes.expression_parser import SPECIALS
from kaoping.schemes.filling import FILL
from kaoping.schemes.read_document import BASIS_KEYS, CONVERT_KEYS, TOP_KEYS
from kaoping.schemes.read_measures import KINDS, MEASURE_KEYS, METHODS, PARAMETER_KEYS, SAMPLE_KEYS
from kaoping.schemes.read_nodes import NODE_KEYS
from kaoping.schemes.read_parts import ADJUST_KEYS, PART_KEYS, VETO_KEYS
from kaoping.schemes.section import ID, MEASURE_NAME
from kaoping.schemes.unit_lists import UNIT_LIST_KEYS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
TRUE: Schema = {"const": True}
DURATION: Schema = {"type": "string", "pattern": r"^\d+(\.\d+)?(d|wd|mo|y|h|wh)$"}
_NUMBER: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^(-?\d+(\.\d+)?|\$[a-z][a-z0-9_]*)$"}]}
_PERCENT: Schema = {"type": "string", "pattern": r"^\d+(\.\d+)?%$"}
METHOD: Schema = {"anyOf": [{"enum": list(METHODS)}, {"type": "array", "items": {"enum": list(METHODS)}}]}


def json_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a scheme file, for editors and other programs.

    It describes form; names, sums and sources are for the loader and the linter.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kaoping 考评方案",
        "description": f'表达式写成一个字符串；特殊名称：{"、".join(SPECIALS)}、tag("x")、points（"编号"）。',
        **_object(_top(), (*TOP_KEYS, FILL), ("id", "title")),
        "anyOf": [{"required": ["groups", "parts"]}, {"required": ["extends"]}],
        "$defs": _definitions(),
    }


def _definitions() -> Schema:
    return {
        "id": {"type": "string", "pattern": f"^{ID.pattern}$"},
        "number": _by_key(_NUMBER),
        "percent": _by_key({"anyOf": [*_NUMBER["anyOf"], _PERCENT]}),
        "points": {"anyOf": [_ref("number"), _object({"open": TEXT}, ("open",), ("open",))]},
        "expression": {"anyOf": [{"type": "string", "minLength": 1}, {"type": "boolean"}, {"type": "number"}]},
        "expressions": {"anyOf": [_ref("expression"), _list(_ref("expression"))]},
        "applies": {"anyOf": [TEXT, {"type": "array", "items": TEXT}, _object({"checklist": TEXT}, ("checklist",))]},
        "item": {"anyOf": [{"type": "string", "pattern": r"^\s*[$\d][^\s]*\s+(per|if)\s"}, _item()]},
        "tiers": _object({"tiers": _list(_ref("item"))}, ("tiers",), ("tiers",)),
        "criterion": _criterion(),
        "measure": _measure(),
        "sample": _sample(),
        "node": _object(_node(), NODE_KEYS, ("id",)),
        "part": _object(_part(), PART_KEYS, ("id",)),
        "veto": _object(_veto(), VETO_KEYS, ("id",)),
        "adjustment": _object(_adjustment(), ADJUST_KEYS, ("id",)),
    }


def _top() -> Schema:
    words = {"type": "object", "additionalProperties": TEXT}
    class_ = _object({"of": TEXT, "title": TEXT}, ("of", "title"), ("of",))
    grade = _object({"title": TEXT, "from": _ref("number")}, ("title", "from"), ("title", "from"))
    listed = _object({"clause": TEXT, "names": TEXTS}, UNIT_LIST_KEYS, ("names",))
    checklist = {"clause": TEXT, "units": {"type": "object", "additionalProperties": TEXTS}}
    convert = {"from": TEXT, "to": _ref("points"), "title": TEXT, "clause": TEXT}
    return {
        "id": _ref("id"),
        **dict.fromkeys(("title", "edition", "note", "extends"), TEXT),
        FILL: {"type": "object", "propertyNames": _ref("id"), "additionalProperties": _ref("number")},
        "basis": _object(dict.fromkeys(BASIS_KEYS, TEXT), BASIS_KEYS),
        **dict.fromkeys(("groups", "tags", "bodies", "site_types"), words),
        "classes": {"type": "object", "additionalProperties": class_},
        "units": {"type": "object", "additionalProperties": listed},
        "parameters": {"type": "object", "additionalProperties": _parameter()},
        "samples": {"type": "object", "additionalProperties": _removable("sample")},
        "checklists": {"type": "object", "additionalProperties": _object(checklist, tuple(checklist))},
        "measures": {
            "type": "object",
            "propertyNames": {"pattern": f"^{MEASURE_NAME.pattern}$"},
            "additionalProperties": _removable("measure"),
        },
        "parts": _list(_removable("part")),
        "vetoes": _list(_removable("veto")),
        "adjust": _list(_removable("adjustment")),
        "total": _total(),
        "rank": _object({"by": {"enum": ["points", "rate"]}}, ("by",)),
        "grades": _list(grade),
        "no_site": {"enum": ["fail", "exclude", "list"]},
        "convert": _list({"anyOf": [_object(convert, CONVERT_KEYS, ("from",)), _removal("from")]}),
    }


def _parameter() -> Schema:
    scalar = {"type": ["string", "number", "boolean"]}
    value = {"anyOf": [scalar, {"type": "array", "items": scalar}, {"type": "object", "additionalProperties": scalar}]}
    bound = {"anyOf": [{"type": "number"}, _PERCENT]}
    keys = {"value": value, "clause": TEXT, "certainty": TEXT, "note": TEXT, "at_least": bound, "at_most": bound}
    return {"anyOf": [scalar, _object(keys, PARAMETER_KEYS), _object({"remove": TRUE}, ("remove",), ("remove",))]}


def _measure() -> Schema:
    plain = {"type": ["string", "number", "boolean", "array"]}
    properties = {
        **dict.fromkeys(("check", "ask", "from", "import", "ledger", "title", "take", "each", "clause", "note"), TEXT),
        "kind": {"enum": list(KINDS)},
        "method": METHOD,
        "with": {"type": "object", "additionalProperties": plain},
        "where": {"type": "object", "additionalProperties": plain},
        "by": {"enum": ["month", "quarter", "year"]},
        "count": {"enum": ["faults", "items"]},
        "when": {"enum": ["point", "period"]},
        "window": DURATION,
        "sites": {"enum": ["main", "own", "subtree"]},
        "combine": {"enum": ["sum", "max", "any"]},
        "sample": {"anyOf": [TEXT, _ref("sample")]},
        "excluding": TEXTS,
    }
    return _object(properties, MEASURE_KEYS)


def _sample() -> Schema:
    periods = dict.fromkeys(("month", "quarter", "year"), _ref("number"))
    properties = {
        **dict.fromkeys(("id", "of", "bodies", "clause"), TEXT),
        "n": _ref("number"),
        "every": _object(periods, tuple(periods)),
        "from": {"enum": ["self", "subordinates", "both"]},
        "combine": {"enum": ["mean", "sum", "min"]},
        "if_none": {"enum": ["full", "zero", "not_applicable"]},
    }
    return _object(properties, SAMPLE_KEYS, ("of",))


def _rules() -> Schema:
    expression, number = _ref("expression"), _ref("number")
    ratio = dict.fromkeys(("of", "target", "due", "taken", "start"), expression) | {"over": {"type": "boolean"}}
    timed = {
        "of": expression,
        "only_if": expression,
        "within": {"type": "object", "propertyNames": DURATION, "additionalProperties": _ref("percent")},
    }
    award = {
        "tiers": _list(_ref("item")),
        "best": _list(_ref("item")),
        "sum": _list({"anyOf": [_ref("item"), _ref("tiers")]}),
    }
    return {
        "deduct": _list(_ref("item")),
        "below_zero": {"type": "boolean"},
        "award": _object(award, tuple(award)) | {"minProperties": 1, "maxProperties": 1},
        "share": _list(_ref("criterion")),
        "ratio": _object(ratio, tuple(ratio)),
        "benchmark": _object({"of": expression, "within": {"enum": ["group", "class"]}}, ("of", "within"), ("of",)),
        "timed": _object(timed, tuple(timed), ("of", "within")),
        "panel": _object({"scale": number, "trim": {"type": "integer"}}, ("scale", "trim")),
        "survey": _object({"of": expression, "minimum": number, "responses": expression},
                          ("of", "minimum", "responses"), ("of",)),
        "carry": _object({"of": expression, "factor": _ref("percent")}, ("of", "factor"), ("of", "factor")),
        "full": TRUE,
        "manual": TRUE,
        "open": TEXT,
    }  # fmt: skip


def _item() -> Schema:
    cap = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[$\d][^\s]*%?$"}]}
    properties = {
        "id": _ref("id"),
        "per": _ref("expression"),
        "if": _ref("expression"),
        "points": _ref("number"),
        "percent": _ref("percent"),
        "cap": cap,
        "clause": TEXT,
    }
    either = [{"required": ["per"]}, {"required": ["if"]}]
    return _object(properties, tuple(properties)) | {"oneOf": either}


def _guards() -> Schema:
    conditions = dict.fromkeys(("zero_if", "full_if"), _ref("expressions"))
    return conditions | dict.fromkeys(("applies_to", "except"), _ref("applies"))


def _criterion() -> Schema:
    guards = {key: value for key, value in _guards().items() if key != "except"}
    properties = {
        "id": _ref("id"),
        "percent": _ref("percent"),
        "title": TEXT,
        "of": _ref("expression"),
        "if": _ref("expression"),
        "clause": TEXT,
        **_rules(),
        **guards,
    }
    return _object(properties, tuple(properties), ("percent", "title"))


def _node() -> Schema:
    draw = {"children": _ref("number"), "per": {"enum": ["cycle", "unit"]}}
    return {
        "id": _ref("id"),
        **dict.fromkeys(("title", "text", "basis", "clause", "scope", "materials", "note"), TEXT),
        "points": _ref("points"),
        "method": METHOD,
        **_rules(),
        "indicators": _list(_removable("node")),
        **_guards(),
        "draw": _object(draw, tuple(draw), ("children",)),
    }


def _part() -> Schema:
    return {
        "id": _ref("id"),
        **dict.fromkeys(("title", "open", "clause", "note", "text", "scope", "materials"), TEXT),
        "weight": _ref("percent"),
        "points": _ref("points"),
        "ceiling": _ref("number"),
        "method": METHOD,
        "vetoes": _list(_removable("veto")),
        "indicators": _list(_removable("node")),
        "adjust": _list(_removable("adjustment")),
        "when_not_applicable": {"enum": ["exclude", "rescale", "full", "spread"]},
        **dict.fromkeys(("applies_to", "except"), _ref("applies")),
    }


def _veto() -> Schema:
    one = {"fixed": _ref("number"), "label": TEXT, "bar": TEXT}
    consequence = {"anyOf": [{"enum": ["zero", "fail"]}, _object(one, tuple(one)) | {"maxProperties": 1}]}
    return {
        "id": _ref("id"),
        **dict.fromkeys(("title", "clause", "text", "use"), TEXT),
        "if": _ref("expression"),
        "then": {"anyOf": [consequence, _list(consequence)]},
        "sites": {"enum": ["main", "own", "subtree"]},
    }


def _adjustment() -> Schema:
    return {
        "id": _ref("id"),
        **dict.fromkeys(("title", "clause", "text", "note"), TEXT),
        "kind": {"enum": ["bonus", "penalty"]},
        "limit": {"anyOf": [{"const": "none"}, _ref("points")]},
        "entry": _ref("expression"),
        "points": _ref("points"),
        "method": METHOD,
        **_rules(),
        "indicators": _list(_removable("node")),
        **_guards(),
    }


def _total() -> Schema:
    rounding = {"places": {"type": "integer"}, "mode": {"enum": ["half_up", "truncate"]}}
    properties = {
        "combine": {"enum": ["weighted", "sum", "deductions"]},
        "subtract": TEXTS,
        "ceiling": _ref("number"),
        "floor": {"anyOf": [{"const": "none"}, _ref("number")]},
        "round": _object(rounding, tuple(rounding)),
    }
    return _object(properties, tuple(properties))


# ---- pieces ------------------------------------------------------------------------------------------------------


def _object(properties: Schema, allowed: tuple[str, ...], required: tuple[str, ...] = ()) -> Schema:
    """An object with exactly the keys that the loader allows; a key without a schema is a mistake here."""
    found: Schema = {
        "type": "object",
        "properties": {key: properties[key] for key in allowed},
        "additionalProperties": False,
    }
    return found | ({"required": list(required)} if required else {})


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1}


def _by_key(value: Schema) -> Schema:
    return {"anyOf": [*value["anyOf"], {"type": "object", "additionalProperties": value, "minProperties": 1}]}


def _removable(name: str) -> Schema:
    """The thing itself, or (in a file that extends another) its removal."""
    return {"anyOf": [_ref(name), _removal("id")]}


def _removal(key: str) -> Schema:
    return _object({key: TEXT, "remove": TRUE}, (key, "remove"), ("remove",))


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
