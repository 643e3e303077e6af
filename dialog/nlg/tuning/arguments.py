"""How a language model is tuned."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from dialog.errors import ConfigError

# what is trained -> the learning rate at its peak
RATES = MappingProxyType(
    {"lora": 2e-4, "qlora": 2e-4, "prefix": 1e-2, "prompt": 3e-2, "p-tuning": 1e-3, "none": 2e-5}
)
LOW_RANK = ("lora", "qlora")
VIRTUAL = ("prefix", "prompt", "p-tuning")
_RANK = 16
_VIRTUAL_TOKENS = 20
_CAREFUL = 0.05  # of those rates: preferences and rewards are learnt with small steps


@dataclass(frozen=True, slots=True)
class TuningArguments:
    """How to tune."""

    base: str  # a model's folder, or its name on the Hugging Face hub
    peft: str | None = None  # what is trained; None: "lora", or the adapter that the base has
    peft_size: int | None = None  # the rank of LoRA's matrices, or the number of virtual tokens
    beta: float = 0.1  # of preferences and rewards: what it costs to leave the base behind
    epochs: int = 3
    dialogues: int | None = None  # that an epoch learns from, others each time; None: all
    patience: int = 2  # epochs without a lower validation loss before stopping
    batch_size: int = 8
    learning_rate: float | None = None  # at its peak; None: what is usual for what is trained
    seed: int = 0

    def __post_init__(self) -> None:
        if self.peft is not None and self.peft not in RATES:
            raise ConfigError(f"peft is {self.peft!r}; it should be one of {', '.join(RATES)}.")
        for name in ("peft_size", "epochs", "dialogues", "patience", "batch_size"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ConfigError(f"{name} is {value}; it should be at least 1.")
        if self.peft == "none" and self.peft_size is not None:
            raise ConfigError("peft is 'none', which has no size; leave peft_size out.")
        if self.beta <= 0:
            raise ConfigError(f"beta is {self.beta}; it should be above 0.")
        if self.learning_rate is not None and not 0 < self.learning_rate < 1:
            raise ConfigError(f"learning_rate is {self.learning_rate}; it should be in (0, 1).")

    def size(self, kind: str) -> int:
        """Return the size of an adapter of a kind."""
        return self.peft_size or (_RANK if kind in LOW_RANK else _VIRTUAL_TOKENS)

    def rate(self, kind: str, *, careful: bool) -> float:
        """Return the learning rate at its peak.

        Args:
            kind: of what is trained.
            careful: whether steps are small, for what a model says must not fall apart.
        """
        return self.learning_rate or RATES[kind] * (_CAREFUL if careful else 1)

    def to_dict(self) -> dict[str, Any]:
        """Return them as JSON-able data."""
        return asdict(self)


def arguments(chosen: Mapping[str, Any]) -> TuningArguments:
    """Return how to tune.

    Args:
        chosen: fields of the arguments; None stands for the default.

    Raises:
        ConfigError: for one that does not fit.
    """
    return TuningArguments(**{name: v for name, v in chosen.items() if v is not None})
