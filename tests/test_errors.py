"""Errors are clear sentences."""

from dialog import errors
from dialog.errors import DialogError, ExtraMissingError, did_you_mean


def test_every_error_is_one_that_the_command_line_words() -> None:
    kinds = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, Exception)]
    assert len(kinds) >= 8
    assert all(issubclass(kind, DialogError) for kind in kinds)


def test_the_nearest_word() -> None:
    assert did_you_mean("restarant", ["hotel", "restaurant"]) == " Did you mean 'restaurant'?"
    assert did_you_mean("zzz", ["hotel"]) == ""
    assert did_you_mean("x", []) == ""


def test_a_missing_extra_says_how_to_install_it() -> None:
    text = str(ExtraMissingError("LLM generation", "llm"))
    assert text.startswith("LLM generation needs packages that are not installed")
    assert 'pip install "dialog-framework[llm]"' in text
