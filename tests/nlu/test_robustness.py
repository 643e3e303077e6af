"""The same sentences behind noise."""

import pytest

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.domain import load_domains
from dialog.nlu.examples import Example
from dialog.nlu.report import judge
from dialog.nlu.report.robustness import robustness
from dialog.nlu.robustness import behind_noise, noised
from dialog.noise.channels import channels_for
from dialog.state import DialogueState, UserTurn
from dialog.values import readers

READERS = readers(load_domains(["restaurant", "atis"]))
NAMED = {channel.name: channel for channel in channels_for(["en"])[0]}
TEXT = "is there thai food at Zumzeri"


def inform(domain: str, slot: str, value: str, start: int, end: int) -> DialogueAct:
    return DialogueAct(ActType.INFORM, domain, slot, value, span=(start, end))


THAI = inform("restaurant", "food", "thai", 9, 13)
NAME = inform("restaurant", "name", "Zumzeri", 22, 29)  # no row's
ASKED = parse_acts("restaurant.request(phone)")
EXAMPLE = Example(TEXT, (THAI, *ASKED, NAME), ("restaurant",), domain="restaurant")


def test_a_known_value_is_still_meant_and_an_unknown_one_is_as_it_is_said() -> None:
    [shouted] = noised([EXAMPLE], NAMED["casing"], READERS, seed=1)
    assert shouted.text in {TEXT.upper(), TEXT.title(), TEXT.lower()}
    food, asked, name = shouted.acts
    assert (food.value, food.span) == ("thai", (9, 13))
    assert asked == ASKED[0]
    assert name.value == shouted.text[22:29] != "Zumzeri"


def test_the_noise_of_a_sentence_does_not_depend_on_the_others() -> None:
    other = Example("thank you so much", (), ("restaurant",))
    for named in NAMED.values():
        alone = noised([EXAMPLE], named, READERS, seed=3)
        assert noised([other, EXAMPLE], named, READERS, seed=3)[1:] == alone
    seeds = {noised([EXAMPLE], NAMED["asr"], READERS, seed=seed)[0].text for seed in range(9)}
    assert len(seeds) > 1


class Literal:
    """Knows "thai" in small letters only, and asks for the phone always."""

    reads = frozenset({"text"})
    writes = frozenset({"user_acts"})

    def warm_up(self) -> None:
        pass

    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        text = turn.hypotheses[0].text
        at = text.find("thai")
        found = [inform("restaurant", "food", "thai", at, at + 4)] if at >= 0 else []
        return UserTurn(turn.hypotheses, ((*found, *ASKED),))


def test_figures_drop_by_what_is_no_longer_understood() -> None:
    examples = [
        Example(f"{lead} thai food", (inform("restaurant", "food", "thai", n, n + 4), *ASKED),
                ("restaurant",), domain="restaurant")
        for lead in ("any", "some", "good", "cheap", "nice")
        for n in [len(lead) + 1]
    ]  # fmt: skip
    noise = behind_noise(Literal(), examples, ["en"], READERS, seed=0)
    assert [each.channel.name for each in noise.behind] == list(NAMED)
    clean = judge(examples, [(e.acts, 0.01) for e in examples], READERS)
    made = robustness(clean, noise)
    found = {metric.name: metric for metric in made.metrics}
    assert found["slot_f1_casing"].value == 0  # all are in capitals now
    drop = found["slot_f1_casing_drop"]
    assert (drop.value, drop.unit) == (100, "points")
    assert drop.interval is not None
    assert drop.interval.low == drop.interval.high == 100
    assert found["act_f1_casing"].value == pytest.approx(100 * 2 / 3)
    assert found["slot_f1_fillers_drop"].value == 0
    assert noise.scores()["casing"].slots.f1 == 0
    for name, metric in found.items():
        if not name.endswith("_drop"):
            before = 100.0  # every clean sentence is right
            assert found[f"{name}_drop"].value == pytest.approx(before - metric.value)


def test_a_language_without_channels_says_so() -> None:
    noise = behind_noise(Literal(), [EXAMPLE], ["fr"], READERS, seed=0)
    assert noise.behind == []
    clean = judge([EXAMPLE], [((THAI,), 0.01)], READERS)
    made = robustness(clean, noise)
    assert made.metrics == []
    [sentence] = made.section.blocks
    assert "Left out, as made for another language: typos, casing, fillers, asr" in str(sentence)
