"""What is learnt from, and what is not."""

from pathlib import Path

from dialog.acts import DialogueAct, parse_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.folder import About, write_folder
from dialog.nlg.lm.examples import taught


def _turn(text: str, acts: str) -> CorpusTurn:
    spelt = []
    for act in parse_acts(acts):
        at = text.find(act.value or "\0")
        span = (at, at + len(act.value or "")) if at >= 0 else None
        spelt.append(DialogueAct(act.type, act.domain, act.slot, act.value, span=span))
    return CorpusTurn("system", text, acts=tuple(spelt))


def test_words_with_values_that_nobody_annotated_are_not_learnt(tmp_path: Path) -> None:
    told = _turn("It is in Quexford.", "inn.inform(town=Quexford)")
    thanks = _turn("Thank you for using the Quexford centre, bye!", "bye()")
    plain = _turn("Thank you, bye!", "bye()")
    dialogues = [
        Dialogue(f"{split}{nth}", split, ("inn",), {}, (CorpusTurn("user", "Yes?"), turn))
        for split in ("train", "validation")
        for nth, turn in enumerate((told, told, thanks, plain))
    ]
    write_folder(tmp_path / "inns", About(description="Inns."), dialogues)
    learnt = taught([str(tmp_path / "inns")], lambda _: None).examples
    assert [each.response for each in learnt] == [
        ("It is in", 0, "."),
        ("It is in", 0, "."),
        ("Thank you, bye!",),
    ]
