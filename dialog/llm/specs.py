"""Which language model a text names: one on a server, or one that runs here."""

import os
from pathlib import Path
from typing import Any

from dialog.errors import ConfigError
from dialog.llm.base import LLM
from dialog.llm.kept import VARIABLE as KEPT
from dialog.llm.kept import KeptLlm
from dialog.llm.local import TransformersLlm
from dialog.llm.openai_compatible import VARIABLE, OpenAICompatibleLlm


def language_model(spec: str | LLM | None = None, *, timeout: float = 20, **options: Any) -> LLM:
    """Return the model that a spec names; one that is given stays as it is.

    If the environment variable DIALOG_LLM_ANSWERS names a folder, answers are kept there and given
    again.

    Args:
        spec: "http://host:port/v1#model", or a model of transformers by its folder or its name on
            the Hugging Face hub; by default the environment variable DIALOG_LLM.
        timeout: seconds for an answer of a model that is named.
        options: how a model of transformers is loaded; one on a server takes none.

    Raises:
        ConfigError: for none at all, a URL without a model, or no time to answer.
        TypeError: for an option that the model does not take.
    """
    if not timeout > 0:
        raise ConfigError(
            f"The language model has {timeout:g} s to answer; give it more than 0 by timeout."
        )
    if spec is not None and not isinstance(spec, str):
        return spec
    text = (spec or os.environ.get(VARIABLE, "")).strip()
    if text and "://" not in text and "#" not in text:
        found: LLM = TransformersLlm(text, timeout=timeout, **options)
    else:
        if options:
            raise TypeError(f"A language model on a server takes no {' and no '.join(options)}.")
        found = OpenAICompatibleLlm.from_spec(spec, timeout=timeout)
    if folder := os.environ.get(KEPT):
        return KeptLlm(found, text, Path(folder).expanduser())
    return found
