"""The chat behind `dialog chat`: reads lines, answers turns and slash commands."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dialog.acts import format_acts
from dialog.errors import DialogError, did_you_mean
from dialog.files import write_whole
from dialog.output import Output, answer_text
from dialog.panel import state_lines, tracking_lines
from dialog.session import Session

COMMANDS = {
    "/help": "what I can do, and these commands",
    "/state": "what I believe so far",
    "/acts": "the dialogue acts of the last turn",
    "/trace": "the time each stage took, and what failed",
    "/why": "which rule decided, on which beliefs, and what else was considered",
    "/restart": "start over in a new conversation",
    "/undo": "take the last turn back",
    "/rate": "rate the conversation: /rate 1 (poor) to /rate 5 (excellent)",
    "/save": "write the conversation to a file: /save FILE",
    "/quit": "leave; the conversation is kept",
}


class Chat:
    """Answers lines until /quit or their end.

    Args:
        session: the conversation.
        output: where answers go.
        renew: makes a session for /restart.
        interactive: whether somebody types the lines: Ctrl-C ends a turn, not the chat, and a
            rating is asked for when the conversation is over.
    """

    def __init__(
        self,
        session: Session,
        output: Output,
        renew: Callable[[], Session],
        *,
        interactive: bool = False,
    ) -> None:
        self.session = session
        self.output = output
        self.renew = renew
        self.interactive = interactive
        self._invited = self._rated = ""  # the conversation that it was last done for

    def run(self, lines: Iterable[str]) -> None:
        """Answer each line; an empty one is passed over."""
        for raw in lines:
            line = raw.strip()
            if not line:
                continue
            if line in ("/quit", "/exit"):
                return
            self.output.heard(line)
            turns = len(self.session.state.turns)
            try:
                if line.startswith("/"):
                    self.output.note(self.command(line))
                else:
                    self.output.turn(self.session.respond_sync(line, self.output.sentence))
            except KeyboardInterrupt:
                if not self.interactive:
                    raise
                self._interrupted(turns)
            if self.interactive and self.session.state.closed and self._unrated:
                if self._invited != self.session.id:
                    self.output.note("How was it? /rate 1 (poor) to /rate 5 (excellent).")
                self._invited = self.session.id

    def farewell(self, ask: Callable[[str], str]) -> None:
        """Ask for a rating, in one line that may be left empty, if none was given."""
        if not self._unrated:
            return
        try:
            answer = ask("How was it, from 1 (poor) to 5 (excellent)? Enter skips: ").strip()
        except (EOFError, KeyboardInterrupt):
            answer = ""
        if answer:
            self.output.note(self._rate(answer))

    @property
    def _unrated(self) -> bool:
        session = self.session
        return bool(session.store and session.state.turns and self._rated != session.id)

    def _interrupted(self, turns: int) -> None:
        """Say what became of a turn that Ctrl-C came into: it may have been kept just before."""
        self.session.reload()
        kept = self.session.state.turns
        if len(kept) > turns:
            self.output.note(answer_text(kept[-1].response, kept[-1].listing))
        else:
            self.output.note("Interrupted; that turn was not kept. Type /quit to leave.")

    def command(self, line: str) -> str:
        """Return what a slash command says.

        A command that cannot be carried out says why.
        """
        name, _, argument = line.partition(" ")
        known = {
            "/help": self._help,
            "/state": self._state,
            "/acts": self._acts,
            "/trace": self._trace,
            "/why": self._why,
            "/restart": self._restart,
            "/undo": self._undo,
            "/rate": self._rate,
            "/save": self._save,
        }
        if name not in known:
            return f"There is no command {name}.{did_you_mean(name, COMMANDS)} Try /help."
        try:
            return known[name](argument.strip())
        except DialogError as error:
            return str(error)

    def _help(self, _: str) -> str:
        domains = self.session.pipeline.domains.values()
        can = "\n".join(f"  {d.name}: {d.schema.description}" for d in domains)
        rows = "\n".join(f"  {name:9} {text}" for name, text in COMMANDS.items())
        return f"I can help with:\n{can}\nCommands:\n{rows}"

    def _state(self, _: str) -> str:
        return "\n".join(state_lines(self.session.state, self.session.pipeline.domains))

    def _acts(self, _: str) -> str:
        if not self.session.state.turns:
            return "There was no turn yet."
        turn = self.session.state.turns[-1]
        said = format_acts(turn.user.best_acts) or "-"
        return f"you: {said}\nbot: {format_acts(turn.system_acts) or '-'}"

    def _trace(self, _: str) -> str:
        last = self.session.last
        if last is None:
            return "There was no turn yet."
        rows = [f"  {name:7} {ms:8.2f} ms" for name, ms in last.trace.stages.items()]
        rows.append(f"  {'total':7} {sum(last.trace.stages.values()):8.2f} ms")
        if last.trace.source:
            rows.append(f"  spoken by: {last.trace.source}")
        if made := last.trace.generation:
            if made.due or made.invented:
                rows.append(
                    f"  of {made.due} values {made.missing} were missing, {made.invented} made up"
                )
            if made.candidates:
                likely = (
                    "" if made.score is None else f", the last at {made.score:.2f} nats a token"
                )
                rows.append(f"  texts asked for: {made.candidates}{likely}")
                rows.append(f"  tokens: {made.prompt_tokens} read, {made.tokens} made")
                rows.append(f"  prompt: {made.prompt}")
        rows += [f"  {line}" for line in tracking_lines(last.trace.tracking)]
        if last.trace.error:
            rows.append(f"  failed: {last.trace.error}")
        return "\n".join(rows)

    def _why(self, _: str) -> str:
        last = self.session.last
        reasons = last.trace.reasons if last else ()
        return "\n".join(f"  {reason}" for reason in reasons) or "There is nothing to explain yet."

    def _restart(self, _: str) -> str:
        self.session = self.renew()
        return "Starting over."

    def _undo(self, _: str) -> str:
        return f"Taken back: {self.session.undo().user.text}"

    def _rate(self, argument: str) -> str:
        if self.session.store is None:
            return "This conversation is not kept, so there is nowhere to note a rating."
        if not self.session.id:
            return "There was no turn yet to rate."
        if argument not in ("1", "2", "3", "4", "5"):
            return "Rate with a whole number from 1 (poor) to 5 (excellent): /rate 4"
        self.session.store.rate(self.session.id, int(argument))
        self._rated = self.session.id
        return f"Thank you; the conversation {self.session.id} is rated {argument}."

    def _save(self, argument: str) -> str:
        if self.session.store is None:
            return "This conversation is not kept, so there is nothing to save."
        if not self.session.id:
            return "There was no turn yet to save."
        path = Path(argument or f"conversation-{self.session.id}.json").expanduser()
        text = json.dumps(self.session.store.export(self.session.id), ensure_ascii=False, indent=1)
        write_whole(path, f"{text}\n".encode())
        return f"Saved to {path}."


def prompted(session_note: Callable[[str], None]) -> Iterator[str]:
    """Yield lines typed at a terminal, with line editing and history; Ctrl-D ends them."""
    import contextlib

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  gives input() editing and history
    while True:
        try:
            yield input("you> ")
        except EOFError:
            return
        except KeyboardInterrupt:
            session_note("\nType /quit to leave.")
