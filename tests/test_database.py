"""The domains' tables, through real SQLite files."""

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.database import BookingError, Database
from dialog.domain import Domain
from dialog.errors import DialogError, StoreError
from dialog.schema import DomainSchema
from dialog.sql import default_url

CSV = """name,food,area,near,stars,phone
Roma,Italian,north,museum; city museum,4,111
Pho 24,vietnamese,centre,station;the market,3,222
Al 50%_off,italian,centre,market,4,333
"""


def schema(name: str = "eatery", **changes: object) -> DomainSchema:
    data: dict[str, object] = {
        "name": name,
        "description": "Finds eateries.",
        "entity": "eatery",
        "slots": {
            "name": {"description": "the name", "search": "optional", "question": "Which?"},
            "food": {"description": "the food", "search": "required", "question": "What food?"},
            "area": {"description": "the area", "search": "optional", "question": "Where?"},
            "near": {
                "description": "what it is near",
                "search": "optional",
                "question": "Near what?",
                "multiple": True,
            },
            "rank": {
                "description": "the stars",
                "type": "number",
                "column": "stars",
                "search": "optional",
                "question": "How many stars?",
            },
            "phone": {"description": "the phone number", "requestable": True},
            "day": {"description": "the day", "booking": "required", "question": "What day?"},
            "leave": {"description": "the start", "booking": "optional", "question": "From?"},
            "arrive": {"description": "the end", "booking": "optional", "question": "Until?"},
        },
        "database": {"table": name, "rows": "rows.csv"},
        "search": {},
        "booking": {"one_of": [["leave", "arrive"]], "gives": ["reference", "phone"]},
    }
    return DomainSchema.model_validate(data | changes)


def domain(folder: Path, csv: str = CSV, name: str = "eatery", **changes: object) -> Domain:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rows.csv").write_text(csv, encoding="utf-8")
    return Domain(schema=schema(name, **changes), path=folder)


def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'deep' / 'dialog.db'}"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(url(tmp_path), {"eatery": domain(tmp_path / "eatery")})


def names(rows: list[dict[str, str]]) -> list[str]:
    return [row["name"] for row in rows]


@pytest.mark.parametrize(
    ("constraints", "found"),
    [
        ({}, ["Roma", "Pho 24", "Al 50%_off"]),
        ({"food": "ITALIAN"}, ["Roma", "Al 50%_off"]),
        ({"food": "italian", "area": "Centre"}, ["Al 50%_off"]),
        ({"food": "dontcare", "area": ""}, ["Roma", "Pho 24", "Al 50%_off"]),
        ({"near": "City Museum"}, ["Roma"]),
        ({"near": "market"}, ["Al 50%_off"]),
        ({"near": "mus"}, []),
        ({"near": "%"}, []),
        ({"near": "mark_t"}, []),
        ({"near": "station;the market"}, []),
        ({"near": "x" * 100_000}, []),
        ({"name": "al 50%_OFF"}, ["Al 50%_off"]),
        ({"rank": "4"}, ["Roma", "Al 50%_off"]),
        ({"food": "\ud800\0"}, []),
    ],
)
def test_search(database: Database, constraints: dict[str, str], found: list[str]) -> None:
    assert names(database.search("eatery", constraints)) == found


def test_rows_have_every_column_as_text_and_no_key(database: Database) -> None:
    assert database.search("eatery", {}, limit=1) == [
        {
            "name": "Roma",
            "food": "Italian",
            "area": "north",
            "near": "museum;city museum",
            "stars": "4",
            "phone": "111",
        }
    ]


def test_sql_in_a_value_stays_text(database: Database) -> None:
    evil = "'; DROP TABLE eatery; --"
    assert database.search("eatery", {"food": evil, "near": evil}) == []
    booked = database.book("eatery", "Roma", {"day": evil, "leave": evil}, {"phone": evil})
    assert booked["day"] == evil
    assert len(database.search("eatery", {})) == 3


def test_unknown_names(database: Database) -> None:
    with pytest.raises(ValueError, match=r"no slot 'fod'.*Did you mean 'food'"):
        database.search("eatery", {"fod": "x"})
    with pytest.raises(ValueError, match="no slot 'day'"):
        database.search("eatery", {"day": "x"})
    with pytest.raises(ValueError, match="No domain 'eatry'"):
        database.search("eatry", {})
    with pytest.raises(ValueError, match="has no 'people'"):
        database.book("eatery", "Roma", {"people": "2"})


def test_values(database: Database) -> None:
    assert database.values("eatery", "near") == [
        "museum",
        "city museum",
        "station",
        "the market",
        "market",
    ]
    assert database.values("eatery", "rank") == ["4", "3"]


def test_unicode_case(tmp_path: Path) -> None:
    csv = "name,food,area,near,stars,phone\nCafé ÉTÉ,Öl,x,Ñam;b,1,2\n"
    database = Database(url(tmp_path), {"eatery": domain(tmp_path / "e", csv)})
    assert names(database.search("eatery", {"name": "CAFÉ été", "near": "ñAM"})) == ["Café ÉTÉ"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_search_is_the_plain_filter(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    word = st.text(alphabet="aAbBéÉßΣς %_/\\'\";-.", min_size=1, max_size=4).map(
        lambda s: s.replace(";", "").strip() or "a"
    )
    rows = data.draw(
        st.lists(
            st.fixed_dictionaries(
                {"name": word, "food": word, "near": st.lists(word, max_size=3).map(";".join)}
            ),
            min_size=1,
            max_size=6,
        )
    )
    wanted = data.draw(st.dictionaries(st.sampled_from(["name", "food", "near"]), word, max_size=3))

    class Given(Domain):
        def rows(self) -> list[dict[str, str]]:
            return rows

    slots = {
        name: {
            "description": name,
            "search": "optional",
            "question": "?",
            "multiple": name == "near",
        }
        for name in ("name", "food", "near")
    }
    small = schema(slots=slots, booking=None)
    folder = tmp_path_factory.mktemp("search")
    database = Database("sqlite://", {"eatery": Given(schema=small, path=folder)})

    def fits(row: dict[str, str]) -> bool:
        return all(
            v.lower() in row[s].lower().split(";") if s == "near" else v.lower() == row[s].lower()
            for s, v in wanted.items()
        )

    assert database.search("eatery", wanted) == [row for row in rows if fits(row)]
    database.close()


def test_booking(database: Database) -> None:
    made = database.book(
        "eatery", "ROMA", {"day": "friday", "leave": "10:00"}, {"phone": "9"}, conversation="c1"
    )
    assert made["entity"] == "Roma"
    assert (made["day"], made["leave"], made["arrive"]) == ("friday", "10:00", "")
    assert (made["phone"], made["conversation_id"]) == ("9", "c1")
    assert len(made["reference"]) == 8
    assert made["reference"].isalnum()
    assert made["reference"].upper() == made["reference"]
    assert database.bookings("eatery") == [made]


@pytest.mark.parametrize(
    ("key", "details", "sentence"),
    [
        ("Roma", {"leave": "10:00"}, "missing: the day"),
        ("Roma", {"day": "dontcare", "leave": "10:00"}, "missing: the day"),
        ("Roma", {"day": "friday"}, "missing: the start or the end"),
        ("", {"day": "friday", "leave": "10:00"}, "no eatery to book yet"),
        ("Napoli", {"day": "friday", "leave": "10:00"}, "no eatery called 'Napoli'"),
    ],
)
def test_an_incomplete_booking_writes_nothing(
    database: Database, key: str, details: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BookingError, match=sentence):
        database.book("eatery", key, details)
    assert database.bookings("eatery") == []


def test_a_booking_that_fails_midway_leaves_nothing(database: Database) -> None:
    def refuse(number: int) -> dict[str, str]:
        raise BookingError(f"Full after {number}.")

    with pytest.raises(BookingError, match="Full after 0"):
        database.book("eatery", "Roma", {"day": "friday", "leave": "1"}, refuse)
    with pytest.raises(ValueError, match="has no 'color'"):
        database.book("eatery", "Roma", {"day": "friday", "leave": "1"}, {"color": "red"})
    assert database.bookings("eatery") == []


def test_a_plugin_may_give_the_reference_itself(database: Database) -> None:
    details = {"day": "friday", "leave": "10:00"}
    long = "ABC-2026-000017"
    made = database.book("eatery", "Roma", details, lambda n: {"reference": f" {long}"})
    assert made["reference"] == long
    assert len(database.book("eatery", "Roma", details, {"reference": ""})["reference"]) == 8
    with pytest.raises(ValueError, match=f"The reference {long!r} .* given before"):
        database.book("eatery", "Roma", details, {"reference": long})
    assert len(database.bookings("eatery")) == 2


@pytest.mark.parametrize("in_memory", [False, True])
def test_threads_book_at_the_same_time(tmp_path: Path, in_memory: bool) -> None:
    target = "sqlite://" if in_memory else url(tmp_path)
    database = Database(target, {"eatery": domain(tmp_path / "e")})
    failures: list[Exception] = []

    def book() -> None:
        try:
            for _ in range(10):
                details = {"day": "friday", "leave": "10:00"}
                database.book("eatery", "Roma", details, lambda n: {"phone": str(n)})
        except (DialogError, sa.exc.SQLAlchemyError) as error:
            failures.append(error)

    threads = [threading.Thread(target=book) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = database.bookings("eatery")
    assert failures == []
    assert [b["phone"] for b in made] == [str(n) for n in range(40)]
    assert len({b["reference"] for b in made}) == 40


def test_changed_rows_replace_the_old_and_keep_bookings(tmp_path: Path) -> None:
    first = Database(url(tmp_path), {"eatery": domain(tmp_path / "e")})
    first.book("eatery", "Roma", {"day": "friday", "leave": "1"})
    first.close()
    lines = CSV.splitlines()
    fewer = domain(tmp_path / "e", "\n".join(lines[:2]) + "\n")
    second = Database(url(tmp_path), {"eatery": fewer})
    assert names(second.search("eatery", {})) == ["Roma"]
    assert len(second.bookings("eatery")) == 1
    second.close()
    wider = "\n".join([lines[0] + ",garden", lines[2] + ",yes"]) + "\n"
    third = Database(url(tmp_path), {"eatery": domain(tmp_path / "e", wider)})
    assert [(r["name"], r["garden"]) for r in third.search("eatery", {})] == [("Pho 24", "yes")]
    assert len(third.bookings("eatery")) == 1


def test_rows_that_somebody_else_put_there_stay(tmp_path: Path) -> None:
    first = Database(url(tmp_path), {"eatery": domain(tmp_path / "e")})
    first.open()
    first.close()
    with sqlite3.connect(tmp_path / "deep" / "dialog.db") as raw:
        raw.execute("DELETE FROM dialog_rows")
        raw.execute("UPDATE eatery SET food = 'mine'")
    raw.close()
    again = Database(url(tmp_path), {"eatery": domain(tmp_path / "e")})
    assert len(again.search("eatery", {"food": "mine"})) == 3


def test_two_domains_with_one_table(tmp_path: Path) -> None:
    both = {
        "a": domain(tmp_path / "a", name="a", database={"table": "places", "rows": "rows.csv"}),
        "b": domain(tmp_path / "b", name="b", database={"table": "Places", "rows": "rows.csv"}),
    }
    with pytest.raises(StoreError, match="'b' and the domain 'a' both have a table 'Places'"):
        Database(url(tmp_path), both).open()


def test_a_table_with_other_columns(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE eatery (name TEXT)")
    raw.close()
    database = Database(f"sqlite:///{path}", {"eatery": domain(tmp_path / "e")})
    with pytest.raises(StoreError, match=r"'eatery' in .*other.db lacks the columns area, food"):
        database.open()
    with sqlite3.connect(path) as raw:
        tables = raw.execute("SELECT name FROM sqlite_master").fetchall()
    raw.close()
    assert tables == [("eatery",)]


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"these are notes, not a database\n" * 100)
    database = Database(f"sqlite:///{path}", {"eatery": domain(tmp_path / "e")})
    with pytest.raises(StoreError, match=r"notes.db is no SQLite database; move it away"):
        database.search("eatery", {})
    assert path.read_bytes().startswith(b"these are notes")


def test_a_full_disk(tmp_path: Path, database: Database) -> None:
    database.open()
    with database._sql.transaction() as connection:
        pages = connection.execute(sa.text("PRAGMA page_count")).scalar_one()
    sa.event.listen(
        database._sql._engine,
        "begin",
        lambda c: c.connection.driver_connection.execute(f"PRAGMA max_page_count={pages}"),
        insert=True,
    )
    with pytest.raises(StoreError, match=r"dialog.db cannot grow because the disk is full"):
        database.book("eatery", "Roma", {"day": "x" * 100_000, "leave": "1"})
    assert database.bookings("eatery") == []


@pytest.mark.parametrize("bad", ["nonsense", "nosuchdb://x/y"])
def test_a_bad_url(tmp_path: Path, bad: str) -> None:
    with pytest.raises(StoreError, match="no database URL; write it like"):
        Database(bad, {"eatery": domain(tmp_path / "e")}).open()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    target = f"sqlite:///{tmp_path / 'file' / 'x' / 'dialog.db'}"
    with pytest.raises(StoreError, match="DIALOG_HOME"):
        Database(target, {"eatery": domain(tmp_path / "e")}).open()


def test_the_default_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "home"))
    database = Database(None, {"eatery": domain(tmp_path / "e")})
    assert default_url().startswith("sqlite:///")
    assert database.place == str(tmp_path / "home" / "dialog.db")
    assert len(database.search("eatery", {})) == 3
    assert Path(database.place).is_file()


def test_a_password_is_not_shown() -> None:
    assert "secret" not in Database("postgresql://me:secret@host/db", {}).place


PRICED = {
    "price": {"description": "the price", "search": "optional", "spans": [10, 20]},
    "dishes": {"description": "dishes", "search": "optional", "multiple": True, "many": True},
}


@pytest.mark.parametrize("wanted", ["at least 10", "10-20", "under 20", "免费", "5.5", "cheap"])
def test_a_span_of_numbers_is_searched_by_as_it_is_compared(tmp_path: Path, wanted: str) -> None:
    cells = ["0", "5.5", "10", "15", "20", "21", ""]
    csv = "name,price,dishes\n" + "".join(f"n{i},{cell},x\n" for i, cell in enumerate(cells))
    slots = {"name": {"description": "the name", "search": "optional"}, **PRICED}
    database = Database(url(tmp_path), {"eatery": domain(tmp_path, csv, slots=slots, booking=None)})
    slot = schema(slots=slots, booking=None).slots["price"]
    fit = [f"n{i}" for i, cell in enumerate(cells) if slot.holds(cell, wanted)]
    assert names(database.search("eatery", {"price": wanted})) == fit


def test_values_that_stand_together_are_all_there(tmp_path: Path) -> None:
    csv = "name,price,dishes\nRoma,1,pasta;pizza\nPho,2,pho;pasta\n"
    slots = {"name": {"description": "the name", "search": "optional"}, **PRICED}
    database = Database(url(tmp_path), {"eatery": domain(tmp_path, csv, slots=slots, booking=None)})
    assert names(database.search("eatery", {"dishes": "pizza;Pasta"})) == ["Roma"]
    assert names(database.search("eatery", {"dishes": "pasta"})) == ["Roma", "Pho"]


@pytest.mark.parametrize(
    ("bound", "wanted", "found"),
    [
        ("at_least", "3", ["Four", "Ten", "Twelve"]),
        ("at_most", "10", ["Ten", "Four", "Two"]),
        ("at_least", "13", []),
    ],
)
def test_within_a_bound_the_nearest_comes_first(
    tmp_path: Path, bound: str, wanted: str, found: list[str]
) -> None:
    slots = schema().model_dump()["slots"]
    slots["rank"]["bound"] = bound
    stars = {"Two": 2, "Four": 4, "Ten": 10, "Twelve": 12, "None": ""}
    csv = "name,food,area,near,stars,phone\n"
    csv += "".join(f"{name},thai,centre,park,{number},1\n" for name, number in stars.items())
    plugin = domain(tmp_path / "eatery", csv, slots=slots)
    rows = Database(url(tmp_path), {"eatery": plugin}).search("eatery", {"rank": wanted})
    assert names(rows) == found
