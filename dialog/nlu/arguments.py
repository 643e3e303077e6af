"""How an NLU is trained."""

from dataclasses import asdict, dataclass
from typing import Any

from dialog.errors import ConfigError
from dialog.training import rates

ONWARD_EPOCHS = 4  # enough for a training that goes on from a bundle
POOLING = ("first", "mean")


@dataclass(frozen=True)
class TrainingArguments:
    """How to train; every default is the shipped bundles'."""

    encoder: str | None = None  # None: the embedded one
    adapter: str = "full"  # or lora, none
    start: str | None = None  # a bundle's folder to go on from
    epochs: int = 12
    patience: int = 3  # epochs without a better validation score before stopping
    batch_size: int = 32
    learning_rate: float | None = None  # of the encoder, at its peak; None: by the adapter
    lora_rank: int = 16
    lora_alpha: int = 32
    averaging: float = 0.99  # decay of the running mean of the weights, which is what is kept
    pooling: str = "first"  # what labels are read from: the first token, or the mean of all
    dropout: float = 0.1  # before the heads
    per_phrase: int = 3  # fillings of a phrase an epoch
    swap: float = 0.5  # share of corpus sentences whose values are swapped
    also: tuple[str, ...] = ()  # further splits of the corpora that are drawn on
    also_share: float = 2.0  # sentences of these an epoch, to one of the training split
    later: float = 0.3  # share of the corpus's first sentences that are put later into a dialogue
    foreign: float = 0.3  # share of the corpus's out-of-scope sentences drawn an epoch
    beside: tuple[str, ...] = ()  # domains whose sentences are told from the own ones
    beside_share: float = 0.4  # sentences of these an epoch, to one of the own
    max_length: int = 96
    history: int | None = None  # utterances that a sentence is read with; None: the system's acts
    speaker: str = "user"  # whose sentences the corpus's are
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "lora_rank", "per_phrase", "max_length"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}; it should be at least 1.")
        if self.adapter not in rates.ENCODER:
            raise ConfigError(
                f"adapter is {self.adapter!r}; it should be one of {', '.join(rates.ENCODER)}."
            )
        if self.pooling not in POOLING:
            raise ConfigError(
                f"pooling is {self.pooling!r}; it should be one of {', '.join(POOLING)}."
            )
        if not 0 < self.encoder_rate < 1:
            raise ConfigError(f"learning_rate is {self.learning_rate}; it should be in (0, 1).")

    @property
    def encoder_rate(self) -> float:
        """The peak learning rate of the encoder."""
        if self.learning_rate is None:
            return rates.ENCODER[self.adapter]
        return self.learning_rate

    @property
    def heads_rate(self) -> float:
        """The peak learning rate of the heads: theirs, or the encoder's if that is higher."""
        return max(rates.HEADS, self.encoder_rate)

    def to_dict(self) -> dict[str, Any]:
        """Return them as JSON-able data, the learning rate that is meant by none put in."""
        return asdict(self) | {"learning_rate": self.encoder_rate}
