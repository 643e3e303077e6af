"""Says system acts with a small trained model, and lets nothing out that the facts do not cover."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from dialog.acts import DialogueAct
from dialog.component import Domains, Generation, Response
from dialog.domain import spoken
from dialog.errors import ConfigError
from dialog.nlg.grammar import GRAMMARS
from dialog.nlg.guard.brief import Brief
from dialog.nlg.guard.briefing import brief_of, stated
from dialog.nlg.guard.check import check
from dialog.nlg.guard.lexicon import Lexicon
from dialog.nlg.lm.bundle import Bundle, chosen_bundle, load_bundle
from dialog.nlg.lm.linear import GAPS, Line, line_of, parts_of
from dialog.nlg.lm.network import Network
from dialog.nlg.lm.search import BEAMS, Candidate, candidates
from dialog.nlg.lm.vocabulary import Vocabulary
from dialog.nlg.template import TemplateGenerator
from dialog.runtime.bundles import SUM
from dialog.schema import Language, Slot, SlotType
from dialog.state import DialogueState

_LEAST = -2.5  # how likely words must be to be said, log probability evened out by length


class LmGenerator:
    """Puts system acts into words by a small model trained with `dialog train nlg`.

    The model writes several responses in which every value has its gap. The likeliest that passes
    `dialog.nlg.guard` is said; if there is none, or it is too unlikely, the templates speak and the
    response's source says why.

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
    def _model(self) -> tuple[Network, Vocabulary]:
        bundle = self._bundle
        if bundle.language != self._language:
            raise ConfigError(
                f"The generator {bundle.path} speaks {bundle.language!r}, the domains "
                f"{self._language!r}; choose another with the option `bundle`."
            )
        return bundle.network_and_vocabulary()

    @cached_property
    def _bundle(self) -> Bundle:
        return load_bundle(Path(self.bundle)) if self.bundle else chosen_bundle(self._language)

    async def generate(self, acts: Sequence[DialogueAct], state: DialogueState) -> Response:
        """Return the words for the acts, the model's if all is said and nothing else."""
        draft = self.template.say(acts, state)
        if not acts:
            return draft
        line = line_of(acts)
        if len(line.values) > GAPS:
            why = f"{len(line.values)} values are more than the model's {GAPS}"
            return _instead(draft, why, Generation(fallback=True, refused=(why,)))
        network, vocabulary = self._model
        made = candidates(network, vocabulary, line, self.beams)
        first = made[0]
        brief = brief_of(acts, state, draft, self.domains, self._lexicon) if self.guard else None
        facts = brief.facts if brief else {**stated(acts), **draft.facts}
        refused: list[str] = []
        for each in made:
            text = self._filled(each, line)
            why = self._problems(each, line, text, brief)
            if not why:
                account = _account(first, line, refused)
                return Response(text, facts, "lm", account)
            refused.append(why)
        return _instead(draft, refused[0], _account(first, line, refused, fallback=True))

    def _problems(self, each: Candidate, line: Line, text: str, brief: Brief | None) -> str:
        """Return why a candidate cannot be said, "" if it can."""
        if not text:
            return "the model found no words"
        if each.missing:
            return "; ".join(f"{line.values[at][1]} is not said" for at in each.missing)
        if each.score < _LEAST:
            return f"the model's words are too unlikely ({each.score:.1f})"
        return "; ".join(check(text, brief).problems) if brief else ""

    def _filled(self, each: Candidate, line: Line) -> str:
        values = []
        for domain, slot, value in line.values:
            own = self.domains[domain].schema.slots.get(slot) if domain in self.domains else None
            values.append(in_words(value, own, self._language))
        parts = parts_of(each.pieces, values, self._language)
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


def _account(
    first: Candidate, line: Line, refused: Sequence[str], *, fallback: bool = False
) -> Generation:
    return Generation(
        due=len(line.values),
        missing=len(first.missing),
        refused=tuple(refused),
        fallback=fallback,
    )


def _instead(draft: Response, why: str, account: Generation) -> Response:
    return Response(draft.text, draft.facts, f"template (lm: {why})", account)
