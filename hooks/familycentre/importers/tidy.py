"""A record → YAML as a careful editor would write it: one order, short things on one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from familycentre.loading import RECORD_TYPES

WIDTH = 100
_LAST = ("status", "verified", "updated", "aliases", "source")
_NOT_PLAIN = re.compile(r"[-+.\d][\d.:_+\-eExXoO ,]*|y|n|yes|no|on|off|true|false|null|~|",
                        re.IGNORECASE)
"""Text that YAML, or somebody reading it, could take for something else: it gets quotes."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BEGIN = re.compile(r"^(?=.)", re.MULTILINE)
_STR, _SEQ, _MAP = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")
_LIST = re.compile(r"^(\w+:)\n(- .*\n(?:- .*\n|  .*\n|\n)*)", re.MULTILINE)
try:
    _Dumper: Any = yaml.CSafeDumper
except AttributeError:  # PyYAML was built without libyaml: slower, same result
    _Dumper = yaml.SafeDumper


@cache
def order(kind: str) -> tuple[str, ...]:
    """The fields of a kind as they stand in a file: name and type first, the source last."""
    names = [field.alias or name for name, field in RECORD_TYPES[kind].model_fields.items()]
    middle = [one for one in names if one not in ("id", "name", "type", *_LAST)]
    return ("id", "name", "type", *middle, *_LAST)


def written(kind: str, record: Mapping[str, Any]) -> str:
    """The whole file of a record; its id is the file's name and stands not in it."""
    fields = [(name, record[name]) for name in order(kind) if name in record and name != "id"]
    return block(dict(fields))


def block(fields: Mapping[str, Any]) -> str:
    """Fields as lines of YAML, lists indented."""
    node = yaml.MappingNode(_MAP, [(scalar(name), _node(value, len(name) + 2, 0))
                                   for name, value in fields.items()], flow_style=False)
    text = yaml.serialize(node, Dumper=_Dumper, width=WIDTH, allow_unicode=True)
    return _LIST.sub(lambda one: f"{one[1]}\n{_BEGIN.sub('  ', one[2])}", text)


def inline(value: Any) -> str:
    """A value in one line, to stand inside brackets or behind a name."""
    node = yaml.SequenceNode(_SEQ, [_flow(value)], flow_style=True)
    text = yaml.serialize(node, Dumper=_Dumper, width=10 ** 6, allow_unicode=True)
    return str(text).strip()[1:-1]


def scalar(value: Any) -> yaml.ScalarNode:
    """A single value as it is written; its ``value`` is the text without quotes."""
    if value is None:
        return yaml.ScalarNode("tag:yaml.org,2002:null", "null")
    if isinstance(value, bool):
        return yaml.ScalarNode("tag:yaml.org,2002:bool", "true" if value else "false")
    if isinstance(value, int):
        return yaml.ScalarNode("tag:yaml.org,2002:int", str(value))
    if isinstance(value, float):
        return yaml.ScalarNode("tag:yaml.org,2002:float", f"{value:f}".rstrip("0").rstrip(".")
                               if value != int(value) else f"{value:.1f}")
    text = str(value)
    if _DAY.fullmatch(text):
        return yaml.ScalarNode("tag:yaml.org,2002:timestamp", text)
    return yaml.ScalarNode(_STR, text, style='"' if _NOT_PLAIN.fullmatch(text) else None)


def _node(value: Any, used: int, indent: int) -> yaml.Node:
    """A value after *used* characters of its line; *indent* is the column of its parent."""
    if isinstance(value, str):
        if "\n" in value:
            return yaml.ScalarNode(_STR, value, style="|")
        if used + len(value) > WIDTH - 2 and "  " not in value:
            return yaml.ScalarNode(_STR, value, style=">")
        return scalar(value)
    if isinstance(value, dict):
        if used + _length(value) <= WIDTH:
            return _flow(value)
        return yaml.MappingNode(_MAP, [
            (scalar(name), _node(one, indent + 4 + len(str(name)), indent + 2))
            for name, one in value.items()], flow_style=False)
    if isinstance(value, list):
        if used + _length(value) <= WIDTH and not any(isinstance(one, dict) for one in value):
            return _flow(value)
        return yaml.SequenceNode(_SEQ, [_node(one, indent + 4, indent + 4) for one in value],
                                 flow_style=False)
    return scalar(value)


def _flow(value: Any) -> yaml.Node:
    if isinstance(value, dict):
        return yaml.MappingNode(_MAP, [(scalar(name), _flow(one)) for name, one in value.items()],
                                flow_style=True)
    if isinstance(value, list):
        return yaml.SequenceNode(_SEQ, [_flow(one) for one in value], flow_style=True)
    return scalar(value)


def _length(value: Any) -> int:
    """About how long a value is on one line; what has line ends never fits."""
    if isinstance(value, dict):
        return 2 + sum(len(str(name)) + 4 + _length(one) for name, one in value.items())
    if isinstance(value, list):
        return 2 + sum(2 + _length(one) for one in value)
    text = str(value)
    return len(text) + 2 if "\n" not in text else 10 ** 6
