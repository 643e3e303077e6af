"""`dialog chat`: talk to a bot, at a terminal, through a pipe or from a script."""

import contextlib
import functools
import io
import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click


@click.command()
@click.option("--domain", "domains", multiple=True, help="A domain's name or folder; repeat it.")
@click.option("--config", type=click.Path(path_type=Path), help="A pipeline.yml.")
@click.option("--nlu", help="The NLU component: bert, retrieval or a registered one.")
@click.option("--dst", help="The tracker: rule, llm or a registered one.")
@click.option("--policy", help="The policy: rule, supervised, ppo, llm or a registered one.")
@click.option("--nlg", help="The generator: template, lm, llm or ranked.")
@click.option(
    "--llm",
    help="Model of --dst, --policy or --nlg llm: http://host:port/v1#model, or one of "
    "transformers by folder or name.",
)
@click.option("--database", help="SQLAlchemy URL of the domains' tables; SQLite by default.")
@click.option("--store", "store_url", help="SQLAlchemy URL of the conversations.")
@click.option("--resume", metavar="ID", help="Go on with a kept conversation.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a turn.")
@click.option(
    "--script",
    type=click.Path(path_type=Path),
    help="Replay a file's lines, each shown before its answer.",
)
def chat(
    domains: tuple[str, ...],
    config: Path | None,
    nlu: str | None,
    dst: str | None,
    policy: str | None,
    nlg: str | None,
    llm: str | None,
    database: str | None,
    store_url: str | None,
    resume: str | None,
    as_json: bool,
    script: Path | None,
) -> None:
    """Talk to a bot about one or more domains.

    \b
    dialog chat --domain restaurant
    dialog chat --domain hotel --domain restaurant --domain taxi
    echo "a cheap thai place" | dialog chat --domain restaurant --json
    """  # noqa: D301 - click wants the character
    from dialog.chat import Chat, prompted
    from dialog.config import load_config, with_llm
    from dialog.domain import load_domains
    from dialog.errors import ConfigError
    from dialog.files import LogFile
    from dialog.notices import NoticeLines
    from dialog.output import JsonOutput, Output, PlainOutput, RichOutput
    from dialog.session import Session
    from dialog.store import ConversationStore

    log_file = LogFile()
    notices = NoticeLines(Path(log_file.baseFilename))
    for handler in (log_file, notices):
        logging.getLogger("dialog").addHandler(handler)
    lines = _script_lines(script) if script else None
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty() and not script and not as_json
    store = ConversationStore(store_url)
    if resume and not domains:
        domains = tuple(store.load(resume).domains)
    if not domains:
        from dialog.domain import installed_domains

        known = ", ".join(sorted(installed_domains()))
        raise ConfigError(f"Name a domain to talk about with --domain; there are: {known}.")
    chosen = {"nlu": nlu, "dst": dst, "policy": policy, "nlg": nlg}
    options: dict[str, dict[str, Any]] = {k: {"name": name} for k, name in chosen.items() if name}
    loaded = load_domains(domains)
    resolved = load_config(config, options=options, domains=loaded)
    if llm is not None:
        options = with_llm(llm, options, resolved)
        resolved = load_config(config, options=options, domains=loaded)
    output: Output = (
        RichOutput()
        if at_terminal
        else JsonOutput()
        if as_json
        else PlainOutput(echo=script is not None)
    )
    if isinstance(output, RichOutput):
        notices.before = output.pause

    def announce(text: str) -> None:
        click.echo(text, err=True)

    with _spinner(at_terminal):
        from dialog.pipeline import Pipeline

        pipeline = Pipeline(loaded, resolved, database=database, announce=announce)
        pipeline.warm_up()
    session = Session(pipeline, store, resume=resume)
    if session.changed:
        announce(
            "The configuration or a domain has changed since; the conversation goes on with it."
        )
    renew = functools.partial(Session, pipeline, store)
    talk = Chat(session, output, renew, interactive=at_terminal)
    if at_terminal:
        output.note(f"Talking about {', '.join(loaded)}. /help tells more, /quit leaves.")
        talk.run(prompted(output.note))
        talk.farewell(input)
        kept = f" Go on with: dialog chat --resume {talk.session.id}" if talk.session.id else ""
        output.note(f"Goodbye.{kept}")
    else:
        talk.run(lines if lines is not None else _piped_lines())


def _script_lines(path: Path) -> list[str]:
    from dialog.errors import ConfigError

    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The script {path} cannot be read: {error}.") from error


def _piped_lines() -> Iterable[str]:
    if isinstance(sys.stdin, io.TextIOWrapper):  # bytes that are no UTF-8 become U+FFFD
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    return sys.stdin


def _spinner(shown: bool) -> contextlib.AbstractContextManager[Any]:
    if not shown:
        return contextlib.nullcontext()
    from rich.console import Console

    return Console().status("Loading the model ...")
