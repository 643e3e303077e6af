"""The notation of responses.yml."""

import pytest

from dialog.acts import ActType
from dialog.errors import ActSyntaxError, DomainError
from dialog.nlg.patterns import Key, Placeholder, Template, filled, parse_key, parse_template
from dialog.nlg.wording import (
    Part,
    article_for,
    bare,
    counted,
    finish,
    listed,
    plural,
    singular,
    title,
)


def fill(template: Template, **values: str) -> str | None:
    def lookup(gap: Placeholder) -> str | None:
        return values.get(gap.name)

    segments = template.sayable(lookup)
    return None if segments is None else finish(filled(segments, lookup))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("hello", Key(ActType.HELLO)),
        ("hello()", Key(ActType.HELLO)),
        ("inform(phone)", Key(ActType.INFORM, (("phone", None),))),
        ("inform(internet=yes)", Key(ActType.INFORM, (("internet", "yes"),))),
        ("confreq(a, slot)", Key(ActType.CONFREQ, (("a", None), ("slot", None)))),
    ],
)
def test_keys(text: str, key: Key) -> None:
    assert parse_key(text) == key


@pytest.mark.parametrize(
    "text", ["", "inform(a); bye()", "hotel.inform(a)", "infrom(a)", "inform(slot, slot)"]
)
def test_bad_keys(text: str) -> None:
    with pytest.raises(ActSyntaxError):
        parse_key(text)


def test_specificity_orders_keys() -> None:
    texts = ["inform()", "inform(slot)", "inform(slot=yes)", "inform(a)", "inform(a=yes)"]
    keys = [parse_key(text).specificity for text in [*texts, "inform(a, b)"]]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_optional_segments() -> None:
    template = parse_template("{name} is a nice[ {price}] place[ in the {area}].")
    assert fill(template, name="Roma") == "Roma is a nice place."
    assert fill(template, name="Roma", area="west") == "Roma is a nice place in the west."
    assert fill(template, area="west") is None


def test_no_day_is_on_today() -> None:
    template = parse_template("A room[ on {day}] for {people}.")
    assert fill(template, day="Monday", people="2") == "A room on Monday for 2."
    assert fill(template, day="today", people="2") == "A room today for 2."


def test_escapes() -> None:
    template = parse_template("{{a}} [[b]] {c}")
    assert template.names == {"c"}
    assert fill(template, c="d") == "{a} [b] d."


def test_forms() -> None:
    (segment,) = parse_template("{food:title}{stay:unit}").segments
    assert segment.items == (Placeholder("food", "title"), Placeholder("stay", "unit"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{a", "without its partner"),
        ("a}", "without its partner"),
        ("[a", "not closed"),
        ("a]", "out of place"),
        ("[a [b] c]", "out of place"),
        ("{}", "names no slot"),
        ("{a b}", "names no slot"),
        ("{food:tilte}", "Did you mean 'title'"),
    ],
)
def test_bad_templates(text: str, why: str) -> None:
    with pytest.raises(DomainError, match=why):
        parse_template(text)


def test_said_in_knows_a_template_by_its_words() -> None:
    template = parse_template("How about {name}? It is a[ {price}] {food} place.")
    assert template.said_in("Sorry. How about Roma? It is an Italian place.")
    assert not template.said_in("I can suggest Roma. It is an Italian place.")
    assert not parse_template("{question}").said_in("What?")


@pytest.mark.parametrize(
    ("word", "article"),
    [
        ("Italian", "an"),
        ("Chinese", "a"),
        ("expensive", "an"),
        ("European", "a"),
        ("unique", "a"),
        ("unusual", "an"),
        ("hour", "an"),
        ("hotel", "a"),
        ("8", "an"),
        ("80", "an"),
        ("11", "an"),
        ("110", "a"),
        ("one-star", "a"),
        ("Ukrainian", "a"),
    ],
)
def test_articles(word: str, article: str) -> None:
    assert article_for(word) == article


def test_articles_agree_with_what_is_filled_in() -> None:
    template = parse_template("A {food} place, a[ {price}] {kind}.")
    assert fill(template, food="Italian", kind="inn") == "An Italian place, an inn."
    said = fill(template, food="Thai", kind="inn", price="cheap")
    assert said == "A Thai place, a cheap inn."
    optional = parse_template("It is a[ {price}] expensive one.")
    assert fill(optional) == "It is an expensive one."
    assert fill(parse_template("{name} it is."), name="A apple") == "A apple it is."


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["roma"], "roma."),
        (["It is booked. ", "ab"], "It is booked. Ab."),
        (["leave at 7 p", "x"], "Leave at 7 px."),
        (["Is  it ", "so", " ?"], "Is it so?"),
        (["It is ", "Ltd.", "."], "It is Ltd."),
        (["", ""], ""),
    ],
)
def test_finish(parts: list[str], text: str) -> None:
    marked = [Part(p, is_value=i % 2 == 1) for i, p in enumerate(parts)]
    assert finish(marked).casefold() == text.casefold()
    assert finish(marked)[:1] == text[:1].upper()


@pytest.mark.parametrize(
    ("number", "after", "text"),
    [
        ("1", " nights, from", "For 1 night, from"),
        ("1", " people.", "For 1 person."),
        ("2", " nights.", "For 2 nights."),
        ("1", " is fine.", "For 1 is fine."),
        ("1", ", on Fridays.", "For 1, on Fridays."),
        ("1", " class.", "For 1 class."),
    ],
)
def test_one_thing_is_told_of_in_the_singular(number: str, after: str, text: str) -> None:
    parts = [Part("For "), Part(number, is_value=True, counts=True), Part(after)]
    assert finish(parts).rstrip(".") == text.rstrip(".")
    plain = [Part("Platform "), Part(number, is_value=True), Part(" leaves.")]
    assert finish(plain) == f"Platform {number} leaves."


@pytest.mark.parametrize(
    ("kind", "after", "text"),
    [
        ("guesthouse", " in the north.", "There is no guesthouse in the north."),
        ("1 star guesthouse", ", sorry.", "There is no 1 star guesthouse, sorry."),
        ("guesthouses", " that fit.", "There are no guesthouses that fit."),
        ("Italian", " restaurants.", "There are no Italian restaurants."),
        ("Italian", " restaurants in town.", "There are no Italian restaurants in town."),
    ],
)
def test_there_is_none_of_one_kind(kind: str, after: str, text: str) -> None:
    parts = [Part("There are no "), Part(kind, is_value=True), Part(after)]
    assert finish(parts) == text


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("I recommend the ", "I recommend The Brass Bull."),
        ("The ", "The Brass Bull."),
        ("Is it near the bank? The ", "Is it near the bank? The Brass Bull."),
        ("Bathe ", "Bathe The Brass Bull."),
    ],
)
def test_an_article_is_not_doubled(before: str, text: str) -> None:
    assert finish([Part(before), Part("The Brass Bull", is_value=True)]) == text


def test_small_words() -> None:
    assert [singular(w) for w in ["nights", "people", "cities", "buses", "bus", "price"]] == [
        *["night", "person", "city", "bus", "bus", "price"]
    ]
    assert [plural(w) for w in ["night", "person", "city", "day", "bus", "price range"]] == [
        *["nights", "people", "cities", "days", "buses", "price ranges"]
    ]
    assert [counted(n, "night") for n in ("1", "2")] == ["1 night", "2 nights"]
    assert [listed(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed(["a", "b"], "or") == "a or b"
    assert title("north american fish-bar") == "North American Fish-Bar"
    assert (bare("the part of town"), bare("theatre")) == ("part of town", "theatre")
