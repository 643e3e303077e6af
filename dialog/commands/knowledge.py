"""`dialog knowledge`: what the documents of plugins say."""

import asyncio
import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dialog.knowledge.answers import Answer
    from dialog.knowledge.index import Lookup


@click.group()
def knowledge() -> None:
    """Questions that the documents of domains answer."""


@knowledge.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--domain", "domains", multiple=True, required=True, help="A domain; repeat it.")
@click.option(
    "--llm",
    help="A model that words the answer: http://host:port/v1#model, or one of transformers by "
    "folder or name.",
)
@click.option("--least", type=float, help="How sure a document must be to answer, 0 to 1.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def ask(
    question: tuple[str, ...],
    domains: tuple[str, ...],
    llm: str | None,
    least: float | None,
    as_json: bool,
) -> None:
    """Answer QUESTION from the documents of domains, or say that they do not.

    \b
    dialog knowledge ask "can I bring my dog?" --domain hotel
    dialog knowledge ask can I bring my dog --domain hotel --domain taxi --json
    """  # noqa: D301 - click wants the character
    from dialog.domain import load_domains
    from dialog.errors import ConfigError
    from dialog.knowledge.answers import extracted, generated
    from dialog.knowledge.index import LEAST, DocumentIndex
    from dialog.terminal import printable

    least = LEAST if least is None else least
    if not 0 <= least <= 1:
        raise ConfigError(f"--least is from 0 to 1, not {least:g}.")
    asked = " ".join(" ".join(question).split())
    if not asked:
        raise ConfigError("Say what is to be answered: a question.")
    loaded = load_domains(domains)
    documented = [domain for domain in loaded.values() if domain.passages]
    if not documented:
        raise ConfigError(
            f"{', '.join(loaded)}: no documents; put Markdown files into the folder knowledge "
            "beside domain.yml."
        )
    indexes = [
        DocumentIndex(domain, lambda line: click.echo(line, err=True)) for domain in documented
    ]
    lookups = [index.look_up(asked) for index in indexes]
    if llm is not None:
        from dialog.llm.specs import language_model

        model = language_model(llm)
        model.warm_up()
        answer = asyncio.run(generated(model, asked, lookups, least))
    else:
        answer = extracted(lookups, least)
    if as_json:
        click.echo(json.dumps(_data(asked, answer, lookups), ensure_ascii=False))
        return
    click.echo(printable(answer.text) or "The documents do not say.")
    if answer.text:
        click.echo(printable(f"  from {answer.domain}: {answer.source}"))
    if answer.by not in ("document", "llm"):
        click.echo(printable(f"  by {answer.by}"), err=True)


def _data(asked: str, answer: "Answer", lookups: "list[Lookup]") -> dict[str, object]:
    return {
        "question": asked,
        "answer": answer.text or None,
        "domain": answer.domain or None,
        "source": answer.source or None,
        "by": answer.by,
        "certainty": round(max(lookup.certainty for lookup in lookups), 4),
        "passages": [
            {
                "domain": found.domain,
                "source": found.passage.source,
                "nearness": round(found.nearness, 4),
            }
            for lookup in lookups
            for found in lookup.found
        ],
    }
