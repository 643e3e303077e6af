"""Says system acts with a language model, and lets nothing out that the facts do not cover."""

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from dialog.acts import ActType, DialogueAct, acts_of, format_acts
from dialog.component import Domains, Response
from dialog.llm.base import LLM, LlmError, Message
from dialog.llm.openai_compatible import OpenAICompatibleLlm
from dialog.nlg.guard import check
from dialog.nlg.template import TemplateGenerator
from dialog.schema import DONTCARE, DomainSchema
from dialog.state import DialogueState

_REMEMBERED = 3  # exchanges that the model is shown
_SYSTEM = """\
You put a dialogue system's decision into words.
Say what the acts say, in one or two friendly spoken sentences of plain text, in English.
State every value of the acts exactly as it is written, and no other fact: no name, number, \
time, price, address or phone number that is not among the facts.
Ask what the acts ask, and nothing else. Answer with the sentences only."""


class LlmGenerator:
    """Puts system acts into words by a language model, checked against the facts.

    When the model fails, or its words do not pass `dialog.nlg.guard`, the templates speak and
    the response's source says why.

    Args:
        domains: the session's domains.
        llm: "http://host:port/v1#model", or any `LLM`; by default the variable DIALOG_LLM.
        seed: decides which template variants are said.
        timeout: seconds that the model may take.
        temperature: of the model's sampling; 0 gives its likeliest words.
        max_tokens: the longest answer.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"system_acts"})
    writes: ClassVar[frozenset[str]] = frozenset({"response"})

    def __init__(
        self,
        domains: Domains,
        *,
        llm: str | LLM | None = None,
        seed: int = 0,
        timeout: float = 20,
        temperature: float = 0,
        max_tokens: int = 200,
    ) -> None:
        self.domains = domains
        self.temperature = temperature
        self.max_tokens = max_tokens
        self.template = TemplateGenerator(domains, seed=seed)
        if llm is None or isinstance(llm, str):
            llm = OpenAICompatibleLlm.from_spec(llm, timeout=timeout)
        self.llm: LLM = llm
        self._names: dict[str, frozenset[str]] | None = None

    def warm_up(self) -> None:
        """Read the templates and the names that must not be made up, and load the model."""
        self.template.warm_up()
        self.llm.warm_up()
        self._names = known_names(self.domains)

    async def generate(self, acts: Sequence[DialogueAct], state: DialogueState) -> Response:
        """Return the words for the acts, the model's if they pass the check."""
        draft = self.template.say(acts, state)
        if not acts:
            return draft
        facts = {**stated(acts), **draft.facts}
        try:
            text = await self.llm.complete(
                prompt(acts, facts, draft.text, state),
                temperature=self.temperature,
                max_tokens=self.max_tokens,
            )
        except LlmError as error:
            return _instead(draft, str(error))
        text = " ".join(text.split()).strip('"')
        problems = check(text, acts, facts, self._refusable(acts))
        if problems:
            return _instead(draft, "; ".join(problems))
        return Response(text, facts, source="llm")

    def _refusable(self, acts: Sequence[DialogueAct]) -> Collection[str]:
        """Return the names and values that the text must not hold unless they are facts.

        A question may list the values it asks for.
        """
        if self._names is None:
            self._names = known_names(self.domains)
        asked: set[str] = set()
        for act in acts_of(acts, ActType.REQUEST, ActType.CONFREQ):
            if act.value is None and act.domain in self.domains:
                asked |= _values(self.domains[act.domain].schema, act.slot)
        said = {act.value for act in acts}
        synonyms: set[str] = set()
        for domain in self.domains.values():
            for slot in domain.schema.slots.values():
                for value in said & slot.values.keys():
                    synonyms.update(slot.values[value or ""])
        return frozenset().union(*self._names.values()) - asked - synonyms


def known_names(domains: Domains) -> dict[str, frozenset[str]]:
    """Return, by domain, the entities' names and the values of the slots, but not its nouns."""
    nouns = {
        noun.casefold()
        for domain in domains.values()
        for noun in (domain.schema.entity, *domain.schema.entity_synonyms)
    }
    found = {}
    for name, domain in domains.items():
        schema = domain.schema
        key = schema.slots.get(schema.key)
        column = (key.column if key else "") or schema.key
        names = {row[column] for row in domain.rows() if row.get(column)}
        for slot in schema.slots.values():
            names |= set(slot.values)
        found[name] = frozenset(n for n in names if n.casefold() not in nouns)
    return found


def _values(schema: DomainSchema, slot: str) -> set[str]:
    return set(schema.slots[slot].values) if slot in schema.slots else set()


def stated(acts: Sequence[DialogueAct]) -> dict[str, str]:
    """Return the values of acts by slot, or by domain and slot when they are of several."""
    mixed = len({act.domain for act in acts if act.value}) > 1
    found: dict[str, list[str]] = {}
    for act in acts:
        if act.value and act.value not in ("unknown", DONTCARE):
            name = f"{act.domain}.{act.slot}" if mixed and act.domain else act.slot
            found.setdefault(name, []).append(act.value)
    return {name: "; ".join(values) for name, values in found.items()}


def prompt(
    acts: Sequence[DialogueAct], facts: Mapping[str, str], draft: str, state: DialogueState
) -> list[Message]:
    """Return what the model is asked: the acts, the facts, a draft and the last exchanges."""
    lines = ["Conversation so far:"]
    for turn in state.turns[-_REMEMBERED:]:
        lines += [f"User: {turn.user.text}", f"System: {turn.response}"]
    lines += ["", f"Acts: {format_acts(acts)}", "Facts:"]
    lines += [f"- {slot}: {value}" for slot, value in facts.items()] or ["- none"]
    lines += [f"Draft: {draft}", "", "What the system says now, in your words:"]
    return [Message("system", _SYSTEM), Message("user", "\n".join(lines))]


def _instead(draft: Response, why: str) -> Response:
    return Response(draft.text, draft.facts, source=f"template (llm: {why})")
