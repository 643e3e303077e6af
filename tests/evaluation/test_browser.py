"""Dialogues on a page: which are shown, what of them, and what a script does with them."""

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.evaluation.bars import drawn
from dialog.evaluation.blocks import Bar, Bars, Browser, Reason, Said, Table, Told
from dialog.evaluation.browser import browser, changes, chosen
from dialog.evaluation.intervals import Interval
from dialog.evaluation.page import page
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Metric, Report, Section

CHROME = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
WRONG = Told(
    "talk 1",
    [
        Said("user", "Thai <food>", "inform(food=thai)", ["food: nothing → thai"]),
        Said("system", "Ada is Greek.", faults=["food is greek"]),
    ],
    "food=thai",
    [Reason("wrong offer", "food"), Reason("not told", "phone")],
)
RIGHT = Told("talk 2", [Said("user", "bye")])


def told(kinds: list[str]) -> list[Told]:
    return [Told(str(at), [], reasons=[Reason(k)] if k else []) for at, k in enumerate(kinds)]


def test_how_a_state_changed() -> None:
    before, after = {"food": "thai", "area": "north"}, {"food": "greek", "stars": "4"}
    assert changes(before, after) == [
        "food: thai → greek", "stars: nothing → 4", "area: north → nothing"
    ]  # fmt: skip
    assert changes(after, after) == []


@given(st.lists(st.sampled_from(["", "a", "b"])), st.integers(1, 10))
def test_of_too_many_dialogues_every_kind_has_its_part(kinds: list[str], most: int) -> None:
    shown = chosen(kinds, most)
    assert len(shown) == min(most, len(kinds))
    assert shown == sorted(set(shown))
    if most >= 3:
        assert {kinds[place] for place in shown} == set(kinds)


def test_a_page_says_how_many_dialogues_it_leaves_out() -> None:
    made = browser(Browser(told(["", "a"] * 150), left_out=1000))
    assert made.count("<details") == 200
    assert "200 of 1,300 dialogues" in made
    assert "dialogues" not in browser(Browser([RIGHT, WRONG])).split("<form")[0]


def test_a_dialogue_tells_acts_changes_and_why_it_failed() -> None:
    made = browser(Browser([RIGHT, WRONG]))
    words = html.unescape(re.sub(r"<[^>]+>", " ", made))
    for part in ("talk 1", "wrong offer (food); not told (phone)", "Wanted: food=thai",
                 "Thai <food>", "inform(food=thai)", "food: nothing → thai", "✗ food is greek",
                 "nothing wrong (1)", "not told (1)"):  # fmt: skip
        assert part in words, part
    assert made.index("talk 1") < made.index("talk 2")  # failures first
    assert 'data-kinds="wrong offer|not told"' in made


def whole() -> str:
    table = Table(("name", "share"), [("a", 9.5), ("b", 1000.25), ("c", None), ("d", 10.0)])
    bars = Bars("Bars", "%", [Bar("up", 50, Interval(40, 60)), Bar("down", -5)])
    blocks = [table, bars, Browser([WRONG, RIGHT])]
    metric = Metric("success", "Success", 50.0, interval=Interval(20, 80))
    return page(Report("R", [metric], Provenance({}, {}, 0), [Section("S", blocks)]))


def test_bars_have_a_description_in_words() -> None:
    assert 'aria-label="Bars: up 50.0, down -5 %"' in whole()


def test_bars_on_both_sides_of_0_share_one_axis() -> None:
    shown = drawn(Bars("B", "", [Bar("up", 0.3, Interval(0.05, 0.65)), Bar("down", -0.5)]))
    numbers = re.findall(r"<text[^>]*>([-.\d]+)</text>", shown)
    assert numbers == ["-0.4", "-0.2", "0", "0.2", "0.4", "0.6", "0.3", "-0.5"]


PROBE = """
<script>
const texts = (selector) => [...document.querySelectorAll(selector)].map((e) => e.textContent);
const names = () => texts("table.sorts tbody td:first-child").join("");
const [name, share] = document.querySelectorAll("table.sorts button");
const found = [names()];
share.click(); found.push(names());
share.click(); found.push(names());
name.click(); found.push(names());
found.push(name.closest("th").getAttribute("aria-sort"));
share.focus(); found.push(document.activeElement === share);
const [kind] = document.querySelectorAll(".filter select");
kind.value = "not told";
kind.dispatchEvent(new Event("input", { bubbles: true }));
const open = () => [...document.querySelectorAll(".dialogue")].filter((e) => !e.hidden).length;
found.push(open());
kind.value = "";
const words = document.querySelector(".filter input");
words.value = "GREEK";
words.dispatchEvent(new Event("input", { bubbles: true }));
found.push(open(), texts(".filter output").join(""));
found.push(document.documentElement.scrollWidth <= window.innerWidth);
document.body.innerHTML = `<pre id="found">${JSON.stringify(found)}</pre>`;
</script></body>
"""


@pytest.mark.skipif(CHROME is None, reason="there is no Chromium on this machine")
def test_in_a_browser_tables_sort_and_dialogues_are_chosen(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(whole().replace("</body>", PROBE), encoding="utf-8")
    words = [
        *(str(CHROME), "--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom"),
        *(f"--user-data-dir={tmp_path / 'profile'}", "--window-size=500,900", path.as_uri()),
    ]
    shown = subprocess.run(words, capture_output=True, text=True, timeout=200, check=True).stdout
    found = re.search(r'<pre id="found">(.*?)</pre>', shown)
    assert found, shown[-500:]
    assert html.unescape(found[1]) == (
        '["abcd","bdac","adbc","abcd","ascending",true,1,1,"1 of 2",true]'
    )
