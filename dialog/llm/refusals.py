"""What a server with the OpenAI API says when it refuses, in one sentence for its user."""

from collections.abc import Mapping
from typing import Any

_LONGEST = 300  # characters of a server's own words
_KEY = "its key is the variable OPENAI_API_KEY"


def refusal(where: str, model: str, status: int, body: Any) -> str:
    """Return a sentence on a refused request.

    Args:
        where: who refused, "The language model at http://localhost:8000/v1".
        model: the name that was asked for.
        status: of the HTTP answer.
        body: of it, as JSON is read; text, or None, where it is no JSON.
    """
    hints = {
        401: _KEY,
        403: _KEY,
        404: f"is {model!r} one of its models, and is the URL that of its API, as with /v1?",
    }
    words = own_words(body)
    refused = f"refused with status {status}{f': {words}' if words else ''}"
    sentence = "; ".join(part for part in (refused, hints.get(status)) if part)
    return f"{where} {sentence}{'' if sentence.endswith('?') else '.'}"


def own_words(body: Any) -> str:
    """Return what a server says of an error, in one line without its full stop; "" for nothing."""
    while isinstance(body, Mapping):
        body = next((body[key] for key in ("error", "message", "detail") if body.get(key)), "")
    words = " ".join(body.split()).rstrip(".") if isinstance(body, str) else ""
    return "" if words.startswith("<") else words[:_LONGEST]  # a page is no sentence
