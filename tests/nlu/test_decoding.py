"""From hand-made scores to acts."""

import re
from dataclasses import replace

import numpy as np
import pytest

from dialog.acts import DialogueAct, format_acts
from dialog.domain import load_domains
from dialog.nlu.bundle import Calibration
from dialog.nlu.chain import untrained
from dialog.nlu.decoding import Decoder
from dialog.nlu.labels import LabelSet
from dialog.nlu.scope import Scope
from dialog.nlu.words import words_of

DOMAINS = load_domains(["restaurant", "hotel"])
LABELS = LabelSet(
    (
        "bye()",
        "hotel.inform(task=find)",
        "restaurant.confirm(food)",
        "restaurant.deny(food)",
        "restaurant.inform(food=dontcare)",
        "restaurant.request(phone)",
    ),
    (
        "hotel.area",
        "restaurant.area",
        "restaurant.food",
        "restaurant.people",
        "restaurant.pricerange",
        "restaurant.time",
    ),
)


def decode(
    text: str,
    said: dict[str, float] | None = None,
    tags: dict[str, str] | None = None,
    session: tuple[str, ...] = ("restaurant", "hotel"),
    calibration: Calibration | None = None,
    strength: float = 9.0,
) -> list[DialogueAct]:
    """Decode a text whose tokens are its words, or the pieces between | in it."""
    pieces = [m.span() for m in re.finditer(r"[^\s|]+", text)]
    words = [text[a:b] for a, b in pieces]
    joined, offsets, at = "", [], 0
    for (start, end), word in zip(pieces, words, strict=True):
        joined += text[at:start].replace("|", "")
        offsets.append((len(joined), len(joined) + len(word)))
        joined += word
        at = end
    sentence = np.full(len(LABELS.sentence), -9.0, np.float32)
    for label, logit in (said or {}).items():
        sentence[LABELS.sentence.index(label)] = logit
    # a special token, a token of context, then the words' pieces
    token = np.zeros((2 + len(words), len(LABELS.tags)), np.float32)
    token[:2, LABELS.tags.index("B-restaurant.food")] = strength
    for row, word in enumerate(words, 2):
        token[row, LABELS.tags.index((tags or {}).get(word, "O"))] = strength
    own = np.array([False, False, *(True for _ in words)])
    firsts, bounds = words_of(joined, np.array([(0, 0), (0, 4), *offsets]), own)
    decoder = Decoder(DOMAINS, LABELS, calibration or Calibration(), untrained(LABELS.tags))
    return decoder.decode(joined, sentence, token[firsts], bounds, session)


def test_words_become_the_canonical_value_with_their_place() -> None:
    [act] = decode("some Itallian food", tags={"Itallian": "B-restaurant.food"})
    assert str(act) == "restaurant.inform(food=italian)"
    assert act.span == (5, 13)
    assert 0.8 < act.score < 1


def test_where_every_sentence_has_a_task_the_likeliest_is_said() -> None:
    always = Calibration(asks=True)
    [act] = decode("well", said={"hotel.inform(task=find)": -3.0}, calibration=always)
    assert str(act) == "hotel.inform(task=find)"
    assert act.score == pytest.approx(1 / (1 + np.exp(3.0)), abs=1e-6)
    assert not decode("well", said={"hotel.inform(task=find)": -3.0})
    assert not decode("well", session=("restaurant",), calibration=always)


def test_what_no_task_fits_is_out_of_scope_unless_words_spell_a_value() -> None:
    cut = Calibration(scope=Scope(cut=1.0, slope=2.0))
    [act] = decode("how are whales born", said={"hotel.inform(task=find)": 0.5}, calibration=cut)
    assert str(act) == "outofscope()"
    assert act.score == pytest.approx(1 / (1 + np.exp(-1.0)), abs=1e-6)
    [act] = decode("a place to stay", said={"hotel.inform(task=find)": 1.5}, calibration=cut)
    assert str(act) == "hotel.inform(task=find)"
    assert act.score == pytest.approx(1 / (1 + np.exp(-1.0)), abs=1e-6)
    [act] = decode("italian", tags={"italian": "B-restaurant.food"}, calibration=cut)
    assert str(act) == "restaurant.inform(food=italian)"


def test_a_label_is_said_from_the_threshold() -> None:
    assert not decode("bye", said={"bye()": -0.1})
    [act] = decode("bye", said={"bye()": 0.1})
    assert str(act) == "bye()"
    assert act.score == pytest.approx(1 / (1 + np.exp(-0.1)), abs=1e-6)
    assert not decode("bye", said={"bye()": 0.1}, calibration=Calibration(threshold=0.6))


def test_a_temperature_lessens_certainty() -> None:
    [plain] = decode("bye", said={"bye()": 2.0})
    [warm] = decode("bye", said={"bye()": 2.0}, calibration=Calibration(sentence=2.0))
    assert 0.5 < warm.score < plain.score


def test_extreme_scores_are_no_trouble() -> None:
    with np.errstate(all="raise"):
        assert str(decode("bye", said=dict.fromkeys(LABELS.sentence, -1e4) | {"bye()": 1e4})[0])


def test_a_confirmed_value_is_said_once() -> None:
    acts = decode(
        "is it thai", said={"restaurant.confirm(food)": 5}, tags={"thai": "B-restaurant.food"}
    )
    assert format_acts(acts) == "restaurant.confirm(food=thai)"


def test_a_confirm_without_a_value_is_not_said() -> None:
    assert not decode("is it so", said={"restaurant.confirm(food)": 5})


def test_spelled_words_win_over_no_preference() -> None:
    acts = decode(
        "any thai", said={"restaurant.inform(food=dontcare)": 5}, tags={"thai": "B-restaurant.food"}
    )
    assert format_acts(acts) == "restaurant.inform(food=thai)"


def test_a_value_of_several_words_and_one_after_it() -> None:
    tags = {"city": "B-restaurant.area", "centre": "I-restaurant.area", "thai": "B-restaurant.food"}
    acts = decode("city centre thai", tags=tags)
    assert format_acts(acts) == "restaurant.inform(area=centre, food=thai)"


def test_a_word_is_never_cut_in_pieces() -> None:
    [act] = decode("vietnam|ese please", tags={"vietnam": "B-restaurant.food"})
    assert (act.value, act.span) == ("vietnamese", (0, 10))


def test_words_that_are_no_value_are_not_said() -> None:
    assert not decode("qwertz", tags={"qwertz": "B-restaurant.pricerange"})


def test_a_slot_that_takes_unlisted_values_hears_them_if_the_tagger_is_sure() -> None:
    tags = {"Romanian": "B-restaurant.food"}
    [act] = decode("some Romanian food", tags=tags)
    assert (str(act), act.span) == ("restaurant.inform(food=romanian)", (5, 13))
    assert not decode("some Romanian food", tags=tags, strength=3.0)


def test_domains_outside_the_session_are_silent() -> None:
    tags = {"north": "B-hotel.area"}
    said = {"hotel.inform(task=find)": 5.0, "bye()": 5.0}
    assert format_acts(decode("north", said, tags, session=("restaurant",))) == "bye()"


def test_rivals_share_the_certainty() -> None:
    tags = {"thai": "B-restaurant.food", "indian": "B-restaurant.food"}
    acts = decode("thai or indian", tags=tags)
    assert [a.value for a in acts] == ["thai", "indian"]
    assert sum(a.score for a in acts) == pytest.approx(1)


@pytest.mark.parametrize("said", [{}, {"restaurant.deny(food)": 5.0}])
@pytest.mark.parametrize(
    "text",
    ["thai not indian", "not indian , thai", "thai instead of indian", "don't want indian thai"],
)
def test_of_two_values_the_one_behind_a_not_is_denied(text: str, said: dict[str, float]) -> None:
    tags = {"thai": "B-restaurant.food", "indian": "B-restaurant.food"}
    found = {str(act) for act in decode(text, said, tags)}
    assert found == {"restaurant.inform(food=thai)", "restaurant.deny(food=indian)"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("that is too expensive", "deny(pricerange=expensive)"),
        ("too expensive , moderate", "deny(pricerange=expensive); inform(pricerange=moderate)"),
        ("not too expensive", "inform(pricerange=cheap)"),
    ],
)
def test_what_is_too_much_is_denied(text: str, wanted: str) -> None:
    tags = {
        "not": "B-restaurant.pricerange",
        "too": "B-restaurant.pricerange",
        "expensive": "I-restaurant.pricerange",
        "moderate": "B-restaurant.pricerange",
    }
    if text.startswith("not"):
        tags["too"] = "I-restaurant.pricerange"
    acts = decode(text, {}, tags)
    assert format_acts(acts).replace("restaurant.", "") == wanted


def test_a_value_said_twice_is_said_once() -> None:
    acts = decode("thai thai", tags={"thai": "B-restaurant.food"})
    assert format_acts(acts) == "restaurant.inform(food=thai)"


def test_nothing_is_read_from_nothing() -> None:
    assert not decode("")


def test_the_first_piece_of_a_word_speaks_for_it() -> None:
    assert not decode("a che|ep one", tags={"ep": "B-restaurant.pricerange"})
    [act] = decode("a che|ep one", tags={"che": "B-restaurant.pricerange"})
    assert (act.value, act.span) == ("cheap", (2, 7))


def test_the_longest_known_value_is_taken() -> None:
    text = "some modern european food"
    [act] = decode(text, tags={"european": "B-restaurant.food"})
    assert act.span is not None
    assert text[slice(*act.span)] == "modern european"


def test_what_can_only_be_a_time_is_surer_than_what_may_be_another_thing() -> None:
    [time] = decode("come at noon", tags={"noon": "B-restaurant.time"}, strength=1.0)
    [people] = decode("come as seven", tags={"seven": "B-restaurant.people"}, strength=1.0)
    assert (time.value, people.value) == ("12:00", "7")
    assert time.score > people.score


@pytest.mark.parametrize(
    "tags",
    [
        {"nine": "B-restaurant.time"},
        {"half": "B-restaurant.time"},
        {"half": "B-restaurant.time", "nine": "B-restaurant.time"},
        {"half": "B-restaurant.time", "nine": "B-restaurant.people"},
    ],
)
def test_a_time_is_taken_whole(tags: dict[str, str]) -> None:
    text = "after half past nine please"
    [act] = decode(text, tags=tags)
    assert (act.slot, act.value) == ("time", "21:30")  # a restaurant's half past nine
    assert act.span is not None
    assert text[slice(*act.span)] == "half past nine"


def test_of_a_corpus_by_itself_a_label_says_what_is_done_with_the_words() -> None:
    own = {n: replace(d, corpus="toy") for n, d in load_domains(["restaurant"]).items()}
    labels = LabelSet(
        ("restaurant.inform(name)", "restaurant.offer(name)"),
        ("restaurant.name", "restaurant.pricerange"),
    )
    decoder = Decoder(own, labels, Calibration(), untrained(labels.tags))
    words = [(0, 3), (4, 9)]

    def said(text: str, tags: tuple[str, str], *logits: float) -> str:
        token = np.full((2, len(labels.tags)), -9.0, np.float32)
        for row, name in enumerate(tags):
            token[row, labels.tags.index(name)] = 9
        sentence = np.array(logits, np.float32)
        return format_acts(decoder.decode(text, sentence, token, words, ["restaurant"]))

    name = "B-restaurant.name"
    assert said("the Amber", ("O", name), -9, 9) == "restaurant.offer(name=Amber)"
    assert said("the Amber", ("O", name), -9, -9) == "restaurant.inform(name=Amber)"
    assert said("the Amber", ("O", "O"), -9, 9) == ""
    assert said("the Amber", ("O", "O"), 9, -9) == "restaurant.inform(name)"
    # what a plugin would take for denied is what the corpus says of it
    price = ("O", "B-restaurant.pricerange")
    assert said("too cheap", price, -9, -9) == "restaurant.inform(pricerange=cheap)"


@pytest.mark.parametrize(
    "before", ["but not in the", "it isn't in the", "outside the", "outside of"]
)
def test_not_in_a_place_denies_it(before: str) -> None:
    [act] = decode(f"{before} centre", tags={"centre": "B-restaurant.area"})
    assert format_acts([act]) == "restaurant.deny(area=centre)"


def test_why_not_denies_nothing() -> None:
    [act] = decode("why not in the centre", tags={"centre": "B-restaurant.area"})
    assert format_acts([act]) == "restaurant.inform(area=centre)"


@pytest.mark.parametrize("between", ["sorry", "no wait", "i mean", "no", "actually", "or rather"])
def test_of_a_value_and_its_correction_the_last_holds(between: str) -> None:
    text = f"north , {between} , south"
    acts = decode(text, tags={"north": "B-restaurant.area", "south": "B-restaurant.area"})
    assert format_acts(acts) == "restaurant.deny(area=north); restaurant.inform(area=south)"


def test_parties_are_counted_together() -> None:
    [act] = decode(
        "2 adults and 1 child", tags={"2": "B-restaurant.people", "1": "B-restaurant.people"}
    )
    assert act.value == "3"
