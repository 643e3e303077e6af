"""The model card of a bundle."""

import json

from dialog.nlu.bundle import Bundle

_WHAT = {
    "lora": "a LoRA adapter (r = {r})",
    "full": "all weights but the embedding tables'",
    "none": "nothing of the encoder's",
}


def model_card(bundle: Bundle) -> str:
    """Return the card, in Markdown."""
    training = bundle.training
    start = training["arguments"].get("start")
    onward = f" --start <{start}, {training['start_sha256'][:16]}...>" if start else ""
    what = _WHAT[bundle.adapter["kind"]].format(**bundle.adapter)
    return (
        f"# {bundle.name}\n\nJoint intent detection and slot filling for "
        f"{', '.join(bundle.domains)}: {what} and "
        f"two heads, the tags' a linear chain, on the encoder `{bundle.encoder['name']}` "
        f"(SHA-256 {bundle.encoder['sha256'][:16]}...).\n\n"
        f"- {len(bundle.labels.sentence)} sentence labels, {len(bundle.labels.spans)} span labels\n"
        f"- corpus sentences: {json.dumps(training['sentences'])}; the rest is filled from the "
        "domains' phrase templates\n"
        f"- command: `dialog train nlu {_options(bundle)}{onward}`, with the arguments below\n"
        f"- arguments: `{json.dumps(training['arguments'])}`\n"
        f"- validation: `{json.dumps(training['validation'])}`\n"
        f"- trained on {training['device']} with {json.dumps(training['versions'])}\n"
        "- checksum of the weights: `weights_sha256` in bundle.json\n"
    )


def _options(bundle: Bundle) -> str:
    """Return the options that say what was trained for and on."""
    training = bundle.training
    given = training["arguments"]
    own = training.get("corpora", ())
    words = [f"--corpus {name}" for name in own]
    words += [] if own else [f"--domain {name}" for name in bundle.domains]
    words += [f"--also {split}" for split in given.get("also", ())]
    if given.get("history") is not None:
        words += [f"--history {given['history']}", f"--speaker {given['speaker']}"]
    words += [f"--encoder {given['encoder']}"] if given.get("encoder") else []
    words += [f"--adapter {given['adapter']}", f"--seed {given['seed']}"]
    return " ".join(words)
