"""Whom the clauses of a sentence speak of."""

import pytest

from dialog.acts import parse_acts
from dialog.domain import Domain
from dialog.nlg.guard.brief import GAP, Brief
from dialog.nlg.guard.clauses import Kind, clauses, led
from dialog.nlg.guard.lexicon import Lexicon


@pytest.fixture
def lexicon(inn: Domain) -> Lexicon:
    """What an inn domain holds."""
    return Lexicon.of({"inn": inn})


@pytest.mark.parametrize(
    ("acts", "sentence", "kinds"),
    [
        ("offer(name=Roma)", f"i found {GAP}.", [Kind.TALKS]),
        ("offer(name=Roma)", f"{GAP} is nice.", [Kind.TELLS]),
        ("offer(name=Roma)", "it is nice, so i like it.", [Kind.TELLS, Kind.TALKS]),
        ("offer(name=Roma)", "i'm sure it is.", [Kind.TALKS]),
        ("offer(name=Roma)", f"sit back and visit {GAP}.", [Kind.TALKS, Kind.TALKS]),
        ("offer(name=Roma)", "that escaped me.", [Kind.TELLS]),
        ("repeat()", "that escaped me.", [Kind.TALKS]),
        ("request(food)", "which food do you like?", [Kind.ASKS]),
        ("request(food)", "let me know which.", [Kind.ASKS]),
    ],
)
def test_kinds(acts: str, sentence: str, kinds: list[Kind], lexicon: Lexicon) -> None:
    brief = Brief(parse_acts(acts), {}, lexicon)
    assert [c.kind for c in clauses(sentence, brief) if c.tokens] == kinds


def test_a_clause_knows_what_it_follows(lexicon: Lexicon) -> None:
    brief = Brief(parse_acts("offer(name=Roma)"), {}, lexicon)
    found = [c for c in clauses(f"{GAP} is nice, leafy and quaint.", brief) if c.tokens]
    assert [c.follows for c in found] == [None, Kind.TELLS, found[1].kind]


def test_what_a_clause_begins_with_says_nothing() -> None:
    assert led("and then, roma") == ", roma"
    assert led("okay so roma") == "roma"
