"""Plain words that claim nothing pass; attributes that nobody gave do not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dialog.domain import load_domain, load_domains
from dialog.scaffold import new_domain

Judge = Callable[..., tuple[str, ...]]
OFFER = "restaurant.offer(name=Addis Table)"
CASTLE = "attraction.offer(name=Castle Orrin, type=castle, entrance_fee=4 pounds)"
TRAIN = (
    'train.offer(train_id=TR6037, leave_at="07:09", arrive_by="07:26", duration=17 minutes, '
    "price=4.40 pounds)"
)


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        (OFFER, "I've rummaged up Addis Table for you."),  # what the speaker does
        (OFFER, "Addis Table should suit you. Shall I wangle a table?"),  # a question
        (OFFER, "Jot this down: Addis Table, in the centre."),  # an order
        (OFFER, "They whip up Ethiopian food at Addis Table."),  # a verb before a value
        (OFFER, "Addis Table is nestled in the centre."),
        (OFFER, "Addis Table is conveniently in the centre."),  # an adverb
        (OFFER, "Addis Table it is. Let me know if I should go ahead and book it."),
        ("restaurant.request(food)", "What flavours do you crave?"),
        ("restaurant.inform(phone=614953)", "To get hold of them, ring 614953."),
        ("restaurant.nooffer(food=thai)", "I scoured the list, but there is no Thai food."),
        ("hotel.inform(parking=yes)", "Yes, you can park there."),
        (CASTLE, "Castle Orrin is a castle in the north, and it costs 4 pounds to get in."),
        ("attraction.inform(entrance_fee=free)", "You don't pay anything, it's free."),
        (TRAIN, "TR6037 departs Quexford at 7:09 am, and reaches Ambleworth at 7:26 am. "
                "It takes 17 minutes for 4.40 pounds."),
        ("bye()", "It was lovely to meet you. Have a great evening!"),
        ("bye()", "Sit back and relax!"),
        (OFFER, "Have a nibble at Addis Table."),  # what the user is asked to do
        (OFFER, "If there's a hiccup, I can look again. How about Addis Table?"),  # supposed
        (OFFER, "I have taken the trouble of unearthing Addis Table."),  # no having
        (OFFER, "Ethiopian grub is what Addis Table dishes up."),
        (OFFER, "Addis Table gets my nod."),  # the speaker's
        (OFFER, "Addis Table springs to mind."),  # a saying
        ("restaurant.inform(pricerange=cheap)", "Tariffs are cheap."),
        ("restaurant.inform(phone=614953)", "Give them a tinkle on 614953."),
        ("restaurant.inform(phone=614953)", "Their hotline is manned on 614953."),
        ("restaurant.request(food)", "Which culinary tradition do you favour?"),
        ("restaurant.repeat()", "That flew right over my head. Come again?"),
        ("hotel.inform(stars=4)", "It has earned 4 stars."),
        ("hotel.inform(pricerange=expensive)", "It suits an expensive budget."),
        ("train.request(departure)", "I'm going to need some information. Where do you start?"),
    ],
)  # fmt: skip
def test_plain_words_pass(acts: str, text: str, judge: Judge) -> None:
    assert judge(acts, text) == ()


@pytest.mark.parametrize(
    ("acts", "text", "word"),
    [
        (OFFER, "Addis Table has a lovely garden.", "garden"),
        (OFFER, "Addis Table is a cosy restaurant.", "cosy"),
        (OFFER, "Addis Table is nice. Pets are allowed.", "pets"),
        (OFFER, "Addis Table is open until late.", "late"),
        (OFFER, "Addis Table burned down.", "burned"),
        (OFFER, "Addis Table overlooks the river.", "river"),
        (OFFER, "I can offer you a terrace at Addis Table.", "terrace"),
        (OFFER, "How about Addis Table with its garden?", "garden"),
        (OFFER, "Addis Table is nice. I popped you in for dinner.", "popped"),
        (OFFER, "Would you like Addis Table or the beacon spa hotel?", "beacon"),
        (OFFER, "Addis Table is within walking distance.", "walking"),
        (OFFER, "Addis Table is an unpretentious Ethiopian restaurant.", "unpretentious"),
        (OFFER, "Addis Table has a koi pond.", "koi"),
        (OFFER, "Addis Table is in the centre, leafy and quaint.", "leafy"),
        (OFFER, "Addis Table does Ethiopian food for foodies.", "foodies"),
        (OFFER, "Addis Table is in the centre, amid the skyscrapers.", "skyscrapers"),
        (OFFER, "I adore the rafters at Addis Table.", "rafters"),
        (OFFER, "You can haggle. Addis Table is in the centre.", "haggle"),
        (OFFER, "Addis Table went bust.", "bust"),
        ("restaurant.inform(phone=614953)", "The number of the smithy is 614953.", "smithy"),
        (OFFER, "Have a swim at Addis Table.", "swim"),
        (OFFER, "I nabbed you a table at Addis Table.", "nabbed"),
        (OFFER, "You've snagged a table at Addis Table.", "snagged"),
        (OFFER, "Addis Table it is, and merci beaucoup.", "beaucoup"),
        ("bye()", "Goodbye, and prego, arrivederci!", "prego"),
        ("restaurant.request(day)", "It gets crowded. On which day would you like it?", "crowded"),
        ("hotel.inform(parking=yes)", "Yes, they have parking and a sauna.", "sauna"),
        (CASTLE, "Castle Orrin has views over the valley. Entrance is 4 pounds.", "views"),
        (TRAIN, "TR6037 leaves Quexford at 07:09 and arrives in Ambleworth at 07:26. "
                "It takes 17 minutes for 4.40 pounds. Bikes are allowed.", "bikes"),
    ],
)  # fmt: skip
def test_attributes_that_nobody_gave_do_not(acts: str, text: str, word: str, judge: Judge) -> None:
    assert any(f"'{word}' is no fact" == problem for problem in judge(acts, text))


def test_what_the_user_told_is_not_put_forward(judge: Judge) -> None:
    assert judge("taxi.request(leave_at)", "When should it pick you up? Siam House is nice.")


def test_entrance_may_be_free_and_nothing_else(judge: Judge) -> None:
    acts = "attraction.inform(entrance_fee=free)"
    assert judge(acts, "It's free to get in.") == ()
    assert judge(acts, "It's free to get in. You can stay for free.")


def test_a_new_plugin_brings_its_own_words(tmp_path: Path, judge: Judge) -> None:
    domain = load_domain(new_domain("visits", tmp_path))
    domains = {"visits": domain}
    row = next(iter(domain.rows()))
    offer = f'visits.offer(name="{row["name"]}")'
    good = f"I'd suggest {row['name']}. Shall I go ahead and book it?"
    assert judge(offer, good, domains) == ()
    assert judge(offer, f"{row['name']} has a lovely garden.", domains)
    assert judge(offer, f"{row['name']} it is. Your booking is ready.", domains)


def test_a_timetable_does_not_tell_when_it_is_closed(judge: Judge) -> None:
    acts = 'attraction.inform(openhours="every day from 10:00 to 18:00")'
    assert judge(acts, "It's open every day from 10 am to 6 pm.") == ()
    assert judge(acts, "It's open every day from 10:00 to 18:00. It is closed on sundays.")
    week = 'attraction.inform(openhours="from Sunday to Friday, 10:00 to 18:00")'
    assert judge(week, "It's open from Sunday to Friday, 10:00 to 18:00. It's closed on Sunday.")


def test_a_plain_word_that_is_praised_like_a_name_is_a_name(judge: Judge) -> None:
    asks = "On Saturday, then. When would you like to leave, or by what time do you have to arrive?"
    acts = "train.confreq(day=saturday, leave_at)"
    assert judge(acts, f"Saturday is fine. {asks}") == ()
    assert judge(acts, f"Station is nice as well. {asks}") == ("'Station' is no fact",)


def test_to_feel_free_is_no_price(judge: Judge) -> None:
    domains = load_domains(["attraction", "restaurant"])
    assert judge("bye()", "Feel free to come back. Goodbye!", domains) == ()
    assert judge("bye()", "Castles are free. Goodbye!", domains)


def test_help_today_is_no_day(judge: Judge) -> None:
    domains = load_domains(["train"])
    assert judge("bye()", "Thanks for letting us help you today! Goodbye.", domains) == ()
    assert judge("bye()", "The train leaves today! Goodbye.", domains)


def test_what_costs_nothing_may_be_said_so(judge: Judge) -> None:
    acts = "attraction.inform(entrance_fee=free)"
    assert judge(acts, "Nobody will ask you for money, it's free.") == ()
    assert judge(acts, "It's free. Nobody will ask you for money, and drinks are included.")


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("hotel.inform(internet=no)", "No, I'm afraid the quidnunc has no wifi."),
        ("taxi.request(departure)", "Where should it pick you up, and hartley's is nice as well."),
        ("hotel.inform(parking=yes)", "Yes, it has free parking. Your car is coming."),
        ("attraction.inform(entrance_fee=free)", "It's free to get in. Your room is free."),
    ],
)
def test_lies_that_once_passed(acts: str, text: str, judge: Judge) -> None:
    assert judge(acts, text)


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("taxi.request(departure)", "Where should the taxi pick you up, and your car is coming."),
        ("hotel.offer(name=Campus Inn)", "How about little hanoi, or Campus Inn?"),
        ("hotel.confirm(task=book)", "Shall I book a room at Noodle Corner?"),
        ("attraction.inform(phone=399620)", "You can call the quidnunc hotel on 399620."),
    ],
)
def test_other_names_and_bookings_that_once_passed(acts: str, text: str, judge: Judge) -> None:
    assert judge(acts, text)
