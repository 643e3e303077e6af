"""What a pipeline answers to the users of a corpus.

The users' words are the corpus's, put together again, whatever is answered, so an answer may go by
something that the pipeline never asked; its state and what it said are carried from turn to turn.
Domains and slots are named as the corpus names them, by the mapping in the domains' schemas
(`corpora:`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dialog.component import Domains
from dialog.config import PipelineConfig
from dialog.corpus import Corpus, Dialogue
from dialog.corpus.answers import AnswerKey
from dialog.corpus.entities import entity_rows
from dialog.corpus.statistics import TASK
from dialog.database import Database
from dialog.errors import ConfigError
from dialog.evaluation.answers.predictions import Answer, dialogue_name
from dialog.nlg.values import UNKNOWN
from dialog.pipeline import Pipeline, TurnResult
from dialog.schema import DONTCARE, SlotType
from dialog.session import Session
from dialog.state import DomainState
from dialog.wordbounds import lower, places


@dataclass(frozen=True, slots=True)
class Replay:
    """What a pipeline answered."""

    answers: Mapping[str, Sequence[Answer]]
    acts: int  # of the system, in all turns
    turns: int
    failed: int  # turns in which a component failed


_APART = re.compile(r"\s+(?=(?:[,;:!?]|\.(?!\d)|'(?:s|m|d|re|ve|ll)\b|n't\b))", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=[^\W\d]) - (?=[^\W\d])")  # "high - end"
_HELD = 0.5  # a value believed less than this is no part of the state


class CorpusNames:
    """What a corpus calls the domains and slots of a session.

    Args:
        domains: of the session.
        corpus: its name.

    Raises:
        ConfigError: for a domain that does not map the corpus.
    """

    def __init__(self, domains: Domains, corpus: str) -> None:
        self.domains: dict[str, str] = {}
        self.slots: dict[tuple[str, str], str] = {}
        self._yes_or_no = {
            (name, slot.name)
            for name, domain in domains.items()
            for slot in domain.schema.slots.values()
            if slot.type is SlotType.BOOLEAN
        }
        for name, domain in domains.items():
            if corpus not in domain.schema.corpora:
                raise ConfigError(
                    f"The domain {name!r} does not say under `corpora:` which domain of "
                    f"{corpus} it is."
                )
            mapped = domain.schema.corpora[corpus]
            self.domains[name] = mapped.domain
            for theirs, ours in mapped.slots.items():
                self.slots.setdefault((name, ours), theirs)

    def replaced(self, domain: str, slot: str) -> bool:
        """Whether a value of a slot gets a placeholder: not "yes", nor what a user is after."""
        return slot != TASK and (domain, slot) not in self._yes_or_no

    def placeholder(self, domain: str, slot: str) -> str:
        """Return the placeholder of a slot, under our name where the corpus has none."""
        name = self.slots.get((domain, slot), slot)
        return f"[{self.domains[domain]}_{name}]" if domain in self.domains else f"[{name}]"

    def state(self, domains: Mapping[str, DomainState]) -> dict[str, dict[str, str]]:
        """Return what is held, and was not done without, of the slots that the corpus has."""
        held: dict[str, dict[str, str]] = {}
        for name, own in domains.items():
            slots = {
                self.slots[name, slot]: belief.value
                for slot, belief in own.beliefs.items()
                if (name, slot) in self.slots and belief.value and belief.score >= _HELD
                if slot not in own.relaxed  # what is put forward was found without it
            }
            if slots:
                held[self.domains[name]] = slots
        return held


def within(
    dialogues: Iterable[Dialogue], names: CorpusNames, answer_key: AnswerKey
) -> list[Dialogue]:
    """Return the dialogues whose goal lies in the domains of a session."""
    known = set(names.domains.values())
    return [
        dialogue
        for dialogue in dialogues
        if all((w.domain or name) in known for name, w in answer_key.goal(dialogue).items())
    ]


@contextmanager
def pipeline_over(
    corpus: Corpus,
    domains: Domains,
    config: PipelineConfig | None = None,
    announce: Callable[[str], None] = lambda _: None,
) -> Iterator[Pipeline]:
    """Give a pipeline that searches the corpus's own database and books in one of its own.

    Args:
        corpus: of the users.
        domains: of the session.
        config: what to compose; by default the shipped one.
        announce: gets a sentence about anything worth knowing while loading.

    Raises:
        CorpusError: for a corpus without a database.
        DialogError: as `Pipeline`.
    """
    searched = {n: d for n, d in domains.items() if d.schema.database and d.schema.database.table}
    rows = {name: entity_rows(corpus, domain)[0] for name, domain in searched.items()}
    with (
        TemporaryDirectory(prefix="dialog-") as folder,
        closing(Database(f"sqlite:///{Path(folder) / 'corpus.db'}", domains)) as database,
    ):
        database.replace(rows)
        pipeline = Pipeline(domains, config, database=database, announce=announce)
        pipeline.warm_up()
        yield pipeline


def replayed(pipeline: Pipeline, dialogues: Iterable[Dialogue], names: CorpusNames) -> Replay:
    """Return what a pipeline answers in each dialogue.

    Args:
        pipeline: warmed up.
        dialogues: whole dialogues.
        names: what their corpus calls things.
    """
    results = {dialogue_name(each.dialogue_id): _results(pipeline, each) for each in dialogues}
    every = [result for turns in results.values() for result in turns]
    return Replay(
        {name: [_answer(each, names) for each in turns] for name, turns in results.items()},
        acts=sum(len(each.system_acts) for each in every),
        turns=len(every),
        failed=sum(bool(each.trace.error) for each in every),
    )


def _results(pipeline: Pipeline, dialogue: Dialogue) -> list[TurnResult]:
    session = Session(pipeline)
    said = [turn.utterance for turn in dialogue.turns if turn.speaker == "user"]
    return [session.respond_sync(untokenized(words)) for words in said]


def untokenized(text: str) -> str:
    """Return a text as people type it, where a corpus sets its marks and endings apart: "i 'm"."""
    return " ".join(_HYPHEN.sub("-", _APART.sub("", text)).split())


def _answer(result: TurnResult, names: CorpusNames) -> Answer:
    spoken = [act.domain for act in result.system_acts if act.domain in names.domains]
    active = [result.state.active] if result.state.active in names.domains else []
    topics = tuple(dict.fromkeys(names.domains[name] for name in spoken or active))
    response = delexicalised(result.response, _said(result, spoken or active, names), names)
    return Answer(response, names.state(result.state.domains), topics)


def _said(
    result: TurnResult, topics: Sequence[str], names: CorpusNames
) -> dict[str, tuple[str, str]]:
    """Return the values that an answer may say -> (domain, slot)."""
    values = {act.value: (act.domain, act.slot) for act in result.system_acts if act.value}
    for name, listed in result.facts.items():
        domain, _, slot = name.rpartition(".")
        for value in listed.split("; "):
            values[value] = domain or (topics[0] if topics else ""), slot
    return {
        value: place
        for value, place in values.items()
        if value not in (DONTCARE, UNKNOWN) and names.replaced(*place)
    }


def delexicalised(response: str, values: Mapping[str, tuple[str, str]], names: CorpusNames) -> str:
    """Return a response with placeholders for its values, the longest first."""
    known = {lower(value): place for value, place in values.items() if value.strip()}
    lowered = lower(response)
    found: list[tuple[int, int, str]] = []
    for value in sorted(known, key=len, reverse=True):
        for start, end in places(value, lowered):
            if all(end <= begun or start >= ended for begun, ended, _ in found):
                found.append((start, end, names.placeholder(*known[value])))
    for start, end, placeholder in sorted(found, reverse=True):
        response = f"{response[:start]}{placeholder}{response[end:]}"
    return response
