"""A language model of `transformers`, run in this process."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dialog.errors import ConfigError
from dialog.llm.base import Completion, Message, SilentLlmError
from dialog.llm.decoding import GREEDY, Decoding

Put = Callable[[Completion | Exception | None], None]


class TransformersLlm:
    """A causal language model with a chat template.

    One answer is made at a time; others wait. A JSON schema is not enforced: the messages should
    ask for JSON.

    Args:
        model: a folder, or a name on the Hugging Face hub; of an adapter too.
        timeout: seconds for the whole answer, waiting for others included.
        device_map: where the weights go: "auto", "cpu", "cuda:0".
        dtype: of the weights: "auto", "bfloat16", "float32".
        four_bit: whether the weights are held in 4 bits, by bitsandbytes.
    """

    def __init__(
        self,
        model: str,
        *,
        timeout: float = 20,
        device_map: str = "auto",
        dtype: str = "auto",
        four_bit: bool = False,
    ) -> None:
        self.model = model
        self.timeout = timeout
        self.device_map = device_map
        self.dtype = dtype
        self.four_bit = four_bit
        self._loading = threading.Lock()
        self._busy = threading.Lock()  # of all event loops
        self._loaded: tuple[Any, Any] | None = None  # model and tokenizer

    def warm_up(self) -> None:
        """Load the model.

        Raises:
            ConfigError: when it cannot be loaded, or has no chat template.
            ExtraMissingError: when a package that this needs is not installed.
        """
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        decoding: Decoding = GREEDY,
        schema: Mapping[str, Any] | None = None,
    ) -> Completion:
        """Return the model's next message.

        Raises:
            LlmError: when it takes too long or says nothing.
        """
        whole = Completion("")
        async for piece in self.stream(messages, decoding=decoding):
            whole += piece
        return replace(whole, text=whole.text.strip())

    async def sample(
        self, messages: Sequence[Message], count: int, *, decoding: Decoding
    ) -> list[Completion]:
        """Return several next messages, made side by side; those that say nothing are left out.

        Raises:
            LlmError: when it takes too long or says nothing in any of them.
        """
        await asyncio.to_thread(self.warm_up)
        stop = threading.Event()
        try:
            async with asyncio.timeout(self.timeout):
                found = await asyncio.to_thread(self._several, messages, count, decoding, stop)
        except TimeoutError:
            raise self._too_slow() from None
        except Exception as error:
            raise self._failed(error) from error
        finally:
            stop.set()  # the thread ends with its next token
        if not found:
            raise self._speechless()
        return found

    async def stream(
        self, messages: Sequence[Message], *, decoding: Decoding = GREEDY
    ) -> AsyncGenerator[Completion, None]:
        """Yield the pieces of the model's next message as they are made.

        Raises:
            LlmError: when it takes too long or says nothing.
        """
        await asyncio.to_thread(self.warm_up)
        stop, pieces = threading.Event(), asyncio.Queue[Completion | Exception | None]()
        loop = asyncio.get_running_loop()

        def put(piece: Completion | Exception | None) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(pieces.put_nowait, piece)

        deadline = loop.time() + self.timeout
        work = threading.Thread(
            target=self._work, args=(messages, decoding, put, stop), daemon=True
        )
        said, rest = False, ""  # the rest may be the beginning of a text that ends the answer
        try:
            work.start()
            while True:
                async with asyncio.timeout_at(deadline):
                    piece = await pieces.get()
                if piece is None:
                    break
                if isinstance(piece, Exception):
                    raise self._failed(piece) from piece
                text, rest = _before_stop(rest + piece.text, decoding.stop)
                if any(each in rest for each in decoding.stop):
                    stop.set()
                said = said or bool(text.strip())
                yield replace(piece, text=text, cut=piece.cut and not stop.is_set())
        except TimeoutError:
            raise self._too_slow() from None
        finally:
            stop.set()  # the thread ends with its next token
        if rest and not any(text in rest for text in decoding.stop):
            said = said or bool(rest.strip())
            yield Completion(rest)
        if not said:
            raise self._speechless()

    def _failed(self, error: Exception) -> SilentLlmError:
        return SilentLlmError(f"The language model {self.model} failed: {str(error).rstrip('.')}.")

    def _too_slow(self) -> SilentLlmError:
        return SilentLlmError(
            f"The language model {self.model} took longer than {self.timeout:g} s."
        )

    def _speechless(self) -> SilentLlmError:
        return SilentLlmError(f"The language model {self.model} answered nothing.")

    def _work(
        self, messages: Sequence[Message], decoding: Decoding, put: Put, stop: threading.Event
    ) -> None:
        """Make an answer in a thread of its own; what it puts last is None."""
        try:
            with self._busy:
                if not stop.is_set():
                    self._generate(messages, decoding, put, stop)
        except Exception as error:  # noqa: BLE001 - torch raises all kinds; the reader names it
            put(error)
        put(None)

    def _generate(
        self, messages: Sequence[Message], decoding: Decoding, put: Put, stop: threading.Event
    ) -> None:
        from dialog.llm.stopping import Pieces

        _, tokenizer = self._ready
        # One text at a time can be shown as it grows; a beam search keeps several.
        streamer = Pieces(tokenizer, put) if (decoding.beams or 1) == 1 else None
        made, read = self._made(messages, decoding, stop, streamer=streamer)
        said = made[0][read:]
        if streamer is None:
            put(Completion(tokenizer.decode(said, skip_special_tokens=True)))
        put(Completion("", read, int(said.shape[0]), self._cut(said, decoding)))

    def _several(
        self, messages: Sequence[Message], count: int, decoding: Decoding, stop: threading.Event
    ) -> list[Completion]:
        """Make several answers, in a thread of its own."""
        from dialog.llm.scores import length_of, log_probabilities

        model, tokenizer = self._ready
        with self._busy:
            if stop.is_set():
                return []
            out, read = self._made(
                messages, decoding, stop,
                num_return_sequences=count, output_logits=True, return_dict_in_generate=True,
            )  # fmt: skip
        found = []
        for tokens, logs in zip(
            out.sequences[:, read:], log_probabilities(model, out), strict=True
        ):
            length = length_of(tokens, model)
            said = tokenizer.decode(tokens[:length], skip_special_tokens=True)
            text = _before_stop(said, decoding.stop)[0].strip()
            if text:
                cut = text == said.strip() and self._cut(tokens, decoding)
                found.append(Completion(text, 0, length, cut, float(logs[:length].mean())))
        if found:  # the messages were read once for all
            found[0] = replace(found[0], prompt_tokens=read)
        return found

    def _made(
        self,
        messages: Sequence[Message],
        decoding: Decoding,
        stop: threading.Event,
        **options: Any,
    ) -> tuple[Any, int]:
        """Return what `generate` does, and the number of tokens that were read before."""
        import torch
        from transformers import StoppingCriteriaList

        from dialog.llm.stopping import Stopped

        model, tokenizer = self._ready
        chat = [{"role": message.role, "content": message.content} for message in messages]
        inputs = tokenizer.apply_chat_template(
            chat, add_generation_prompt=True, return_tensors="pt", return_dict=True
        ).to(model.device)
        if decoding.seed is not None:
            torch.manual_seed(decoding.seed)
        with torch.inference_mode():
            made = model.generate(
                **inputs,
                **generation_options(decoding, tokenizer),
                **options,
                stopping_criteria=StoppingCriteriaList([Stopped(stop)]),
            )
        return made, int(inputs["input_ids"].shape[1])

    def _cut(self, tokens: Any, decoding: Decoding) -> bool:
        """Whether an answer has as many tokens as it may, and the last does not end it."""
        ends = self._ready[0].generation_config.eos_token_id
        at_end = int(tokens[-1]) in (ends if isinstance(ends, list) else [ends])
        return len(tokens) >= decoding.max_tokens and not at_end

    @property
    def _ready(self) -> tuple[Any, Any]:
        assert self._loaded is not None
        return self._loaded

    def _load(self) -> tuple[Any, Any]:
        from dialog.llm.weights import load_weights

        found = load_weights(
            self.model, device_map=self.device_map, dtype=self.dtype, four_bit=self.four_bit
        )
        if not found.tokenizer.chat_template:
            raise ConfigError(
                f"The language model {self.model!r} has no chat template; take one that was "
                "trained on conversations, usually called instruct or chat."
            )
        found.model.eval()
        return found.model, found.tokenizer


def _before_stop(text: str, stops: Sequence[str]) -> tuple[str, str]:
    """Return the text before any that ends an answer, and what may be the beginning of one."""
    at = min((text.find(stop) for stop in stops if stop in text), default=-1)
    if at < 0:
        longest = max(map(len, stops), default=0)
        begun = (n for n in range(min(longest, len(text)), 0, -1))
        at = next(
            (len(text) - n for n in begun if any(s.startswith(text[-n:]) for s in stops)), len(text)
        )
    return text[:at], text[at:]


def generation_options(decoding: Decoding, tokenizer: Any) -> dict[str, Any]:
    """Return the options of `generate`; those of sampling are none without it."""
    pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
    sampled = decoding.temperature > 0
    options: dict[str, Any] = {
        "max_new_tokens": decoding.max_tokens,
        "do_sample": sampled,
        "temperature": float(decoding.temperature) if sampled else None,
        "top_p": decoding.top_p if sampled else None,
        "top_k": decoding.top_k if sampled else None,
        "pad_token_id": pad,
    }
    if decoding.repetition_penalty is not None:
        options["repetition_penalty"] = decoding.repetition_penalty
    if decoding.no_repeat_ngram is not None:
        options["no_repeat_ngram_size"] = decoding.no_repeat_ngram
    if decoding.beams is not None:
        options["num_beams"] = decoding.beams
    return options
