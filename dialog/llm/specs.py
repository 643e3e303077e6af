"""Which language model a text names: one on a server, or one that runs here."""

import os
from pathlib import Path
from typing import Any

from dialog.llm.base import LLM
from dialog.llm.kept import VARIABLE as KEPT
from dialog.llm.kept import KeptLlm
from dialog.llm.local import TransformersLlm
from dialog.llm.openai_compatible import VARIABLE, OpenAICompatibleLlm


def language_model(spec: str | LLM | None = None, **options: Any) -> LLM:
    """Return the model that a spec names; one that is given stays as it is.

    If the environment variable DIALOG_LLM_ANSWERS names a folder, answers are kept there and given
    again.

    Args:
        spec: "http://host:port/v1#model", or a model of transformers by its folder or its name on
            the Hugging Face hub; by default the environment variable DIALOG_LLM.
        options: those of the constructor of a model that is named.

    Raises:
        ConfigError: for none at all, or a URL without a model.
    """
    if spec is not None and not isinstance(spec, str):
        return spec
    text = (spec or os.environ.get(VARIABLE, "")).strip()
    if text and "://" not in text and "#" not in text:
        found: LLM = TransformersLlm(text, **options)
    else:
        found = OpenAICompatibleLlm.from_spec(spec, **options)
    if folder := os.environ.get(KEPT):
        return KeptLlm(found, text, Path(folder).expanduser())
    return found
