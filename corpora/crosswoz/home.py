"""Where the files of CrossWOZ are published; its training split has to be fetched by hand."""

from dialog.corpus import Remote

_HOME = "https://raw.githubusercontent.com/thu-coai/CrossWOZ/master/data/crosswoz/"

_TEMPLATES = (
    "https://raw.githubusercontent.com/thu-coai/CrossWOZ/master/convlab2/nlg/template/crosswoz/"
)

HOME = (
    Remote(
        f"{_HOME}database/attraction_db.json",
        "database/attraction_db.json",
        "89b0db1a11ce63233e822ead70c30522d5b7715542307b9235d8c4d69d18929d",
        504823,
    ),
    Remote(
        f"{_HOME}database/hotel_db.json",
        "database/hotel_db.json",
        "5746b3846f285c82dd7640b50d3ac21f2ae929f52fdca2b603e452585a4a694e",
        1237003,
    ),
    Remote(
        f"{_HOME}database/metro_db.json",
        "database/metro_db.json",
        "d609df3795b6aed7abac06e5a9f7e5ef885858ea2847bc8f92fd7a91aa6ed528",
        512712,
    ),
    Remote(
        f"{_HOME}database/restaurant_db.json",
        "database/restaurant_db.json",
        "df3827ac9bd0536d4c7c92aa41c7071b240a8c85d8a24fbd6b8b25753382d296",
        1335662,
    ),
    Remote(
        f"{_HOME}database/taxi_db.json",
        "database/taxi_db.json",
        "d03ccc6497d8dd23880299551e707cc0ad2f46ac830245fb1dba97190676fbb2",
        119,
    ),
    Remote(
        f"{_HOME}sys_da_voc.json",
        "sys_da_voc.json",
        "1a654d8ddf66f1384e3d8d6b88f790a1cdb1a89153b03e552454e4389ba4eeb4",
        5899,
    ),
    Remote(
        f"{_HOME}test.json.zip",
        "test.json.zip",
        "e57703894995211bba8638f130dc7df81e8992b71f3c05c10022ad23d6ca5310",
        1367462,
    ),
    Remote(
        f"{_HOME}usr_da_voc.json",
        "usr_da_voc.json",
        "ea5f74ea94bbcbf765da348525650ee7275170098345e09940571c2863272d9a",
        6011,
    ),
    Remote(
        f"{_HOME}val.json.zip",
        "val.json.zip",
        "b2b717990f6f0a1c98daaf5dc465e61d42f7de69c0d31e88e674275b1f34c94c",
        1368203,
    ),
    Remote(
        f"{_TEMPLATES}auto_system_template_nlg.json",
        "templates/auto_system_template_nlg.json.gz",
        "9ded8dfea7afd85e6ee7ffae0721e17525a46b3f6b968b17019185dce6b1d671",
        3667078,
    ),
    Remote(
        f"{_TEMPLATES}auto_user_template_nlg.json",
        "templates/auto_user_template_nlg.json.gz",
        "9b13be28437093a0d851e9d8dfc94d9ecb17807a9e4ea08eba1fff69ae3b55f6",
        4132903,
    ),
    Remote(
        f"{_TEMPLATES}manual_system_template_nlg.json",
        "templates/manual_system_template_nlg.json",
        "4b7f3303667281707ca815f47bf95bf5151ba43afeea649cf0145ff230c95b7c",
        75438,
    ),
    Remote(
        f"{_TEMPLATES}manual_user_template_nlg.json",
        "templates/manual_user_template_nlg.json",
        "e9240d309a5597af9d851b0a5003ca45021380e2ea9bd2d7f2fdd8e7446a8d5c",
        29539,
    ),
)
