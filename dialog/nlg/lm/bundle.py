"""What a trained generator is; `dialog.runtime.bundles` says how it is kept and found."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dialog.errors import BundleError
from dialog.nlg.lm.learnt import Learnt
from dialog.nlg.lm.network import Shape
from dialog.nlg.lm.vocabulary import Vocabulary
from dialog.runtime import bundles
from dialog.runtime.bundles import SUM
from dialog.schema import Language

if TYPE_CHECKING:
    from dialog.runtime.bundles import Weights

MODULE: bundles.Module = "nlg"
_OPTIONS = ("dialogues", "epochs", "batch_size", "learning_rate", "seed")
_VOCABULARY, _LEARNT = "vocabulary", "learnt"  # the weights' names for them


@dataclass(frozen=True)
class Bundle:
    """What `bundle.json` says."""

    name: str
    language: Language
    network: Mapping[str, int]  # its shape
    training: Mapping[str, Any] = field(default_factory=dict)  # arguments, data, versions, figures
    path: Path | None = None

    @property
    def command(self) -> str:
        """The command that trains it."""
        return bundles.train_command(MODULE, self.training, _OPTIONS)

    @property
    def shape(self) -> Shape:
        """The size of the network."""
        return Shape(**self.network)

    def load(self) -> tuple["Weights", Vocabulary, Learnt]:
        """Read the weights, the vocabulary and what was learnt to be said.

        Raises:
            BundleError: when the file is missing or damaged.
        """
        file = self.path or Path()
        kept = dict(bundles.read_weights(file, self.training.get(SUM), self.command))
        for name in (_VOCABULARY, _LEARNT):
            if name not in kept:
                raise BundleError(f"The bundle {file} lacks its {name!r}; train it again.")
        vocabulary = Vocabulary.from_array(kept.pop(_VOCABULARY))
        learnt = Learnt.from_array(kept.pop(_LEARNT))
        return kept, vocabulary, learnt


def packed(weights: Mapping[str, Any]) -> dict[str, Any]:
    """Return weights in half precision, as a bundle keeps them."""
    return {name: np.asarray(weight, dtype=np.float16) for name, weight in weights.items()}


def load_bundle(path: Path) -> Bundle:
    """Read a bundle's description.

    Raises:
        BundleError: when it is missing, damaged, of another format or of another module.
    """
    data = bundles.read_description(path, MODULE)
    try:
        bundle = Bundle(**data, path=path)
        _ = bundle.shape
    except (KeyError, TypeError) as error:
        raise bundles.damaged(path, error) from error
    return bundle


def save_bundle(
    bundle: Bundle, weights: "Weights", vocabulary: Vocabulary, learnt: Learnt, path: Path
) -> Bundle:
    """Write a bundle whole or not at all; a folder already there is replaced.

    Args:
        bundle: what is said of it.
        weights: as `packed` gives them.
        vocabulary: that they were trained with.
        learnt: what they were trained to say.
        path: the folder.
    """
    data = asdict(bundle)
    del data["path"]
    kept = {**weights, _VOCABULARY: vocabulary.to_array(), _LEARNT: learnt.to_array()}
    bundles.write_bundle(
        path, MODULE, kept, data, lambda training: model_card(replace(bundle, training=training))
    )
    return load_bundle(path)


def chosen_bundle(language: Language) -> Bundle:
    """Return the first installed generator that speaks a language.

    Raises:
        BundleError: when there is none.
    """
    found = bundles.installed(MODULE, load_bundle)
    own = [bundle for bundle in found if bundle.language == language]
    if not own:
        raise BundleError(
            f"No trained generator of the language {language!r} is installed; train one with "
            "`dialog train nlg --corpus NAME`, and it is found from then on."
        )
    return own[0]


def model_card(bundle: Bundle) -> str:
    """Return the card, in Markdown, of a bundle whose weights are written."""
    training = bundle.training
    return (
        f"# {bundle.name}\n\nA small model that puts acts into words, trained from scratch; it "
        f"speaks `{bundle.language}`. It writes gaps for values, which are filled afterwards.\n\n"
        f"- learnt from {', '.join(training['corpora'])}: {json.dumps(training['data'])}\n"
        f"- network: `{json.dumps(dict(bundle.network))}`\n"
        f"- command: `{bundle.command}`\n"
        f"- arguments: `{json.dumps(training['arguments'])}`\n"
        f"- validation: `{json.dumps(training['validation'])}`\n"
        f"- trained on {training['device']} with {json.dumps(training['versions'])}\n"
        f"- weights: SHA-256 {training[SUM]}\n"
    )
