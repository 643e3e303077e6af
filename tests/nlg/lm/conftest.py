"""A corpus of inns in one folder, small enough to be learnt by heart."""

from pathlib import Path

import pytest

from dialog.acts import ActType, DialogueAct
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.folder import About, write_folder

NAMES = ("Roma", "Siam House", "The Blue Boar", "Casa")
AREAS = ("north", "west", "south")


def _act(text: str, kind: str, slot: str = "", value: str | None = None) -> DialogueAct:
    start = text.find(value) if value else -1
    span = (start, start + len(value)) if value and start >= 0 else None
    return DialogueAct(ActType(kind), "inn", slot, value, span=span)


def _turns(name: str, area: str, phone: str) -> list[CorpusTurn]:
    offered = f"{name} is a nice inn in the {area} ."
    told = f"You can call them on {phone} ."
    asked = "Which day would you like to stay ?"
    said = [
        (offered, [_act(offered, "offer", "name", name), _act(offered, "inform", "area", area)]),
        (told, [_act(told, "inform", "phone", phone)]),
        (asked, [_act(asked, "request", "day")]),
        ("You 're welcome , goodbye !", [DialogueAct(ActType.BYE)]),
    ]
    return [
        turn
        for text, acts in said
        for turn in (CorpusTurn("user", "Yes ?"), CorpusTurn("system", text, acts=tuple(acts)))
    ]


@pytest.fixture(scope="session")
def inns(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of the corpus."""
    folder = tmp_path_factory.mktemp("corpora") / "inns"
    dialogues = []
    for nth in range(16):
        name, area = NAMES[nth % len(NAMES)], AREAS[nth % len(AREAS)]
        split = "validation" if nth % 4 == 3 else "train"
        turns = _turns(name, area, str(614950 + nth))
        dialogues.append(Dialogue(f"d{nth}", split, ("inn",), {}, tuple(turns)))
    write_folder(folder, About(description="Inns."), dialogues)
    return str(folder)


@pytest.fixture(scope="session")
def trained(inns: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of the corpus."""
    from dialog.nlg.lm.examples import taught
    from dialog.nlg.lm.training import Trainer, TrainingArguments

    args = TrainingArguments(
        epochs=24,
        patience=24,
        batch_size=4,
        dropout=0.0,
        averaging=0.0,
        learning_rate=4e-3,
        size=64,
    )
    folder = tmp_path_factory.mktemp("models") / "inns"
    Trainer(taught([inns], lambda _: None), args).train("inns", folder)
    return folder
