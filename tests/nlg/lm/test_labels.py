"""Values that are called by the names of other slots."""

import pytest

from dialog.nlg.lm.labels import misnamed

OTHERS = {"postcode", "reference", "hour", "opening hour", "地址"}


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        (("The postcode is", 0, "."), [(0, "postcode")]),
        (("The area is", 0, "and the postcode is", 1, "."), [(1, "postcode")]),
        (("Done. Your Reference number is:", 0), [(0, "reference")]),
        (("Their phone number is", 0), []),
        (("It has a postcode in the", 0), []),
        (("The subpostcode is", 0), []),
        (("The opening hour is", 0), [(0, "opening hour")]),
        (("地址是", 0), [(0, "地址")]),
        (("电话：", 0), []),
        ((0, " is it."), []),
    ],
)
def test_values_behind_other_names(pieces, found) -> None:
    assert misnamed(pieces, [OTHERS, OTHERS]) == found
