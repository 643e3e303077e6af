"""Every question of ATIS's validation part is answered or asked about, without an error."""

import asyncio
from pathlib import Path
from typing import ClassVar

import pytest

from dialog.acts import ActType, DialogueAct
from dialog.corpus import find_corpus
from dialog.corpus.cache import cached
from dialog.domain import load_domains
from dialog.errors import CorpusError
from dialog.pipeline import Pipeline
from dialog.state import DialogueState, UserTurn


class Annotated:
    """Understands what the corpus annotates."""

    reads: ClassVar[frozenset[str]] = frozenset({"text"})
    writes: ClassVar[frozenset[str]] = frozenset({"user_acts"})

    def __init__(self, acts: dict[str, tuple[DialogueAct, ...]]) -> None:
        self.acts = acts

    def warm_up(self) -> None:
        """Nothing to load."""

    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        return UserTurn(turn.hypotheses, tuple(self.acts[h.text] for h in turn.hypotheses))


@pytest.mark.parametrize("understood", ["as annotated", "by the shipped model"])
def test_every_question_is_answered(tmp_path: Path, understood: str) -> None:
    try:
        dialogues = list(cached(find_corpus("atis")).load("validation"))
    except CorpusError as error:
        pytest.skip(f"needs the corpus: {error}")
    acts = {d.turns[0].utterance: tuple(d.turns[0].acts) for d in dialogues}
    domains = load_domains(["atis"])
    pipeline = Pipeline(domains, database=f"sqlite:///{tmp_path}/db.sqlite")
    if understood == "as annotated":
        pipeline.nlu = Annotated(acts)
    pipeline.warm_up()
    kinds: dict[str, int] = {"told": 0, "asked": 0, "missing": 0}
    for text in acts:
        result = asyncio.run(pipeline.turn(DialogueState(), text))
        assert not result.trace.error, text
        assert not any("the search failed" in why for why in result.trace.reasons), text
        said = {act.type for act in result.system_acts}
        assert result.response
        told = ActType.INFORM in said
        kinds["told" if told else "asked" if said == {ActType.REQUEST} else "missing"] += 1
    assert len(dialogues) == 500
    assert kinds["told"] > 0.9 * sum(kinds.values())
