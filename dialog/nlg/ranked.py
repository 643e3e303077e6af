"""Says system acts with the best of several texts of a language model."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from dialog.component import Domains
from dialog.errors import ConfigError
from dialog.llm.base import LLM, Completion, Message
from dialog.llm.decoding import Decoding
from dialog.llm.sampling import sampled
from dialog.nlg.asking import PERSONA
from dialog.nlg.guard.check import Verdict, check
from dialog.nlg.llm import LlmGenerator, Telling, in_sentences
from dialog.notices import warn_once

_TEMPERATURE = 0.7  # where neither another one nor a beam search is asked for


class RankedGenerator(LlmGenerator):
    """Puts system acts into words by the text of a language model that has the fewest slot errors.

    Texts that pass `dialog.nlg.guard` are ahead of others, then those with fewer values left out
    or made up, then those whose tokens the model finds likelier on average (as Peng et al. 2020
    choose by slot errors among sampled texts). If none passes, the best one is what the model is
    told about when it is asked once more, as `LlmGenerator` does.

    Args:
        domains: the session's domains.
        candidates: texts that are asked for at a time.
        llm: as for `LlmGenerator`, like all that follow.
        persona: who the model is told to be.
        prompts: a folder with other prompts.
        decoding: as there, but at a temperature of 0.7 if none is given. With `beams` the
            candidates are the best of the beam search.
        local: of a model of transformers.
        timeout: seconds that the model may take for all of the candidates.
        seed: decides which template variants are said.

    Raises:
        ConfigError: for options by which all candidates would be the same.
    """

    def __init__(
        self,
        domains: Domains,
        *,
        candidates: int = 5,
        llm: str | LLM | None = None,
        persona: str = PERSONA,
        prompts: str | None = None,
        decoding: Mapping[str, Any] | None = None,
        local: Mapping[str, Any] | None = None,
        timeout: float = 20,
        seed: int = 0,
    ) -> None:
        super().__init__(
            domains, llm=llm, persona=persona, prompts=prompts, decoding=decoding, local=local,
            timeout=timeout, seed=seed,
        )  # fmt: skip
        self.candidates = candidates
        self.decoding = _drawing(decoding or {}, candidates)

    async def tell(self, messages: Sequence[Message], telling: Telling) -> Verdict:
        """Return the verdict on the best of the model's texts, which is shown if it passes.

        Raises:
            LlmError: when there is none.
        """
        telling.begin(self.candidates)
        found = await sampled(self.llm, messages, self.candidates, decoding=self.decoding)
        if any(each.score is None for each in found):
            warn_once(
                "The language model gives no log probabilities, so of its candidates with as few "
                "slot errors the first is taken."
            )
        best = min(range(len(found)), key=lambda at: self._order(found[at], telling))
        for each in found[:best] + found[best + 1 :]:
            telling.count(each)
        return telling.hear(found[best], whole=True)

    def _order(self, candidate: Completion, telling: Telling) -> tuple[bool, int, float]:
        """Return what comes first in order for the best candidate."""
        verdict = check(in_sentences(candidate.text, cut=candidate.cut), telling.brief)
        errors = len(verdict.missing) + len(verdict.invented)
        score = -math.inf if candidate.score is None else candidate.score
        return bool(verdict.problems), errors, -score


def _drawing(options: Mapping[str, Any], candidates: int) -> Decoding:
    """Return how several texts are drawn."""
    if candidates < 2:
        raise ConfigError(f"nlg.candidates is {candidates}; 2 or more can be ranked.")
    drawn = {} if "beams" in options else {"temperature": _TEMPERATURE}
    decoding = Decoding.of({**drawn, **options})
    if decoding.beams is not None and decoding.beams < candidates:
        raise ConfigError(
            f"A beam search of {decoding.beams} beams has no {candidates} candidates; ask for as "
            "many beams, or for fewer candidates."
        )
    if decoding.beams is None and decoding.temperature == 0:
        raise ConfigError(
            "At a temperature of 0 all candidates are the same; take one above 0, or a beam search."
        )
    return decoding
