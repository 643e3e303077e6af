"""The model card of a bundle."""

import json

from dialog.nlu.bundle import Bundle

_WHAT = {
    "lora": "a LoRA adapter (r = {r})",
    "full": "all weights but the embedding tables'",
    "none": "nothing of the encoder's",
}


def model_card(bundle: Bundle) -> str:
    """Return the card, in Markdown, of a bundle whose weights are written."""
    training = bundle.training
    what = _WHAT[bundle.adapter["kind"]].format(**bundle.adapter)
    sentences = ", ".join(f"{name} {count:,}" for name, count in training["sentences"].items())
    phrases = "" if training.get("corpora") else "; the phrases of the domains, filled anew"
    return (
        f"# {bundle.name}\n\nJoint intent detection and slot filling for "
        f"{', '.join(bundle.domains)}: {what} and "
        f"two heads, the tags' a linear chain, on the encoder `{bundle.encoder['name']}` "
        f"(SHA-256 {bundle.encoder['sha256'][:16]}...).\n\n"
        f"- {len(bundle.labels.sentence)} sentence labels, {len(bundle.labels.spans)} span labels\n"
        f"- sentences of corpora: {sentences}{phrases}\n"
        f"- command: `dialog train nlu {_options(bundle)}`\n"
        f"- arguments: `{json.dumps(training['arguments'])}`\n"
        f"- validation: `{json.dumps(training['validation'], ensure_ascii=False)}`\n"
        f"- trained on {training['device']} with {json.dumps(training['versions'])}\n"
        f"- weights: SHA-256 {training['weights_sha256']}\n"
    )


def _options(bundle: Bundle) -> str:
    """Return the options that say what was trained for, on and how."""
    training = bundle.training
    given = training["arguments"]
    words = [bundle.chosen]
    words += [f"--also {split}" for split in given.get("also", ())]
    words += [f"--beside {domain}" for domain in given.get("beside", ())]
    if given.get("history") is not None:
        words += [f"--history {given['history']}", f"--speaker {given['speaker']}"]
    if start := given.get("start"):
        words += [f"--start <{start}, {training['start_sha256'][:16]}...>"]
    words += [f"--encoder {given['encoder']}"] if given.get("encoder") else []
    for name in ("adapter", "learning_rate", "batch_size", "swap", "epochs", "seed"):
        words += [f"--{name.replace('_', '-')} {given[name]}"]
    return " ".join(words)
