"""The files of the domain plugins and the generic texts: keys, placeholders, coverage."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import dialog
import domains
from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.schema import DONTCARE, DomainSchema, Seek, Slot, SlotType
from dialog.yamlfile import read_yaml

DOMAINS = Path(domains.__file__).parent
GENERIC_PHRASES = Path(dialog.__file__).parent / "nlu" / "phrases.yml"
GENERIC_RESPONSES = Path(dialog.__file__).parent / "nlg" / "responses.yml"
NAMES = ("attraction", "hotel", "restaurant", "taxi", "train")
BOOKED = ("hotel", "restaurant", "taxi", "train")

PLACEHOLDER = re.compile(r"\{(\w*)(?::(\w+)|=[^{}]+)?\}")  # =: of phrases, in these words
FORMS = {"title", "unit", "plural", "bare"}
GENERIC_SLOTS = {
    "", "slot", "task", "count", "reference", "other", "query", "rows", "reason", "choice",
    "answer", "source", "limited", "bound", "bookings",
}  # fmt: skip
GENERIC_PLACEHOLDERS = {
    "entity", "slot", "value", "question", "count", "list", "reference", "query", "rows", "reason",
    "answer", "source", "limited", "bound", "bookings",
}  # fmt: skip
GENERAL_ACTS = {
    "hello", "bye", "thank", "affirm", "negate", "reqalts", "repeat", "help", "restart", "cancel",
    "outofscope",
}  # fmt: skip
OVER_A_VALUE = (ActType.CONFIRM, ActType.DENY)
LEAST_PHRASES = {"restaurant": 150, "hotel": 140, "taxi": 90, "attraction": 250, "train": 300}

Texts = dict[str, list[str]]


def load(path: Path) -> Texts:
    loaded: Texts = read_yaml(path).data
    return loaded


def schema(name: str) -> DomainSchema:
    return DomainSchema.model_validate(load(DOMAINS / name / "domain.yml"))


def phrases(name: str) -> Texts:
    return load(DOMAINS / name / "phrases.yml")


def responses(name: str) -> Texts:
    return load(DOMAINS / name / "responses.yml")


def placeholders(sentence: str) -> list[str]:
    return [match[1] for match in PLACEHOLDER.finditer(sentence)]


def check_sentences(texts: Texts) -> None:
    """Sentences are unique and non-empty text, and every curly bracket has its partner."""
    for key, sentences in texts.items():
        assert sentences, key
        for sentence in sentences:
            assert isinstance(sentence, str), (key, sentence)
            assert sentence == sentence.strip() != "", (key, sentence)
            assert not set("{}") & set(PLACEHOLDER.sub("", sentence)), (key, sentence)
        doubled = [s for s, n in Counter(sentences).items() if n > 1]
        assert not doubled, (key, doubled)


def check_slot(act: DialogueAct, slots: dict[str, Slot]) -> None:
    """The act is about a slot of the domain, with a value that the slot can have."""
    assert act.slot in slots, act
    slot = slots[act.slot]
    if act.value is None or act.value == DONTCARE:
        return
    if slot.type is SlotType.BOOLEAN:
        assert act.value in ("yes", "no"), act
    if slot.type is SlotType.CATEGORICAL:
        assert act.value in slot.values, act


@pytest.mark.parametrize("name", NAMES)
def test_schema(name: str) -> None:
    domain = schema(name)
    assert domain.name == name
    assert bool(domain.bookable) == (name in BOOKED)
    for slot in domain.slots.values():
        assert slot.description
        assert not slot.question or slot.question.endswith("?"), slot.name
        if slot.search != "no" or slot.booking != "no":
            assert slot.informable, slot.name
        if domain.database is None:
            assert slot.search == "no", slot.name
    if domain.database:
        assert (DOMAINS / name / domain.database.rows).is_file()
        assert domain.key in domain.slots
    gives = domain.booking.gives if domain.booking else []
    assert bool(gives) == (name in BOOKED)
    assert set(gives) <= set(domain.slots)
    for mapping in domain.corpora.values():
        assert set(mapping.slots.values()) <= set(domain.slots)


def test_what_a_search_needs() -> None:
    def having(name: str, need: Seek) -> set[str]:
        return {s.name for s in schema(name).slots.values() if s.search == need}

    assert having("restaurant", "asked") == {"food"}
    assert having("restaurant", "optional") == {"pricerange", "area", "near", "name"}
    assert having("hotel", "asked") == {"area"}
    assert having("attraction", "required") == set()
    assert having("train", "required") == {"departure", "destination", "day"}
    assert having("taxi", "required") == having("taxi", "optional") == set()


@pytest.mark.parametrize("name", ["attraction", "hotel", "restaurant"])
def test_synonyms_lead_to_one_value(name: str) -> None:
    for slot in schema(name).slots.values():
        words = [{value, *(w.lower() for w in words)} for value, words in slot.values.items()]
        doubled = [
            word for word, n in Counter(w for group in words for w in group).items() if n > 1
        ]
        assert not doubled, (slot.name, doubled)


@pytest.mark.parametrize("name", ["attraction", "hotel", "restaurant"])
def test_rows_have_values_of_the_schema(name: str) -> None:
    domain = schema(name)
    assert domain.database is not None
    path = DOMAINS / name / domain.database.rows
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for slot in domain.slots.values():
        if slot.type is SlotType.CATEGORICAL and slot.name in rows[0]:
            said = {value for row in rows for value in row[slot.name].split(";")}
            assert said <= set(slot.values), slot.name


@pytest.mark.parametrize("name", NAMES)
def test_phrases(name: str) -> None:
    slots = schema(name).slots
    texts = phrases(name)
    check_sentences(texts)
    assert sum(len(sentences) for sentences in texts.values()) >= LEAST_PHRASES[name]
    for key, sentences in texts.items():
        acts = parse_acts(key, default_domain=name)
        assert acts, key
        for act in acts:
            assert act.domain == name, key
            if act.slot == "task":
                assert act.type is ActType.INFORM, key
                assert act.value in ("find", "book"), key
            elif act.slot:
                check_slot(act, slots)
                if act.type is ActType.REQUEST:
                    assert slots[act.slot].requestable, key
                    assert act.value is None, key
                else:
                    assert slots[act.slot].informable, key
        over = {a.slot for a in acts if a.type in OVER_A_VALUE and a.slot and a.value is None}
        valued = {a.slot for a in acts if a.slot and a.value is not None}
        for sentence in sentences:
            named = placeholders(sentence)
            assert len(named) == len(set(named)), (key, sentence)
            assert over <= set(named), (key, sentence)
            assert not valued & set(named), (key, sentence)
            for slot_name in named:
                assert slot_name in slots, (key, sentence)
                assert slots[slot_name].informable, (key, sentence)
                assert slots[slot_name].type is not SlotType.BOOLEAN, (key, sentence)


@pytest.mark.parametrize("name", NAMES)
def test_phrases_cover_the_domain(name: str) -> None:
    domain = schema(name)
    texts = phrases(name)
    acts = [a for key in texts for a in parse_acts(key)]
    said = {p for sentences in texts.values() for s in sentences for p in placeholders(s)}
    for slot in domain.slots.values():
        if slot.informable and slot.type is not SlotType.BOOLEAN:
            assert slot.name in said, slot.name
        if slot.type is SlotType.BOOLEAN:
            assert DialogueAct(ActType.INFORM, "", slot.name, "yes") in acts, slot.name
            assert DialogueAct(ActType.INFORM, "", slot.name, "no") in acts, slot.name
        if slot.requestable:
            assert DialogueAct(ActType.REQUEST, "", slot.name) in acts, slot.name
        if slot.search != "no":
            assert DialogueAct(ActType.INFORM, "", slot.name, DONTCARE) in acts, slot.name
    assert (DialogueAct(ActType.INFORM, "", "task", "book") in acts) == (name in BOOKED)
    if domain.database:
        assert DialogueAct(ActType.INFORM, "", "task", "find") in acts


@pytest.mark.parametrize("name", NAMES)
def test_one_sentence_has_one_meaning(name: str) -> None:
    keys: dict[str, list[str]] = {}
    for key, sentences in phrases(name).items():
        for sentence in sentences:
            keys.setdefault(sentence, []).append(key)
    assert not {s: k for s, k in keys.items() if len(k) > 1}


def test_generic_phrases() -> None:
    texts = load(GENERIC_PHRASES)
    check_sentences(texts)
    keys: dict[str, list[str]] = {}
    for key, sentences in texts.items():
        acts = parse_acts(key)
        assert acts, key
        assert all(not a.domain and not a.slot and a.type in GENERAL_ACTS for a in acts), key
        for sentence in sentences:
            assert not placeholders(sentence), (key, sentence)
            keys.setdefault(sentence, []).append(key)
    assert not {s: k for s, k in keys.items() if len(k) > 1}
    assert {f"{act}()" for act in GENERAL_ACTS} <= set(texts)
    for act in GENERAL_ACTS:
        assert len(texts[f"{act}()"]) >= (150 if act == "outofscope" else 15), act


def test_out_of_scope_leaves_the_domains_alone() -> None:
    ours = re.compile(r"\b(restaurants?|hotels?|guesthouses?|taxis?|cabs?|rooms?|tables?)\b")
    said = [s for s in load(GENERIC_PHRASES)["outofscope()"] if ours.search(s)]
    assert said == []


def check_brackets(texts: Texts) -> None:
    for key, sentences in texts.items():
        for sentence in sentences:
            bare = re.sub(r"\[[^\[\]]*\]", "", sentence)
            assert not set("[]") & set(bare), (key, sentence)
            for optional in re.findall(r"\[([^\[\]]*)\]", sentence):
                assert PLACEHOLDER.search(optional), (key, sentence)
            for match in PLACEHOLDER.finditer(sentence):
                assert not match[2] or match[2] in FORMS, (key, sentence)


@pytest.mark.parametrize("name", NAMES)
def test_responses(name: str) -> None:
    slots = schema(name).slots
    texts = responses(name)
    check_sentences(texts)
    check_brackets(texts)
    for key, sentences in texts.items():
        acts = parse_acts(key)
        assert acts, key
        assert len({a.type for a in acts}) == 1, key
        for act in acts:
            assert not act.domain, key
            if act.slot and act.slot not in ("task", "count") and act.value != "unknown":
                check_slot(act, slots)
            elif act.value == "unknown":
                assert act.slot in slots, key
        for sentence in sentences:
            assert set(placeholders(sentence)) <= {*slots, "entity", "count"}, (key, sentence)


@pytest.mark.parametrize("name", NAMES)
def test_responses_cover_the_domain(name: str) -> None:
    domain = schema(name)
    acts = [a for key in responses(name) for a in parse_acts(key)]
    for slot in domain.slots.values():
        if slot.booking != "no" or slot.search != "no":
            assert DialogueAct(ActType.REQUEST, "", slot.name) in acts, slot.name
        if slot.requestable:
            spoken = {a.slot for a in acts if a.type is ActType.INFORM}
            assert slot.name in spoken, slot.name


def test_generic_responses_answer_every_act_type() -> None:
    texts = load(GENERIC_RESPONSES)
    check_sentences(texts)
    check_brackets(texts)
    types: set[ActType] = set()
    for key, sentences in texts.items():
        acts = parse_acts(key)
        assert acts, key
        assert {a.slot for a in acts} <= GENERIC_SLOTS, key
        types |= {a.type for a in acts}
        for sentence in sentences:
            assert set(placeholders(sentence)) <= GENERIC_PLACEHOLDERS, (key, sentence)
    assert types == set(ActType)
