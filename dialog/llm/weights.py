"""Loads language models of `transformers`, whole ones and ones with an adapter of `peft`.

An adapter's folder has `adapter_config.json`, which names the model that it belongs to. A model
speaks, or as a reward model gives a text one number.
"""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialog.errors import ConfigError, ExtraMissingError

SPEAKS, SCORES = "CAUSAL_LM", "SEQ_CLS"  # what a model is for, in the words of `peft`


@dataclass(frozen=True)
class Weights:
    """A loaded model.

    Args:
        model: of `transformers`, or of `peft` where it has an adapter that is not merged.
        tokenizer: the model's.
        base: the name or folder of the model without its adapter.
    """

    model: Any
    tokenizer: Any
    base: str


def load_weights(
    name: str,
    *,
    device_map: Any = "auto",
    dtype: Any = "auto",
    four_bit: bool = False,
    trainable: bool = False,
    task: str = SPEAKS,
) -> Weights:
    """Load a model and its tokenizer.

    Args:
        name: a folder, or a name on the Hugging Face hub.
        device_map: where the weights go.
        dtype: of the weights.
        four_bit: whether they are held in 4 bits, by bitsandbytes.
        trainable: whether an adapter is to be trained further; else low-rank ones become part of
            the weights they change, where these are not in 4 bits.
        task: what it is loaded for. One that speaks can be loaded as the beginning of one that
            `SCORES`, whose last layer then is new.

    Raises:
        ConfigError: when it cannot be loaded, or is a reward model and should speak.
        ExtraMissingError: when a package that this needs is not installed.
    """
    _check_known(name)
    options: dict[str, Any] = {"device_map": device_map, "dtype": dtype}
    if four_bit:
        options["quantization_config"] = _four_bit()
    try:
        import accelerate  # noqa: F401 - places the weights
        from transformers import AutoTokenizer
    except ModuleNotFoundError as error:
        raise ExtraMissingError("A language model", "llm") from error
    if task == SPEAKS:
        check_speaks(name)
    config = adapter_of(name)
    if config is None:
        with _in_words(name):
            model = _whole(name, task, options)
            return Weights(model, AutoTokenizer.from_pretrained(name), name)
    from peft import PeftModel

    base = config.base_model_name_or_path
    what = f", which {name!r} is an adapter of,"
    _check_known(base, what)
    with _in_words(base, what):
        model = _whole(base, task, options)
    hush_positions()
    with _in_words(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what the two packages deprecate in each other
        config.task_type = task
        model = PeftModel.from_pretrained(model, name, is_trainable=trainable, config=config)
        if not (trainable or four_bit or config.is_prompt_learning):
            model = model.merge_and_unload()
        return Weights(model, _tokenizer(name, base), base)


def _whole(name: str, task: str, options: Mapping[str, Any]) -> Any:
    """Load a model without an adapter; what it lacks is new."""
    from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

    if task == SPEAKS:
        return AutoModelForCausalLM.from_pretrained(name, **options)
    return AutoModelForSequenceClassification.from_pretrained(name, num_labels=1, **options)


def scores(name: str) -> bool:
    """Whether a model gives a text one number: a reward model, whole or an adapter.

    Raises:
        ConfigError: when its description cannot be read.
    """
    from transformers import AutoConfig

    adapter = adapter_of(name)
    if adapter is not None:
        return str(getattr(adapter.task_type, "value", adapter.task_type)) == SCORES
    with _in_words(name):
        config = AutoConfig.from_pretrained(name)
    made_for = config.architectures or ()
    return config.num_labels == 1 and any(a.endswith("SequenceClassification") for a in made_for)


def check_speaks(name: str) -> None:
    """Refuse a reward model.

    Raises:
        ConfigError: when it is one, or its description cannot be read.
    """
    if scores(name):
        raise ConfigError(
            f"{name!r} is a reward model, which scores answers and makes none; name a language "
            "model."
        )


def check_there(name: str) -> None:
    """Refuse a model of which there is no description, before anything is loaded.

    Raises:
        ConfigError: when it cannot be loaded.
    """
    _check_known(name)
    from transformers import AutoConfig

    if adapter_of(name) is None:
        with _in_words(name):
            AutoConfig.from_pretrained(name)


def hush_positions() -> None:
    """Keep it from the terminal that virtual tokens have no use for the places of tokens."""
    warnings.filterwarnings("ignore", message="Position ids are not supported")


def adapter_of(name: str) -> Any | None:
    """Return the description of an adapter, a `PeftConfig`; None where there is a whole model.

    Raises:
        ConfigError: when it cannot be read.
        ExtraMissingError: when `peft` is not installed.
    """
    from transformers.utils import find_adapter_config_file

    with _in_words(name):
        if find_adapter_config_file(name) is None:
            return None
    try:
        from peft import PeftConfig
    except ModuleNotFoundError as error:
        raise ExtraMissingError("An adapter of a language model", "llm") from error
    with _in_words(name):
        return PeftConfig.from_pretrained(name)


def _check_known(name: str, what: str = "") -> None:
    """Refuse a name that nothing goes by, before torch is imported, which may take a minute.

    The hub is asked once and the cache first: the loaders ask it again and again while it cannot be
    reached.

    Raises:
        ConfigError: when there is neither a folder nor a model of that name.
    """
    if Path(name).exists():
        return
    if "://" in name:
        raise ConfigError(
            f"The language model {name!r} is on a server, which keeps its weights; name a folder, "
            "or a model on the Hugging Face hub."
        )
    from huggingface_hub import model_info, try_to_load_from_cache
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        HFValidationError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
    )

    try:
        for file in ("config.json", "adapter_config.json"):
            if isinstance(try_to_load_from_cache(name, file), str):
                return
        model_info(name, timeout=10)
        return
    except HFValidationError:
        why = "there is no such folder"
    except OfflineModeIsEnabled:
        why = (
            "there is no such folder, and no such model that was downloaded before "
            "(HF_HUB_OFFLINE keeps it from being asked for)"
        )
    except GatedRepoError:  # it is there, and loading it says what is to be done
        return
    except RepositoryNotFoundError:
        why = "there is no such folder, and no such model on the hub"
    except HfHubHTTPError:
        return
    except Exception:  # noqa: BLE001 - the errors of the HTTP library, another from version to version
        why = (
            "there is no such folder, no such model was downloaded before, and the hub cannot be "
            "reached"
        )
    raise _unusable(name, what, why)


def _tokenizer(name: str, base: str) -> Any:
    """Return the adapter's own tokenizer, else that of its base."""
    from transformers import AutoTokenizer

    own = not Path(name).is_dir() or (Path(name) / "tokenizer_config.json").is_file()
    return AutoTokenizer.from_pretrained(name if own else base)


def _four_bit() -> Any:
    try:
        import bitsandbytes  # noqa: F401
        import torch
        from transformers import BitsAndBytesConfig
    except ModuleNotFoundError as error:
        if error.name == "bitsandbytes":
            raise ConfigError(
                "A language model in 4 bits needs bitsandbytes: pip install bitsandbytes."
            ) from error
        raise ExtraMissingError("A language model", "llm") from error
    return BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16
    )


@contextmanager
def _in_words(name: str, what: str = "") -> Iterator[None]:
    """Turn what goes wrong while a model is loaded into one sentence."""
    try:
        yield
    except (ConfigError, ExtraMissingError):
        raise
    except Exception as error:  # torch and transformers raise all kinds
        first, *others = str(error).strip().splitlines() or [type(error).__name__]
        told = " ".join([first, *others] if first.rstrip().endswith(":") else [first])
        why = " ".join(told.split()).rstrip(".")
        raise _unusable(name, what, why) from error


def _unusable(name: str, what: str, why: str) -> ConfigError:
    return ConfigError(
        f"The language model {name!r}{what} cannot be loaded: {why}. Name a folder, a model on the "
        "Hugging Face hub, or a server by http://host:port/v1#model."
    )
