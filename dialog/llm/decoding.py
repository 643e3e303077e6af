"""How a language model chooses its words; the names are those of Hugging Face and vLLM."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from dialog.errors import ConfigError, did_you_mean

# option -> the least and the largest that makes sense
_BOUNDS: dict[str, tuple[float, float]] = {
    "temperature": (0, 10),
    "top_p": (0, 1),
    "top_k": (1, 10**6),
    "repetition_penalty": (0.1, 10),
    "no_repeat_ngram": (1, 100),
    "beams": (1, 64),
    "max_tokens": (1, 10**6),
    "seed": (0, 2**63 - 1),
}
_REAL = frozenset({"temperature", "top_p", "repetition_penalty"})


@dataclass(frozen=True, slots=True)
class Decoding:
    """Standard decoding options; None leaves one to the model."""

    temperature: float = 0  # of sampling; 0 gives the likeliest words
    top_p: float | None = None  # sample from the likeliest words of this probability together
    top_k: int | None = None  # sample from so many of the likeliest words
    repetition_penalty: float | None = None  # above 1 discourages words that were said
    no_repeat_ngram: int | None = None  # no so many words in a row twice
    beams: int | None = None  # sentences kept at once in a beam search
    max_tokens: int = 200  # the longest answer
    seed: int | None = None  # of sampling
    stop: tuple[str, ...] = ()  # texts that end the answer

    @classmethod
    def of(cls, options: Mapping[str, Any] | None) -> "Decoding":
        """Read options as a pipeline.yml gives them.

        Raises:
            ConfigError: for an unknown option, or a value that makes no sense.
        """
        known = [each.name for each in fields(cls)]
        found = dict(options or {})
        for name, value in found.items():
            if name not in known:
                raise ConfigError(
                    f"There is no decoding option {name!r}; there are {', '.join(known)}."
                    f"{did_you_mean(name, known)}"
                )
            if name == "stop":
                texts = [value] if isinstance(value, str) else value
                if not isinstance(texts, list | tuple) or not all(
                    isinstance(t, str) for t in texts
                ):
                    raise ConfigError(f"The decoding option stop is {value!r}; list some texts.")
                found[name] = tuple(texts)
                continue
            low, high = _BOUNDS[name]
            kinds = (int, float) if name in _REAL else (int,)
            if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:
                raise ConfigError(
                    f"The decoding option {name} is {value!r}; it should be a "
                    f"{'' if name in _REAL else 'whole '}number from {low:g} to {high:g}."
                )
        return cls(**found)

    def set_among(self, *names: str) -> list[str]:
        """Return which of some options are set."""
        return [name for name in names if getattr(self, name) is not None]


GREEDY = Decoding()
