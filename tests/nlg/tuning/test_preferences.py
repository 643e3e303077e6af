"""The file of preferences."""

import json
from pathlib import Path

import pytest

from dialog.errors import ConfigError
from dialog.llm.base import Message
from dialog.nlg.tuning.preferences import Preference, read_preferences, split, write_preferences

ASKED = [{"role": "user", "content": "Which day?"}]
GOOD = {"prompt": ASKED, "chosen": "Friday.", "rejected": "No."}


def _preferences(number: int) -> list[Preference]:
    return [Preference((Message("user", f"é {n}"),), "Yes.", "No.") for n in range(number)]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    made = _preferences(3)
    write_preferences(tmp_path / "liked.jsonl", made)
    assert read_preferences(tmp_path / "liked.jsonl") == made


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "Expecting property name"),
        ("[]", "it is no object"),
        (GOOD | {"chosen": 1}, "'chosen' should be a text"),
        (GOOD | {"rejected": " "}, "'rejected' should be a text"),
        (GOOD | {"rejected": "Friday."}, "are the same text"),
        (GOOD | {"prompt": "Which day?"}, "'prompt' should be a list of messages"),
        (GOOD | {"prompt": [{"role": "bot", "content": ""}]}, "'role' of system, user, assistant"),
        (GOOD | {"prompt": [{"role": "user"}]}, "the 'content' of a message"),
    ],
)
def test_a_line_that_is_none_is_named_with_its_fault(tmp_path: Path, line, fault) -> None:
    path = tmp_path / "liked.jsonl"
    text = line if isinstance(line, str) else json.dumps(line)
    path.write_text(f"{json.dumps(GOOD)}\n\n{text}\n")
    with pytest.raises(ConfigError, match=rf"liked\.jsonl, line 3: .*{fault}.*\."):
        read_preferences(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read_preferences(tmp_path / "liked.jsonl")


def test_prompts_are_held_out_whole() -> None:
    made = _preferences(30)
    learnt, held = split([*made, *made])
    assert (len(learnt), len(held)) == (54, 6)
    assert not {each.prompt for each in learnt} & {each.prompt for each in held}
    assert split(made[::-1])[1] == [each for each in made[::-1] if each in held]
    with pytest.raises(ConfigError, match="preferences for 1 prompts"):
        split(_preferences(1))
