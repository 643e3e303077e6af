"""Sentences of a corpus by itself: nothing is lost, and the context is that of a state."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import DialogueAct, parse_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.dialogue import Speaker
from dialog.corpus.domains import corpus_domains
from dialog.nlu.context import context_of
from dialog.nlu.own import OwnExamples, exchanges, spelled
from dialog.state import DialogueState


def turn(speaker: Speaker, text: str, acts: str = "", **words: str) -> CorpusTurn:
    """Return a turn, the values of some slots spelled by these words."""
    placed = []
    for act in parse_acts(acts):
        at = text.index(words[act.slot]) if act.slot in words else None
        span = None if at is None else (at, at + len(words[act.slot]))
        placed.append(DialogueAct(act.type, act.domain, act.slot, act.value, span=span))
    return CorpusTurn(speaker, text, acts=tuple(placed))


class Small:
    """One dialogue."""

    name = "small"
    splits = ("train", "test")

    def __init__(self, *turns: CorpusTurn) -> None:
        self.turns = turns

    def load(self, split: str) -> Sequence[Dialogue]:
        return [Dialogue("one", split, ("stay",), {}, self.turns)]


TALK = (
    turn("user", "hi, a cheaply priced room", "hello(); stay.inform(price=cheap)", price="cheaply"),
    turn("system", "which area?", "stay.request(area)"),
    turn("user", "anywhere, with wifi", "stay.inform(area=dontcare, wifi=yes)", area="anywhere"),
    turn("system", "try the Acorn", "stay.offer(name=acorn)", name="Acorn"),
    turn("user", "and the police?", "police.request(phone)"),
)


def made(*turns: CorpusTurn, **options: object) -> OwnExamples:
    corpus = Small(*turns)
    learnt = Small(*(turns[:4] * 3))
    return OwnExamples(corpus, corpus_domains(learnt), **options)  # type: ignore[arg-type]


def test_every_act_of_the_user_counts_also_of_a_domain_never_learnt() -> None:
    examples = made(*TALK).examples("test")
    assert [len(e.acts) for e in examples] == [2, 2, 1]
    assert [e.annotated_acts for e in examples] == [t.acts for t in TALK if t.speaker == "user"]
    assert examples[2].domain == "police"


def test_a_value_is_what_its_words_stand_for_and_no_preference_has_none() -> None:
    first, second, _ = made(*TALK).examples("test")
    [price] = [a for a in first.acts if a.slot == "price"]
    assert (price.value, first.text[slice(*(price.span or ()))]) == ("cheap", "cheaply")
    assert [(a.value, a.span) for a in second.acts] == [("dontcare", None), ("yes", None)]


def test_yes_and_no_are_labels_though_words_name_their_slot() -> None:
    wake = turn("user", "有叫醒服务吗", "stay.inform(wake=是)", wake="叫醒服务")
    none = turn("system", "没有叫醒服务", "stay.inform(wake=否)", wake="叫醒服务")
    for said, value in zip(made(wake, none, speaker="all").examples("test"), "是否", strict=True):
        assert [(a.value, a.span) for a in said.acts] == [(value, None)]


def test_intents_are_figures_only_where_most_sentences_have_one() -> None:
    find = turn("user", "a room", "stay.inform(task=find)")
    assert not any(e.intents for e in made(*TALK, find).examples("test"))
    assert all(e.intents for e in made(find).examples("test"))


def test_without_history_the_context_is_what_the_system_did() -> None:
    _, second, _ = made(*TALK).examples("test")
    assert second.context == "stay | stay | request area"


def test_both_speakers_are_read_with_what_was_said_before() -> None:
    examples = made(*TALK, history=2, speaker="all").examples("test")
    assert [e.context for e in examples] == [
        "user",
        "system | hi, a cheaply priced room",
        "user | which area? | hi, a cheaply priced room",
        "system | anywhere, with wifi | which area?",
        "user | try the Acorn | anywhere, with wifi",
    ]
    assert [e.text for e in made(*TALK, history=2, speaker="system").examples("test")] == [
        t.utterance for t in TALK if t.speaker == "system"
    ]


@given(
    st.lists(st.sampled_from(["user", "system"]), max_size=5),
    st.sampled_from(["user", "system"]),
    st.integers(0, 3),
)
def test_a_state_tells_who_speaks_whoever_spoke_before(
    speakers: list[Speaker], speaker: Speaker, history: int
) -> None:
    before = [CorpusTurn(who, f"{who} {at}") for at, who in enumerate(speakers)]
    line = context_of([], DialogueState(turns=exchanges(before, speaker)), history)
    heard = line.split(" | ")
    assert heard[0] == speaker
    assert len(heard) <= history + 1
    if history and before and before[-1].speaker != speaker:
        assert heard[1] == before[-1].utterance


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("to King 's College", "kings college", "King 's College"),
        ("some nightclubs please", "night club", "nightclubs"),
        ("the reunion station", "union station", None),
        ("yes please", "yes", None),  # too short to be sure
        ("", "acorn house", None),
        ("可以玩1小时-2小时吗", "1小时 - 2小时", "1小时-2小时"),  # each character is a word
        ("在abcd1号楼", "abcd1", "abcd1"),
    ],
)
def test_a_value_spelled_with_other_spaces_is_found(
    text: str, value: str, words: str | None
) -> None:
    place = spelled(text, value)
    assert (place and text[slice(*place)]) == words
