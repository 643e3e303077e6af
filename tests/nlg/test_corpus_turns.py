"""System turns of a corpus, as generators get them."""

from dialog.acts import ActType, DialogueAct, format_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.nlg.corpus_turns import spoken_domains, system_turns
from dialog.schema import SlotType


def _dialogue(toy, *system: tuple[str, list[DialogueAct]], name: str = "d") -> Dialogue:
    turns = [
        turn
        for text, acts in system
        for turn in (CorpusTurn("user", "Hi ."), CorpusTurn("system", text, acts=tuple(acts)))
    ]
    return Dialogue(name, "train", ("Hotels_1",), {}, tuple(turns))


def _act(kind: str, slot: str = "", value: str | None = None) -> DialogueAct:
    return DialogueAct(ActType(kind), "Hotels_1", slot, value)


def test_acts_are_put_as_generators_know_them(toy, monkeypatch) -> None:
    monkeypatch.setattr(type(toy), "count_slot", "choice", raising=False)
    dialogue = _dialogue(
        toy,
        ("You 'd like 3 with wifi ?", [_act("request", "day"), _act("inform", "choice", "3"),
                                      _act("inform", "has_wifi", "True")]),
        ("Nothing", []),
        ("No wifi .", [_act("inform", "has_wifi", "False")]),
    )  # fmt: skip
    domains = spoken_domains(toy, [dialogue])
    schema = domains["Hotels_1"].schema
    assert schema.entity == "hotel"
    assert schema.slots["has_wifi"].type is SlotType.BOOLEAN
    assert schema.slots["has_wifi"].description == "the has wifi"
    first, last = system_turns(toy, [dialogue], domains)
    assert format_acts(first.acts) == (
        "Hotels_1.inform(count=3, has_wifi=yes); Hotels_1.request(day)"
    )
    assert first.text == "You'd like 3 with wifi?"
    assert (last.number, format_acts(last.acts)) == (3, "Hotels_1.inform(has_wifi=no)")
    assert [turn.response for turn in last.state.turns] == ["You'd like 3 with wifi?", "Nothing"]
    assert last.state.turns[0].user.text == "Hi."


def test_values_are_written_as_the_text_is(toy) -> None:
    act = _act("inform", "name", "King 's College")
    dialogue = _dialogue(toy, ("It 's King 's College .", [act]))
    (turn,) = system_turns(toy, [dialogue], spoken_domains(toy, [dialogue]))
    assert turn.acts[0].value == "King's College"
    assert turn.text == "It's King's College."


def test_a_corpus_may_be_in_chinese(toy, monkeypatch) -> None:
    monkeypatch.setattr(type(toy), "language", "zh")
    act = DialogueAct(ActType.INFORM, "酒店", "评分", "4.2分")
    turn = CorpusTurn("system", "4.2分。", acts=(act,))
    domains = spoken_domains(toy, [Dialogue("d", "train", ("酒店",), {}, (turn,))])
    schema = domains["酒店"].schema
    assert (schema.language, schema.entity) == ("zh", "酒店")
    assert schema.slots["评分"].description == "评分"
