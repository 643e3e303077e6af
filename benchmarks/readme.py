"""Write the transcripts of README.md anew: `python benchmarks/readme.py [--check]`.

Between `<!-- transcript:NAME -->` and `<!-- end -->` stands what `dialog chat` answers to the
lines of `scripts/NAME.txt`, each run with an empty data folder. With `--check` nothing is
written, and the exit status is 1 if a transcript differs.
"""

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOMAINS = {
    "restaurant": ("restaurant",),
    "city": ("hotel", "restaurant", "taxi"),
    "atis": ("atis",),
    "crosswoz": ("crosswoz",),
}
BLOCK = re.compile(r"(?<=<!-- transcript:)(\w+) -->\n.*?(?=<!-- end -->)", re.DOTALL)


def transcript(name: str) -> str:
    """Return a script's command and conversation as the terminal shows them."""
    chosen = [word for domain in DOMAINS[name] for word in ("--domain", domain)]
    command = ["chat", *chosen, "--script", f"benchmarks/scripts/{name}.txt"]
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "cli", *command],
            cwd=ROOT,
            env={**os.environ, "DIALOG_HOME": home},
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
        )
    if done.returncode:
        sys.exit(f"dialog {' '.join(command)} failed with exit status {done.returncode}.")
    return f"$ dialog {' '.join(command)}\n{done.stdout}"


def regenerated(text: str) -> str:
    """Return the README's text with the transcripts of today's program."""
    return BLOCK.sub(lambda block: f"{block[1]} -->\n```text\n{transcript(block[1])}```\n", text)


def main() -> None:
    """Write or check the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    check = parser.parse_args().check

    before = README.read_text(encoding="utf-8")
    after = regenerated(before)
    if before == after:
        print("README.md is up to date.")
    elif check:
        lines = (before.splitlines(), after.splitlines())
        print(*difflib.unified_diff(*lines, "README.md", "today", lineterm=""), sep="\n")
        sys.exit("README.md is out of date; run python benchmarks/readme.py.")
    else:
        README.write_text(after, encoding="utf-8")
        print("README.md is rewritten.")


if __name__ == "__main__":
    main()
