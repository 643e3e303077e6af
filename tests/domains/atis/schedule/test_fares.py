"""What flights cost."""

from __future__ import annotations

from collections import defaultdict

from ..tables import FARES, FLIGHTS, TABLES, Row, by_code, words


def test_every_flight_has_its_fares() -> None:
    routes = {(row["airline"], row["origin"], row["destination"]) for row in FLIGHTS}
    fares = defaultdict[tuple[str, str, str], list[Row]](list)
    for row in FARES:
        fares[row["airline"], row["origin"], row["destination"]].append(row)
    assert set(fares) == routes
    for rows in fares.values():
        assert 3 <= len(rows) <= 5
        codes = [row["basis"] for row in rows]
        assert len(set(codes)) == len(codes)
        assert "Y" in codes
        prices = [int(row["one_way"]) for row in rows]
        assert prices == sorted(prices, reverse=True)


def test_prices() -> None:
    for row in FARES:
        one_way, back = int(row["one_way"]), int(row["round_trip"])
        assert 15 <= one_way <= 1100
        assert 1.7 * one_way < back < 2 * one_way
    full = {
        (row["airline"], row["origin"], row["destination"]): int(row["one_way"])
        for row in FARES
        if row["basis"] == "Y"
    }
    assert full["UA", "BOS", "SFO"] > full["UA", "DEN", "SFO"] > full["UA", "SFO", "LAX"]
    assert all(full[airline, b, a] == fare for (airline, a, b), fare in full.items()
               if (airline, b, a) in full)  # fmt: skip


def test_fare_bases_and_restrictions_describe_themselves() -> None:
    classes = {row["class"] for row in TABLES["fare_bases"]}
    assert classes == {"first", "business", "coach", "thrift"}
    assert by_code("fare_bases", "QX")["description"] == (
        "coach class, discounted, from Monday to Friday, advance purchase needed"
    )
    assert by_code("fare_bases", "YN")["night"] == "yes"
    assert by_code("restrictions", "AP/57")["description"] == (
        "advance purchase, to be bought 14 days ahead, "
        "with a Saturday night and at most 30 days between the flights"
    )
    for row in TABLES["fare_bases"]:
        assert (row["economy"] == "yes") == (row["class"] in ("coach", "thrift"))
    for row in TABLES["meals"]:
        assert set(words(row["meals"])) <= {"breakfast", "lunch", "dinner", "snack"}
