"""The guard goes by a plugin's own schema and texts, for domains that its lists never met."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dialog.component import Domains
from dialog.domain import load_domain
from dialog.nlg.guard.lexicon import Lexicon
from tests.nlg.guard.conftest import Judge

SCHEMA = """\
name: boats
description: Charter a boat on the lake.
entity: boat
entity_synonyms: [dinghy, day craft]
slots:
  rig: {type: categorical, description: the kind of boat, values: {sloop: [], ketch: []},
    question: Which rig do you prefer?, search: asked}
  berth: {type: categorical, description: the place it lies, values: {north pier: [], lagoon: []},
    question: Where would you like to cast off?, search: optional, requestable: true}
  jackets: {type: boolean, description: a life jacket to borrow, requestable: true,
    question: Do you need a life jacket?, search: optional}
  lessons: {type: boolean, description: sailing lessons, requestable: true,
    question: Do you want to learn it?, search: optional}
  german: {type: boolean, description: lessons in German, requestable: true,
    question: Should they be in German?, search: optional}
  sailmaker: {type: boolean, description: a sailmaker's boat, requestable: true,
    question: Should a sailmaker come?, search: optional}
  deposit: {description: the deposit, informable: false, requestable: true}
  rate: {description: the price per day, informable: false, requestable: true}
  name: {description: the name}
  days: {type: number, description: the number of days, unit: day, booking: required,
    question: For how many days do you need the boat?}
  mooring: {type: time, description: the time of casting off, booking: required,
    question: When will you cast off?}
  reference: {description: the charter number, informable: false, requestable: true}
database: {table: boats, rows: rows.csv, key: name}
search: {action: action_search}
booking: {action: action_book, entity: true, gives: [reference]}
"""
ROWS = """\
name,rig,berth,jackets,lessons,german,sailmaker,deposit,rate
Blue Heron,sloop,north pier,no,yes,no,no,200 euros,60 euros
Grey Goose,ketch,lagoon,yes,no,no,no,300 euros,80 euros
"""
RESPONSES = """\
offer(name):
  - "{name} is a {rig} at the {berth}."
inform(jackets=yes):
  - Yes, you can borrow a life jacket.
inform(jackets=no):
  - No, please bring your own life jacket.
book(reference):
  - "{name} is yours. The number is {reference}."
"""
PHRASES = """\
inform(task=find):
  - i want to sail
inform(task=book):
  - make a charter
inform(jackets=yes):
  - with a buoyancy vest
request(berth):
  - where is the jetty
request(rate):
  - what does it cost
"""
OFFER = "boats.offer(name=Blue Heron)"
YES, NO = "boats.inform(jackets=yes)", "boats.inform(jackets=no)"


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Domains:
    folder: Path = tmp_path_factory.mktemp("plugins") / "boats"
    folder.mkdir()
    files = {
        "domain.yml": SCHEMA, "rows.csv": ROWS, "responses.yml": RESPONSES, "phrases.yml": PHRASES
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return {"boats": load_domain(folder)}


@pytest.fixture
def problems(boats: Domains, judge: Judge) -> Callable[[str, str], tuple[str, ...]]:
    """Say what is wrong with a text about boats."""
    return lambda acts, text: judge(acts, text, boats)


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("boats.inform(count=6); boats.request(rig)", "There are 6 boats. Which rig?"),
        ("boats.inform(count=6); boats.request(rig)", "6 dinghies are left. Which rig?"),
        # a word of two yes-or-no slots is about neither by itself
        ("boats.inform(lessons=yes); boats.inform(german=no)",
         "Yes, there are sailing lessons. Lessons in German are not available."),
        # words that the responses say no with, and yes with
        (NO, "You'd have to bring your own life jacket."),
        (NO, "No, please bring your own life jacket."),
        (YES, "Life jackets can be borrowed, so no need to bring your own."),
        # a promise by its name, and a slot of the plugin's
        ("boats.inform(deposit=200 euros)", "You'd have to leave a deposit of 200 euros."),
        # users' words for a yes-or-no slot
        (NO, "No, the buoyancy vest is your own to bring."),
        # words that are used to ask for a slot
        ("boats.inform(berth=lagoon)", "The jetty is in the lagoon."),
        ("boats.request(days)", "How long do you need the boat?"),
        ("boats.book(name=Blue Heron, days=2, reference=AB12CD34)",
         "Blue Heron is yours for 2 days, number AB12CD34. See you there!"),
        ("boats.inform(rate=60 euros)", "It costs 60 euros a day."),
        ("boats.nooffer(rig=ketch); boats.nooffer(jackets=no); boats.offer(name=Grey Goose); "
         "boats.offer(jackets=yes)",
         "We have no boat with all of that (ketch and no life jacket). Grey Goose is a ketch at "
         "the lagoon. You can borrow a life jacket."),
        # a word of the plugin's own in the name of a yes-or-no slot
        ("boats.inform(sailmaker=no)", "No, there is no sailmaker's boat."),
        (OFFER, "Blue Heron is a sloop. It's a fine boat."),
        # a noun of several words, by its last one, and counted
        ("boats.inform(berth=lagoon)", "That craft lies in the lagoon."),
        ("boats.inform(count=6); boats.request(rig)", "There are 6 day crafts. Which rig?"),
        ("boats.request(mooring)", "Welcome to the boats! From what time are you free?"),
        ("bye()", "Goodbye, row safely!"),
        ("bye()", "Goodbye. Happy rowing!"),
    ],
)  # fmt: skip
def test_good_answers_pass(
    acts: str, text: str, problems: Callable[[str, str], tuple[str, ...]]
) -> None:
    assert problems(acts, text) == ()


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        (NO, "You can borrow a life jacket."),
        (NO, "Yes, you can borrow a life jacket, or bring your own."),
        (YES, "You have to bring your own life jacket."),
        (YES, "No, please bring your own life jacket."),
        ("boats.inform(lessons=yes)", "Yes, there are lessons in German."),
        ("boats.inform(german=no)", "Yes, lessons in German are available."),
        (OFFER, "Blue Heron is a sloop. A deposit is due."),
        ("boats.inform(deposit=200 euros)", "The deposit of 200 euros is refundable."),
        ("boats.inform(rate=60 euros)", "It costs 60 euros per week."),
        ("boats.inform(rate=60 euros)", "It costs 60 euros an hour."),
        ("boats.inform(rate=60 euros)", "It costs 60 euros per person per day."),
        (OFFER, "You have a charter of Blue Heron."),
        (OFFER, "You have charters of Blue Heron."),
        (OFFER, "Blue Heron is a sloop. The boat is free."),
        (OFFER, "You're signed up for Blue Heron."),
        (OFFER, "Blue Heron is ready and waiting for you at the north pier."),
        (OFFER, "Blue Heron is a sloop. I've put you down for a visit."),
        (OFFER, "The boatyard has your kit on the list for Blue Heron."),
        (OFFER, "I've told Blue Heron that you're coming."),
        ("boats.inform(lessons=yes)", "Yes, they teach sailing, but you must leave your passport."),
        (OFFER, "Blue Heron is a sloop. They're expecting you."),
        (OFFER, "Blue Heron is a sloop. Someone will drive it to your door."),
        (OFFER, "Blue Heron is a sloop. See you there!"),
        (OFFER, "Blue Heron is a sloop. There is a sailmaker."),
        (OFFER, "Blue Heron is a sloop. Happy hour!"),
        ("boats.inform(lessons=yes)", "Yes, there are sailing lessons, but only to patients."),
        ("boats.request(rig)", "Are you insured?"),
        ("boats.request(rig)", "How old are the children?"),
        ("boats.request(rig)", "What are your symptoms?"),
        ("boats.request(days)", "How many passengers are there?"),
    ],
)
def test_false_ones_do_not(
    acts: str, text: str, problems: Callable[[str, str], tuple[str, ...]]
) -> None:
    assert problems(acts, text)


def test_what_is_booked_may_be_in_the_name_of_its_number(boats: Domains) -> None:
    things = Lexicon.of(boats).things
    assert "charter" in things
    assert "number" not in things
