"""The names that labels have in a report."""

from collections.abc import Callable, Sequence

from dialog.nlu.report.judged import Judged

Short = Callable[[str], str]


def shortener(judged: Sequence[Judged]) -> Short:
    """Return what takes the domain from labels, where there is only one that they could name."""
    names = {a.domain for e in judged for a in (*e.wanted, *e.said) if a.domain}
    [only] = names if len(names) == 1 else [""]
    return lambda label: label.replace(f"{only}.", "") if only else label
