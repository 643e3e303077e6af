"""What a language model is asked: templates in files that a user can put others in place of."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dialog.acts import DialogueAct, format_acts
from dialog.errors import ConfigError, ExtraMissingError, did_you_mean
from dialog.llm.base import Message, SilentLlmError

if TYPE_CHECKING:
    from jinja2 import Template

SHIPPED = Path(__file__).with_name("prompts")
_ASKING = ("acts", "domains", "draft", "facts", "persona", "turns")
# each file with what it is given
GIVEN: Mapping[str, tuple[str, ...]] = {
    "system.jinja": _ASKING,
    "user.jinja": _ASKING,
    "again.jinja": ("draft", "problems"),
}
FILES = tuple(GIVEN)


class PromptError(ConfigError, SilentLlmError):
    """A prompt that cannot be filled: before a conversation a mistake, in one no answer."""


class Prompts:
    """The three messages to a model: who it is, what to say now, why not that.

    Args:
        folder: holds files in place of those in `dialog/nlg/prompts`, of the same names; a file
            that is not there is the shipped one.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The text of each file.

        Raises:
            ConfigError: when one cannot be read, or the folder holds none of them.
        """
        paths = {name: SHIPPED / name for name in FILES}
        if self.folder is not None:
            if not self.folder.is_dir():
                raise ConfigError(f"There is no folder of prompts {self.folder}.")
            own = {name: self.folder / name for name in FILES if (self.folder / name).is_file()}
            if not own:
                raise ConfigError(
                    f"The folder of prompts {self.folder} holds none of {', '.join(FILES)}."
                )
            paths |= own
        try:
            return {name: path.read_text(encoding="utf-8") for name, path in paths.items()}
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"The prompts cannot be read: {error}.") from error

    @cached_property
    def version(self) -> str:
        """A short hash of the files, for the trace."""
        text = "\0".join(self.sources[name] for name in FILES)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @cached_property
    def _templates(self) -> "Mapping[str, Template]":
        try:
            from jinja2 import StrictUndefined, TemplateSyntaxError, meta
            from jinja2.sandbox import ImmutableSandboxedEnvironment
        except ModuleNotFoundError as error:
            raise ExtraMissingError("Generation by a language model", "llm") from error
        environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        found = {}
        for name, source in self.sources.items():
            try:
                found[name] = environment.from_string(source)
                used = meta.find_undeclared_variables(environment.parse(source))
            except TemplateSyntaxError as error:
                why = str(error.message).rstrip(".")
                raise ConfigError(f"The prompt {name}, line {error.lineno}: {why}.") from error
            for unknown in sorted(used.difference(GIVEN[name], environment.globals)):
                raise ConfigError(
                    f"The prompt {name} uses {unknown!r}; it is given {', '.join(GIVEN[name])}."
                    f"{did_you_mean(unknown, GIVEN[name])}"
                )
        return found

    def warm_up(self) -> None:
        """Read the files, and fill them as before the first turn and as after some.

        Raises:
            ConfigError: when one cannot be used.
        """
        domains = [{"name": "domain", "description": "What it is about."}]
        turns = [{"user": "hello", "system": "Hello."}]
        for said, facts in (([], {}), (turns, {"slot": "value"})):
            self.ask(persona="", domains=domains, turns=said, acts=(), facts=facts, draft="")
        self.again(["none"], "")

    def ask(
        self,
        *,
        persona: str,
        domains: Sequence[Mapping[str, str]],
        turns: Sequence[Mapping[str, str]],
        acts: Sequence[DialogueAct],
        facts: Mapping[str, str],
        draft: str,
    ) -> list[Message]:
        """Return what the model is asked.

        Args:
            persona: who it is.
            domains: the name and description of each.
            turns: the last exchanges, each with what the user and the system said.
            acts: what has to be said.
            facts: slot -> value of all that may be stated.
            draft: the templates' words.

        Raises:
            PromptError: when a prompt cannot be filled.
        """
        context: dict[str, Any] = {
            "persona": persona,
            "domains": domains,
            "turns": turns,
            "acts": format_acts(acts),
            "facts": facts,
            "draft": draft,
        }
        return [
            Message("system", self._render("system.jinja", context)),
            Message("user", self._render("user.jinja", context)),
        ]

    def again(self, problems: Sequence[str], draft: str) -> Message:
        """Return what a model is told whose words cannot be shown."""
        return Message("user", self._render("again.jinja", {"problems": problems, "draft": draft}))

    def _render(self, name: str, context: Mapping[str, Any]) -> str:
        template = self._templates[name]
        try:
            return template.render(**context).strip()
        except Exception as error:  # a prompt may reckon, and fail as any code does
            why = str(error).rstrip(".")
            raise PromptError(f"The prompt {name} cannot be filled: {why}.") from error
