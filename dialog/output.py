"""Where a chat prints to: a terminal in colour, plain lines, or JSON."""

import json
import sys
from typing import Any, Protocol

from dialog.pipeline import TurnResult
from dialog.state import Listing
from dialog.terminal import printable, printable_lines, table_lines


class Output(Protocol):
    """Where a chat prints to."""

    def sentence(self, text: str) -> None:
        """Show a sentence of an answer that is still being made."""

    def turn(self, result: TurnResult) -> None:
        """Show the answer to a turn, or what of it was not shown by sentences."""

    def note(self, text: str) -> None:
        """Show what a command says."""

    def heard(self, line: str) -> None:
        """Show a line of the user's, where it is not seen already."""


class Said:
    """The sentences of an answer that were shown before it was whole."""

    def __init__(self) -> None:
        self._text = ""

    def __bool__(self) -> bool:
        return bool(self._text)

    def add(self, sentence: str) -> str:
        """Return what to print for one more sentence."""
        new = f" {sentence}" if self._text else sentence
        self._text += new
        return new

    def forget(self) -> bool:
        """Let the next answer begin; return whether this one was left unfinished."""
        unfinished, self._text = bool(self._text), ""
        return unfinished

    def rest(self, response: str) -> str:
        """Return what is left to print of the whole answer; then the next answer begins.

        An answer that came out otherwise, as of a component that failed, begins on a line anew.
        """
        said, self._text = self._text, ""
        shown = printable_lines(response)
        if not said:
            return shown
        whole = printable(response)
        return whole[len(said) :] if whole.startswith(said) else f"\n{shown}"


class PlainOutput:
    """One line an answer, for pipes and scripts; `echo` repeats what the user said."""

    def __init__(self, *, echo: bool = False) -> None:
        self.echo = echo
        self._said = Said()

    def heard(self, line: str) -> None:
        """Print the line if it is to be repeated."""
        if self.echo:
            _write(f"> {printable(line)}")

    def sentence(self, text: str) -> None:
        """Print it beside the one before."""
        sys.stdout.write(self._said.add(printable(text)))
        sys.stdout.flush()

    def turn(self, result: TurnResult) -> None:
        """Print the answer, and the table below it."""
        _write(answer_text(self._said.rest(result.response), result.listing))

    def note(self, text: str) -> None:
        """Print what a command says, below an answer that it breaks into."""
        _write(f"\n{text}" if self._said.forget() else text)


class JsonOutput:
    """One JSON object a turn on standard output; notes go to standard error."""

    def heard(self, line: str) -> None:
        """Nothing to do: the object has the utterance."""

    def sentence(self, text: str) -> None:
        """Nothing to do: the object has the whole answer."""

    def turn(self, result: TurnResult) -> None:
        """Print the turn."""
        _write(json.dumps(result.to_dict(), ensure_ascii=False))

    def note(self, text: str) -> None:
        """Print what a command says beside the data."""
        sys.stderr.write(f"{text}\n")


class RichOutput:
    """The answer in colour, for a terminal."""

    def __init__(self) -> None:
        from rich.console import Console

        self.console = Console(highlight=False, emoji=False)
        self._said = Said()
        self._paused = False  # whether the line of an unfinished answer was ended

    def heard(self, line: str) -> None:
        """Nothing to do: it was typed here."""

    def sentence(self, text: str) -> None:
        """Print it beside the one before."""
        if not self._said:
            self.console.print("bot> ", style="bold green", end="")
        self.console.print(self._said.add(printable(text)), markup=False, end="", soft_wrap=True)

    def pause(self) -> None:
        """End the line of an unfinished answer, as standard error is about to be written to."""
        if self._said and not self._paused:
            self.console.print()
            self._paused = True

    def turn(self, result: TurnResult) -> None:
        """Print the answer, and the table below it."""
        if not self._said:
            self.console.print("bot> ", style="bold green", end="")
        rest = self._said.rest(result.response)
        if rest or not self._paused:
            self.console.print(rest, markup=False)
        self._paused = False
        if result.listing:
            self.console.print(_table(result.listing))

    def note(self, text: str) -> None:
        """Print what a command says, below an answer that it breaks into."""
        if self._said.forget() and not self._paused:
            self.console.print()
        self._paused = False
        self.console.print(text, style="dim", markup=False)


def answer_text(response: str, listing: Listing | None) -> str:
    """Return an answer with the table below it, in plain text."""
    return "\n".join([response, *(table_lines(listing) if listing else [])])


def _table(listing: Listing) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in ("", *listing.columns):
        table.add_column(column)
    for number, row in enumerate(listing.rows, start=listing.first):
        table.add_row(str(number), *(Text(printable(cell)) for cell in row))
    return table


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
