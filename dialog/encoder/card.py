"""The model card of an encoder."""

import json
from collections.abc import Mapping
from typing import Any


def encoder_card(name: str, made: Mapping[str, Any]) -> str:
    """Return the card, in Markdown.

    Args:
        name: of the encoder.
        made: what `encoder.json` says of it.
    """
    args, last = made["arguments"], made["history"][-1]
    return (
        f"# {name}\n\nA character-level BERT of {args['layers']} layers and hidden size "
        f"{args['hidden']}, trained from scratch by masked language modelling (Devlin et al. "
        "2018). It knows the text below and nothing else of the language.\n\n"
        f"- text: {'; '.join(made['sources'])}; {made['tokens']:,} tokens in "
        f"{made['texts']['train']:,} texts\n"
        f"- vocabulary: {made['vocabulary']:,} characters, lower case, full-width forms as plain "
        "ones\n"
        f"- command: `{made['command']}`\n"
        f"- arguments: `{json.dumps(args)}`\n"
        f"- validation ({made['texts']['validation']:,} utterances): masked accuracy "
        f"{100 * last['masked_accuracy']:.1f} %, loss {last['validation_loss']:.3f} after "
        f"{last['epoch']} epochs\n"
        f"- trained on {made['device']} with {json.dumps(made['versions'])}\n"
        f"- weights in float16, SHA-256 {made['weights_sha256']}\n"
    )
