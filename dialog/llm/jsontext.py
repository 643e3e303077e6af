"""The JSON in a language model's answer, repaired where that is safe.

Safe is what changes no value: fences and words around it, commas too many, and an end that is cut
off, of which only whole entries are kept.
"""

import json
import re
from typing import Any

_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_CLOSING = {"{": "}", "[": "]"}


def read_json_object(text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the first JSON object of a text, and what was repaired, in words.

    Raises:
        ValueError: saying in a few words why there is none.
    """
    text = _THOUGHT.sub("", text)
    start = text.find("{")
    if start < 0:
        raise ValueError("there is no JSON object in it")
    whole, commas, cut = _tidied(text[start:])
    repairs = []
    if commas:
        repairs.append("commas too many were left out")
    if cut:
        repairs.append("the end was cut off; its whole entries were kept")
    try:
        data = json.loads(whole)
    except json.JSONDecodeError as error:
        raise ValueError(f"its JSON is broken: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("its JSON is nested too deeply") from None
    return data, repairs


def _tidied(text: str) -> tuple[str, bool, bool]:
    """Return the object that a text begins with, closed, and whether commas or its end went.

    Raises:
        ValueError: when it ends before a list in it has a whole entry.
    """
    out: list[str] = []
    stack: list[str] = []
    whole: tuple[int, list[str]] | None = None  # how far every value is whole, and what is open
    commas = quoted = escaped = False
    for character in text:
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in _CLOSING:
            stack.append(character)
        elif character in "}]":
            if not stack or _CLOSING[stack.pop()] != character:
                raise ValueError(f"its JSON is broken: {character!r} closes nothing")
            commas = _without_comma(out) or commas
        out.append(character)
        if not stack:
            return "".join(out), commas, False
        if not quoted and character == "}":
            whole = len(out), list(stack)
    if whole is None:
        raise ValueError("it is cut off before its first whole entry")
    length, still_open = whole
    closing = "".join(_CLOSING[bracket] for bracket in reversed(still_open))
    return "".join(out[:length]) + closing, commas, True


def _without_comma(out: list[str]) -> bool:
    """Take a comma away from the end, and the space around it; whether there was one."""
    at = len(out)
    while at and out[at - 1].isspace():
        at -= 1
    if not at or out[at - 1] != ",":
        return False
    del out[at - 1 :]
    return True
