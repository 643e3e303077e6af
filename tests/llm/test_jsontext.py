"""JSON in a model's answer: what is repaired, and what is not."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.llm.jsontext import read_json_object

WHOLE = '{"changes": [{"slot": "area", "value": "north"}, {"slot": "day"}], "acts": []}'
texts = st.text(max_size=6)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(texts, values, max_size=3)


@given(objects, st.sampled_from([None, 2]), st.booleans())
def test_json_is_read_as_it_is(data: dict[str, Any], indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    assert read_json_object(text) == (data, [])


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{WHOLE}\n```",
        f"Here it is:\n{WHOLE}\nAnything else?",
        f'<think>Is it {{"changes": 1}}?</think>{WHOLE}',
    ],
)
def test_what_stands_around_it_goes(text: str) -> None:
    assert read_json_object(text) == (json.loads(WHOLE), [])


def test_commas_too_many_go_but_not_those_in_texts() -> None:
    data, repairs = read_json_object('{"a": ["b,]", "c,\\"}", ], "d": {"e": 1 ,\n},}')
    assert data == {"a": ["b,]", 'c,"}'], "d": {"e": 1}}
    assert repairs == ["commas too many were left out"]


@given(st.integers(1, len(WHOLE) - 1))
def test_of_a_cut_answer_whole_entries_are_kept(length: int) -> None:
    text = WHOLE[:length]
    entries = text.count("}")
    if not entries:
        with pytest.raises(ValueError, match=r"cut off|no JSON"):
            read_json_object(text)
        return
    data, repairs = read_json_object(text)
    assert data["changes"] == json.loads(WHOLE)["changes"][:entries]
    assert repairs == ["the end was cut off; its whole entries were kept"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("I do not know.", "no JSON object"),
        ("[1, 2]", "no JSON object"),
        ("{'changes': []}", "broken: .* at character 2"),
        ('{"a": nothing}', "broken"),
        ('{"a": 1]}', "closes nothing"),
        ('{"a": ' * 5000 + "1" + "}" * 5000, "nested too deeply"),
    ],
)
def test_the_rest_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_json_object(text)
