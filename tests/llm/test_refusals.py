"""What is told of a server's refusal."""

from typing import Any

import pytest

from dialog.llm.refusals import own_words, refusal


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"message": "The model `m` does not exist."}, "The model `m` does not exist"),
        ({"error": {"message": "No\n such  key"}}, "No such key"),
        ({"error": "busy"}, "busy"),
        ({"detail": "Not Found"}, "Not Found"),
        ({"detail": [{"loc": ["model"]}]}, ""),
        ("<html>404</html>", ""),
        ("upstream is gone", "upstream is gone"),
        (None, ""),
    ],
)
def test_the_servers_own_words(body: Any, words: str) -> None:
    assert own_words(body) == words


def test_what_to_look_at_is_told_with_them() -> None:
    assert refusal("It", "m", 500, {"message": "out of memory"}) == (
        "It refused with status 500: out of memory."
    )
    assert refusal("It", "m", 401, None).endswith("its key is the variable OPENAI_API_KEY.")
    assert "is 'm' one of its models, and is the URL" in refusal("It", "m", 404, None)
