"""What a rule's target gets of an event.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from jsonpath_ng.ext.parser import parse

VARIABLE = re.compile(r"<([^<>]+)>")
STRING_OR_VARIABLE = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>]+>')


def target_input(target: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    """The target's constant, a part of the event, a template filled from it, or all of it; as JSON."""
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return json.dumps(_find(target["InputPath"], event))
    transformer = target.get("InputTransformer")
    if not transformer:
        return json.dumps(event)
    values = {name: _find(path, event) for name, path in transformer.get("InputPathsMap", {}).items()}
    values |= {"aws.events.event": event, "aws.events.event.json": event}
    return _fill(transformer["InputTemplate"], values)


def _find(path: str, event: Mapping[str, Any]) -> Any:
    found = parse(path).find(event)
    return found[0].value if found else None


def _fill(template: str, values: Mapping[str, Any]) -> str:
    """A variable inside a string becomes part of it; one that stands alone becomes a JSON value."""

    def text_of(name: re.Match[str]) -> str:
        value = values.get(name[1])
        text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
        return json.dumps(text)[1:-1]

    def replace(piece: re.Match[str]) -> str:
        if piece[0].startswith('"'):
            return VARIABLE.sub(text_of, piece[0])
        return json.dumps(values.get(piece[0][1:-1]))

    return STRING_OR_VARIABLE.sub(replace, template)
