"""Says system acts with a language model, and lets nothing out that the facts do not cover."""

import re
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from dialog.acts import DialogueAct
from dialog.component import Domains, Generation, Response, Say
from dialog.errors import ConfigError
from dialog.llm.base import (
    LLM,
    Completion,
    LlmError,
    Message,
    SilentLlmError,
    StreamingLLM,
    told_once,
)
from dialog.llm.decoding import Decoding
from dialog.llm.specs import language_model
from dialog.nlg.asking import PERSONA, Asker
from dialog.nlg.guard.brief import Brief
from dialog.nlg.guard.check import Verdict, check
from dialog.nlg.guard.missing import due, unsaid
from dialog.nlg.prompting import Prompts
from dialog.nlg.sentences import sentences, split_off
from dialog.state import DialogueState

_TRIES = 2  # texts asked of the model, the second with what was wrong with the first
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)


class LlmGenerator:
    """Puts system acts into words by a language model, checked against the facts.

    Words that do not pass `dialog.nlg.guard` are asked for once more, with the reason. When those
    do not pass either, or the model fails, the templates speak and the response's source says why.

    Args:
        domains: the session's domains.
        llm: "http://host:port/v1#model", a model of transformers by folder or name, or any `LLM`;
            by default the variable DIALOG_LLM.
        persona: who the model is told to be.
        prompts: a folder with other prompts than those of `dialog/nlg/prompts`.
        decoding: the options of `dialog.llm.decoding.Decoding`.
        local: of a model of transformers: device_map, dtype, four_bit.
        timeout: seconds that the model may take for a text.
        seed: decides which template variants are said.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"system_acts"})
    writes: ClassVar[frozenset[str]] = frozenset({"response"})

    def __init__(
        self,
        domains: Domains,
        *,
        llm: str | LLM | None = None,
        persona: str = PERSONA,
        prompts: str | None = None,
        decoding: Mapping[str, Any] | None = None,
        local: Mapping[str, Any] | None = None,
        timeout: float = 20,
        seed: int = 0,
    ) -> None:
        self.domains = domains
        self.prompts = Prompts(Path(prompts).expanduser() if prompts else None)
        self.decoding = Decoding.of(decoding)
        self.asker = Asker(domains, persona=persona, prompts=self.prompts, seed=seed)
        self.template = self.asker.template
        try:
            self.llm = language_model(llm, timeout=timeout, **(local or {}))
        except TypeError as error:
            raise ConfigError(
                f"The options of nlg.local are {dict(local or {})!r}; a model of transformers "
                "takes device_map, dtype and four_bit, one on a server none."
            ) from error

    def warm_up(self) -> None:
        """Read the templates, prompts and the words of the domains, and load the model.

        Raises:
            ConfigError: when the model or a prompt cannot be used.
        """
        self.asker.warm_up()
        self.llm.warm_up()

    async def generate(self, acts: Sequence[DialogueAct], state: DialogueState) -> Response:
        """Return the words for the acts, the model's if they pass the check."""
        return await self._generate(acts, state, None)

    async def generate_aloud(
        self, acts: Sequence[DialogueAct], state: DialogueState, say: Say
    ) -> Response:
        """Return the words for the acts; `say` gets each sentence once it has passed the check."""
        return await self._generate(acts, state, say)

    async def _generate(
        self, acts: Sequence[DialogueAct], state: DialogueState, say: Say | None
    ) -> Response:
        draft = self.template.say(acts, state)
        if not acts:
            if say is not None:
                say(draft.text)
            return draft
        brief = self.asker.brief(acts, state, draft)
        messages: list[Message] = []
        telling = Telling(brief, say)
        for _ in range(_TRIES):
            try:
                messages = messages or self.asker.messages(brief, state)
                verdict = await self.tell(messages, telling)
                if telling.cut and not telling.heard:
                    raise SilentLlmError(
                        "The language model said no whole sentence within max_tokens "
                        f"({self.decoding.max_tokens}) of nlg.decoding; allow it more."
                    )
            except LlmError as error:
                telling.refuse(told_once(error))
                break
            if not verdict.problems:
                telling.finish()
                return Response(telling.text, brief.facts, "llm", self._account(telling))
            telling.refuse("; ".join(verdict.problems))
            if telling.shown:
                break
            messages += [
                Message("assistant", telling.heard),
                self.prompts.again(verdict.problems, draft.text),
            ]
        return self._instead(telling, draft, state)

    async def tell(self, messages: Sequence[Message], telling: "Telling") -> Verdict:
        """Return the verdict on the model's text; what may be shown of it before is shown.

        Raises:
            LlmError: when there is no text.
        """
        telling.begin()
        if telling.say is None or not isinstance(self.llm, StreamingLLM):
            completion = await self.llm.complete(messages, decoding=self.decoding)
            return telling.hear(completion, whole=True)
        async with aclosing(self.llm.stream(messages, decoding=self.decoding)) as pieces:
            async for piece in pieces:
                verdict = telling.hear(piece)
                if verdict.invented or verdict.contradicted:
                    return verdict  # closing the stream stops the model
        return telling.hear(Completion(""), whole=True)

    def _instead(self, telling: "Telling", draft: Response, state: DialogueState) -> Response:
        """Return what the templates say, after what was shown of the model's words already."""
        why = telling.refused[-1]
        account = replace(self._account(telling), fallback=True)
        if not telling.shown:
            if telling.say is not None:
                telling.say(draft.text)
            return Response(draft.text, draft.facts, f"template (llm: {why})", account)
        left = unsaid(telling.text, telling.brief)
        more = sentences(self.template.say(left, state).text) if left else []
        if new := [sentence for sentence in more if sentence not in telling.text]:
            telling.show(" ".join(new))
        facts = {**telling.brief.facts, **draft.facts}
        return Response(telling.text, facts, f"llm, then template (llm: {why})", account)

    def _account(self, telling: "Telling") -> Generation:
        first = telling.first or Verdict()
        return Generation(
            due=len(due(telling.brief)),
            answered=telling.first is not None,
            missing=len(first.missing),
            invented=len(first.invented),
            refused=tuple(telling.refused),
            prompt=self.prompts.version,
            prompt_tokens=telling.counted.prompt_tokens,
            tokens=telling.counted.tokens,
            candidates=telling.candidates,
            score=telling.score,
        )


def in_sentences(raw: str, *, whole: bool = True, cut: bool = False) -> str:
    """Return what a model says in one line, without its thoughts and quotes around all of it.

    Args:
        raw: its text.
        whole: whether nothing more comes; of a beginning, the last sentence may go on.
        cut: whether more would have come; a sentence without an end mark is then left out.
    """
    said = " ".join(_THOUGHT.sub(" ", raw).split())
    found, rest = split_off(f"{said} " if whole else said)
    heard = " ".join([*found, rest.strip()] if whole and not cut and rest.strip() else found)
    if heard.startswith('"'):
        heard = heard[1:].removesuffix('"') if whole else heard[1:]
    return heard


@dataclass
class Telling:
    """A turn being told: what the model says, and what of it was shown.

    Args:
        brief: what may be said.
        say: shows a sentence, None where nothing is shown before it is whole.
    """

    brief: Brief
    say: Say | None
    shown: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    counted: Completion = field(default_factory=lambda: Completion(""))
    candidates: int = 0  # texts that were asked for
    score: float | None = None  # of the present text, where it is known
    first: Verdict | None = None  # on the first text, as far as it was heard
    raw: str = ""  # of the present text
    cut: bool = False  # whether it was cut off
    heard: str = ""  # of it, in one line

    @property
    def text(self) -> str:
        """What was shown."""
        return " ".join(self.shown)

    def begin(self, candidates: int = 1) -> None:
        """Get ready for another text, which is one of some that are asked for."""
        self.raw = self.heard = ""
        self.cut, self.score = False, None
        self.candidates += candidates

    def hear(self, piece: Completion, *, whole: bool = False) -> Verdict:
        """Return the verdict on the text so far, and show the sentences that may be shown.

        Args:
            piece: what comes next.
            whole: whether nothing more comes.
        """
        self.count(piece)
        self.score = piece.score
        self.raw += piece.text
        self.cut = self.cut or piece.cut
        heard = in_sentences(self.raw, whole=whole, cut=self.cut)
        if heard == self.heard and not whole:
            return Verdict()
        self.heard = heard
        verdict = check(heard, self.brief)
        if not self.refused and (whole or verdict.invented or verdict.contradicted):
            self.first = verdict
        if self.say is not None and verdict.may_go_on and not (whole and verdict.missing):
            self.finish()
        return verdict

    def count(self, piece: Completion) -> None:
        """Count the tokens of a piece, or of a text that is not told."""
        self.counted += replace(piece, text="")

    def finish(self) -> None:
        """Show what was heard and is not shown yet."""
        if new := self.heard[len(self.text) :].strip():
            self.show(new)

    def refuse(self, why: str) -> None:
        """Note why the present text is not shown, or not to its end."""
        self.refused.append(why)

    def show(self, text: str) -> None:
        """Show some text."""
        self.shown.append(text)
        if self.say is not None:
            self.say(text)
