"""Whole conversations with a language model as the tracker."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from dialog.acts import DialogueAct, format_acts
from dialog.pipeline import Pipeline
from dialog.session import Session
from dialog.state import DialogueState, Hypothesis, UserTurn

from .talk import NORTH, answer, change, tracker


class TestPipeline:
    """A whole conversation, the tracker in the NLU's place."""

    def pipeline(self, city: Any, spec: str, tmp_path: Path) -> Pipeline:
        from dialog.config import load_config

        chosen = {"nlu": {"name": "none"}, "dst": {"name": "llm", "llm": spec}}
        config = load_config(options=chosen, domains=city)
        return Pipeline(city, config, database=f"sqlite:///{tmp_path / 'city.db'}")

    def test_it_takes_the_nlus_place(self, city: Any, script: Any, tmp_path: Path) -> None:
        spec = script.answers(
            answer(
                change("restaurant.food", "thai", "thai"),
                change("restaurant.pricerange", "cheap", "cheap"),
            ),
            answer(acts="request(phone)"),
            "no",
            "no",
        )
        session = Session(self.pipeline(city, spec, tmp_path))
        first = session.respond_sync("a cheap thai place")
        assert not first.trace.error
        assert format_acts(first.user.best_acts) == (
            "restaurant.inform(food=thai, pricerange=cheap)"
        )
        assert "Tuk Tuk Thai" in first.response
        second = session.respond_sync("its phone number?")
        assert format_acts(second.system_acts).startswith("restaurant.inform(phone=")
        third = session.respond_sync("thank you")
        assert third.trace.tracking.source.startswith("rule (llm: ")
        assert third.trace.to_dict()["tracking"]["falls"] == 1
        assert format_acts(third.user.best_acts) == "thank()"

    def test_others_are_answered_meanwhile(self, city: Any, script: Any, tmp_path: Path) -> None:
        slow = {"seconds": 0.5, "says": json.dumps(answer(NORTH))}
        told = tracker(city, script.answers(*[slow] * 4))

        async def four() -> list[DialogueState]:
            turns = (told.track_async(DialogueState(), UserTurn.of("x"), ()) for _ in range(4))
            return await asyncio.gather(*turns)

        async def timed() -> float:
            begun = asyncio.get_running_loop().time()
            await four()
            return asyncio.get_running_loop().time() - begun

        assert asyncio.run(timed()) < 1.9  # one after the other they take 2 s

    def test_its_acts_are_kept_and_not_the_nlus(
        self, city: Any, script: Any, tmp_path: Path
    ) -> None:
        pipeline = self.pipeline(city, script.answers(answer(NORTH)), tmp_path)
        pipeline.nlu = _Deaf()  # type: ignore[assignment]
        guesses = UserTurn((Hypothesis("a fork", 0.2), Hypothesis("up north", 0.8)))
        result = asyncio.run(pipeline.turn(DialogueState(), guesses))
        assert [format_acts(acts) for acts in result.user.acts or ()] == [
            "", "hotel.inform(area=north)",
        ]  # fmt: skip
        assert result.user.likely_acts


class _Deaf:
    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        noise = (DialogueAct("outofscope"),)  # type: ignore[arg-type]
        return replace(turn, acts=(noise,) * len(turn.hypotheses))
