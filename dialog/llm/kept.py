"""A language model whose answers are kept, and given again to the same messages.

So a measurement or a test that asked a model once can be run again by anyone who has the answers:
without the model, at no cost, and with the same words.
"""

import hashlib
import json
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dialog.errors import ConfigError
from dialog.files import write_whole
from dialog.llm.base import LLM, Completion, Message, SilentLlmError, StreamingLLM
from dialog.llm.decoding import GREEDY, Decoding
from dialog.llm.sampling import sampled
from dialog.notices import warn_once

VARIABLE = "DIALOG_LLM_ANSWERS"


class KeptLlm:
    """Answers as a model did before, and asks it what it was not asked yet.

    An answer belongs to the model's name, the messages, the decoding options, the schema, and the
    number of answers that were asked for. What is drawn without a seed is the same again too.
    Failures are not kept.

    Args:
        llm: the model, which is only loaded or called for what is new.
        name: what it goes by.
        folder: holds the answers, a file each; made when the first one is kept.
    """

    def __init__(self, llm: LLM, name: str, folder: Path) -> None:
        self.llm = llm
        self.name = name
        self.folder = folder

    def warm_up(self) -> None:
        """Load the model, if no answer is kept yet.

        Raises:
            ConfigError: when it cannot be used.
        """
        if not self.folder.is_dir():
            self.llm.warm_up()

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        decoding: Decoding = GREEDY,
        schema: Mapping[str, Any] | None = None,
    ) -> Completion:
        """Return the model's next message, of now or before.

        Raises:
            LlmError: when the model is asked and does not answer.
        """
        path = self._path(messages, decoding, schema=schema)
        found = self._read(path)
        if found is None:
            with _asking():
                found = [await self.llm.complete(messages, decoding=decoding, schema=schema)]
            self._keep(path, found)
        return found[0]

    async def sample(
        self, messages: Sequence[Message], count: int, *, decoding: Decoding
    ) -> list[Completion]:
        """Return several next messages, of now or before.

        Raises:
            LlmError: when the model is asked and does not answer.
        """
        path = self._path(messages, decoding, count=count)
        found = self._read(path)
        if found is None:
            with _asking():
                found = await sampled(self.llm, messages, count, decoding=decoding)
            self._keep(path, found)
        return found

    async def stream(
        self, messages: Sequence[Message], *, decoding: Decoding = GREEDY
    ) -> AsyncGenerator[Completion, None]:
        """Yield the pieces of the model's next message; one of before is one piece.

        Raises:
            LlmError: when the model is asked and does not answer, or breaks off.
        """
        path = self._path(messages, decoding)
        found = self._read(path)
        if found is not None:
            yield found[0]
            return
        if not isinstance(self.llm, StreamingLLM):
            yield await self.complete(messages, decoding=decoding)
            return
        whole = Completion("")
        with _asking():
            async with aclosing(self.llm.stream(messages, decoding=decoding)) as pieces:
                async for piece in pieces:
                    whole += piece
                    yield piece
        self._keep(path, [replace(whole, text=whole.text.strip())])

    def _path(
        self,
        messages: Sequence[Message],
        decoding: Decoding,
        *,
        schema: Mapping[str, Any] | None = None,
        count: int = 1,
    ) -> Path:
        """Return where an answer is kept."""
        asked = {
            "model": self.name,
            "messages": [asdict(message) for message in messages],
            "decoding": asdict(decoding),
            "schema": schema,
            "count": count,
        }
        text = json.dumps(asked, sort_keys=True, ensure_ascii=False)
        return self.folder / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.json"

    def _read(self, path: Path) -> list[Completion] | None:
        """Return the answers that a file keeps, None if there is none."""
        if not path.is_file():
            return None
        try:
            found = [Completion(**each) for each in json.loads(path.read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError) as error:
            raise SilentLlmError(f"The kept answer {path} is damaged; delete it.") from error
        warn_once(
            f"What the language model {self.name} said before is taken from {self.folder}; "
            "times are not the model's."
        )
        return found

    def _keep(self, path: Path, found: Sequence[Completion]) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(
                f"{VARIABLE}: cannot make {self.folder}: {error.strerror}."
            ) from error
        content = json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1)
        write_whole(path, content.encode())


@contextmanager
def _asking() -> Iterator[None]:
    """Turn what keeps a model from being loaded in a conversation into an answer that fails."""
    try:
        yield
    except ConfigError as error:
        raise SilentLlmError(str(error)) from error
