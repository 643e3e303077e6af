"""Says system acts with a small trained model, and lets nothing out that the facts do not cover."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains, Generation, Response
from dialog.corpus.statistics import TASK
from dialog.domain import spoken
from dialog.errors import ConfigError
from dialog.nlg.corpus_turns import ASKED, COUNT, noun
from dialog.nlg.grammar import GRAMMARS
from dialog.nlg.guard.brief import Brief
from dialog.nlg.guard.briefing import brief_of, stated
from dialog.nlg.guard.check import check
from dialog.nlg.guard.lexicon import Lexicon
from dialog.nlg.lm.bundle import Bundle, chosen_bundle, load_bundle
from dialog.nlg.lm.labels import misnamed
from dialog.nlg.lm.learnt import Learnt
from dialog.nlg.lm.linear import Line, Names, parts_of
from dialog.nlg.lm.network import Network
from dialog.nlg.lm.planning import Saying, names_of, planned
from dialog.nlg.lm.search import BEAMS, Candidate, candidates
from dialog.nlg.lm.vocabulary import Vocabulary
from dialog.nlg.template import TemplateGenerator
from dialog.runtime.bundles import SUM
from dialog.schema import Language, Slot, SlotType
from dialog.state import DialogueState

_LEAST = -2.5  # how likely words must be to be said, log probability evened out by length
_QUESTION = re.compile("[?？]")
_ASKING = (*ASKED, ActType.OFFER, ActType.REQMORE)
_OWN = "the domain has words of its own for {0.slot}={0.value}"
_UNLEARNT = "nobody said such acts where the model learnt"


class _Model(NamedTuple):
    network: Network
    vocabulary: Vocabulary
    learnt: Learnt


class _Said(NamedTuple):
    """What came of some acts that are told in one go."""

    text: str  # "" if no candidate can be said
    due: int  # values
    missing: int  # of them, in the first candidate
    refused: Sequence[str]  # why, of each candidate that was


class LmGenerator:
    """Puts system acts into words by a small model trained with `dialog train nlg`.

    Acts are told in one go that clerks told so where the model learnt. It writes several responses
    in which every value has its gap. The likeliest that passes `dialog.nlg.guard` is said; if there
    is none, or it is too unlikely, or clerks never said such acts, or the domain's responses have
    words for the very value, the templates speak and the response's source says why.

    Args:
        domains: the session's domains.
        bundle: a trained model's folder; by default an installed one of the domains' language.
        beams: how many responses are written side by side.
        guard: whether the words are compared with the facts and the domains' texts; that all values
            are said is seen to in either case.
        seed: decides which template variants are said.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"system_acts"})
    writes: ClassVar[frozenset[str]] = frozenset({"response"})

    def __init__(
        self,
        domains: Domains,
        *,
        bundle: str | None = None,
        beams: int = BEAMS,
        guard: bool = True,
        seed: int = 0,
    ) -> None:
        if beams < 1:
            raise ConfigError(f"beams is {beams}; it should be at least 1.")
        self.domains = domains
        self.bundle = bundle
        self.beams = beams
        self.guard = guard
        self.template = TemplateGenerator(domains, seed=seed)
        self._language = spoken(domains)

    def warm_up(self) -> None:
        """Read the templates and the model.

        Raises:
            BundleError: when there is no trained model of the language, or it is damaged.
            ConfigError: for a model of another language.
        """
        self.template.warm_up()
        _ = self._model
        if self.guard:
            _ = self._lexicon

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon.of(self.domains)

    def described(self) -> Mapping[str, Any]:
        """Return the name and checksum of the trained model.

        Raises:
            BundleError: when there is none.
        """
        bundle = self._bundle
        return {"name": bundle.name, SUM: bundle.training.get(SUM)}

    @cached_property
    def _model(self) -> _Model:
        bundle = self._bundle
        if bundle.language != self._language:
            raise ConfigError(
                f"The generator {bundle.path} speaks {bundle.language!r}, the domains "
                f"{self._language!r}; choose another with the option `bundle`."
            )
        weights, vocabulary, learnt = bundle.load()
        return _Model(Network(bundle.shape, weights), vocabulary, learnt)

    @cached_property
    def _names(self) -> Names:
        return names_of(self.domains, self._bundle.training.get("corpora", ()))

    def _others(self, domain: str, slot: str) -> frozenset[str]:
        """Return what the other slots of a domain are called, by itself and by the corpora."""
        of = self.domains[domain].schema.slots if domain in self.domains else ()

        def called(own: str) -> set[str]:
            return {noun(own), noun(self._names(domain, own)[1])}

        return frozenset().union(*map(called, of)) - called(slot)

    @cached_property
    def _bundle(self) -> Bundle:
        return load_bundle(Path(self.bundle)) if self.bundle else chosen_bundle(self._language)

    async def generate(self, acts: Sequence[DialogueAct], state: DialogueState) -> Response:
        """Return the words for the acts, the model's if all is said and nothing else."""
        draft = self.template.say(acts, state)
        if not acts:
            return draft
        why = next((_OWN.format(act) for act in acts if self._is_worded(act)), "")
        plan = None if why else planned(acts, self._model.learnt, self._names)
        if plan is None:
            why = why or _UNLEARNT
            return _instead(draft, why, Generation(fallback=True, refused=(why,)))
        said = [self._said(saying, state, ends=saying is plan[-1]) for saying in plan]
        account = _account(said)
        if account.fallback:
            return _instead(draft, next(s.refused[0] for s in said if not s.text), account)
        text = GRAMMARS[self._language].between.join(each.text for each in said)
        brief = self._brief(acts, state, draft)
        facts = brief.facts if brief else {**stated(acts), **draft.facts}
        return Response(text, facts, "lm", account)

    def _is_worded(self, act: DialogueAct) -> bool:
        """Whether somebody found the words for a slot wanting where it has this value."""
        return act.slot != TASK and self.template.has_words_for(act)

    def _said(self, saying: Saying, state: DialogueState, *, ends: bool) -> _Said:
        """Return the likeliest words for some acts that can be said, "" if there are none."""
        line = saying.line
        made = candidates(self._model.network, self._model.vocabulary, line, self.beams)
        brief = self._brief(saying.acts, state, self.template.say(saying.acts, state))
        due, missing = len(line.values), len(made[0].missing)
        refused: list[str] = []
        for each in made:
            text = self._filled(each, line)
            why = self._problems(each, saying, text, brief, ends=ends)
            if not why:
                return _Said(text, due, missing, refused)
            refused.append(why)
        return _Said("", due, missing, refused)

    def _brief(
        self, acts: Sequence[DialogueAct], state: DialogueState, draft: Response
    ) -> Brief | None:
        return brief_of(acts, state, draft, self.domains, self._lexicon) if self.guard else None

    def _problems(
        self, each: Candidate, saying: Saying, text: str, brief: Brief | None, *, ends: bool
    ) -> str:
        """Return why a candidate cannot be said, "" if it can."""
        values = saying.line.values
        if not text:
            return "the model found no words"
        if each.missing:
            return "; ".join(f"{values[at][1]} is not said" for at in each.missing)
        if each.score < _LEAST:
            return f"the model's words are too unlikely ({each.score:.1f})"
        if not ends and _QUESTION.search(text) and not any(a.type in _ASKING for a in saying.acts):
            return "it asks before all is told"
        others = [self._others(domain, slot) for domain, slot, _ in values]
        if wrong := misnamed(each.pieces, others):
            return "; ".join(f"{values[at][2]!r} is called the {name}" for at, name in wrong)
        return "; ".join(check(text, brief).problems) if brief else ""

    def _filled(self, each: Candidate, line: Line) -> str:
        values: list[str] = []
        counts: list[int] = []
        for at, (domain, slot, value) in enumerate(line.values):
            own = self.domains[domain].schema.slots.get(slot) if domain in self.domains else None
            values.append(in_words(value, own, self._language))
            if slot == COUNT or (own and own.type is SlotType.NUMBER):
                counts.append(at)
        parts = parts_of(each.pieces, values, self._language, counts)
        return GRAMMARS[self._language].finish(parts)


def in_words(value: str, slot: Slot | None, language: Language) -> str:
    """Return a value as people say it: Monday, "the bridge and the tower".

    Args:
        value: of an act.
        slot: what it is a value of, None for one that no domain knows.
        language: that is spoken.
    """
    if slot is None:
        return value
    grammar = GRAMMARS[language]
    if slot.type is SlotType.DAY:
        return grammar.day(value)
    if slot.multiple:
        return grammar.listed([item for part in value.split(";") if (item := part.strip())])
    written = (s for s in slot.values.get(value, ()) if s.casefold() == value.casefold())
    return next(written, value)


def _account(found: Sequence[_Said]) -> Generation:
    return Generation(
        due=sum(said.due for said in found),
        missing=sum(said.missing for said in found),
        refused=tuple(why for said in found for why in said.refused),
        fallback=not all(said.text for said in found),
    )


def _instead(draft: Response, why: str, account: Generation) -> Response:
    return Response(draft.text, draft.facts, f"template (lm: {why})", account)
