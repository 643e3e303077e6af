"""System turns of a corpus as a language model is asked for them, and what is right to answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dialog.corpus import Corpus, Dialogue
from dialog.llm.base import Message
from dialog.nlg.asking import Asker
from dialog.nlg.corpus_turns import SystemTurn, spoken_domains, system_turns
from dialog.nlg.evaluation import slot_error_counter
from dialog.nlg.guard.brief import Brief
from dialog.nlg.guard.check import check
from dialog.nlg.slot_errors import SlotErrorCounter, SlotErrors


@dataclass(frozen=True)
class Asked:
    """A system turn of a corpus, and what a language model is asked for it.

    Args:
        turn: the turn.
        brief: what may be said.
        messages: what is asked.
        counter: finds the slot errors of an answer.
    """

    turn: SystemTurn
    brief: Brief
    messages: Sequence[Message]
    counter: SlotErrorCounter

    def slot_errors(self, text: str) -> SlotErrors:
        """Return what is wrong with the values of an answer."""
        return self.counter.of(text, self.turn.acts)

    def passes(self, text: str) -> bool:
        """Whether an answer has no slot error, and the guard lets it pass if it knows the language.

        Words that the guard will refuse in a chat are not worth learning, however right they are.
        """
        found = self.slot_errors(text)
        if found.missing or found.redundant:
            return False
        return not self.brief.lexicon.english or not check(text, self.brief).problems


def asked_turns(corpus: Corpus, dialogues: Sequence[Dialogue]) -> Iterator[Asked]:
    """Go through the system turns of a corpus's dialogues.

    They are asked for as in `dialog evaluate nlg --nlg llm`: slots are called as the corpus calls
    them, and the draft is in the words that every domain has.
    """
    domains = spoken_domains(corpus, dialogues)
    counter = slot_error_counter(corpus, dialogues, domains)
    asker = Asker(domains)
    asker.warm_up()
    for turn in system_turns(corpus, dialogues, domains):
        draft = asker.template.say(turn.acts, turn.state)
        brief = asker.brief(turn.acts, turn.state, draft)
        yield Asked(turn, brief, tuple(asker.messages(brief, turn.state)), counter)


def chat(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Return messages as chat templates, servers and other tools know them."""
    return [{"role": message.role, "content": message.content} for message in messages]
