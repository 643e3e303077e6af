"""What a language model is asked for the words of a turn, when it speaks and when it learns."""

from collections.abc import Sequence
from functools import cached_property

from dialog.acts import DialogueAct
from dialog.component import Domains, Response
from dialog.llm.base import Message
from dialog.nlg.guard.brief import Brief
from dialog.nlg.guard.briefing import brief_of
from dialog.nlg.guard.lexicon import Lexicon
from dialog.nlg.prompting import Prompts
from dialog.nlg.template import TemplateGenerator
from dialog.state import DialogueState

PERSONA = "a friendly and helpful assistant"
_REMEMBERED = 3  # exchanges that the model is shown


class Asker:
    """Asks for the words of system acts, with the templates' words as a draft.

    Args:
        domains: the session's domains.
        persona: who the model is told to be.
        prompts: the templates of the messages.
        seed: decides which template variants are the draft.
    """

    def __init__(
        self,
        domains: Domains,
        *,
        persona: str = PERSONA,
        prompts: Prompts | None = None,
        seed: int = 0,
    ) -> None:
        self.domains = domains
        self.persona = persona
        self.prompts = prompts or Prompts()
        self.template = TemplateGenerator(domains, seed=seed)

    def warm_up(self) -> None:
        """Read the templates, the prompts and the words of the domains.

        Raises:
            ConfigError: when a prompt cannot be used.
        """
        self.template.warm_up()
        self.prompts.warm_up()
        _ = self._lexicon

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon.of(self.domains)

    def brief(self, acts: Sequence[DialogueAct], state: DialogueState, draft: Response) -> Brief:
        """Return what may be said for some acts.

        Args:
            acts: what has to be said.
            state: after the turn's actions.
            draft: what `template` says for the acts.
        """
        return brief_of(acts, state, draft, self.domains, self._lexicon)

    def messages(self, brief: Brief, state: DialogueState) -> list[Message]:
        """Return what the model is asked."""
        return self.prompts.ask(
            persona=self.persona,
            domains=[
                {"name": name, "description": domain.schema.description}
                for name, domain in self.domains.items()
            ],
            turns=[
                {"user": " ".join(turn.user.text.split()), "system": turn.response}
                for turn in state.turns[-_REMEMBERED:]
            ],
            acts=brief.acts,
            facts=brief.facts,
            draft=brief.draft,
        )
