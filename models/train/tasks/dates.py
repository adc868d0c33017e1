"""Generates the dates task: a date in words or mixed notation, answered in ISO 8601."""

from __future__ import annotations

import calendar
import datetime
import random

from .common import UNSEEN_TAG, Item, normalise

NAME = "dates"
SCORER = "exact"
SYSTEM = "Write the date in ISO 8601 form."
SYSTEM_PARAPHRASES = (
    "Convert the date to ISO 8601 (YYYY-MM-DD).",
    "Give the date as year-month-day in digits.",
    "Answer with the date in the form YYYY-MM-DD only.",
)
UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
FIRST_YEAR, LAST_YEAR = 1950, 2049
SEEN = (
    "the {ordinal} of {month}, {year}", "the {ordinal} of {month} {year}", "{month} the {ordinal}, {year}",
    "{ordinal} {month} {year}", "{month} {ordinal}, {year}", "{day} {month} {year}", "{month} {day}, {year}",
    "{weekday}, {day} {month} {year}", "{weekday} the {ordinal} of {month} {year}", "{day} {short} {year}",
    "{short} {day}, {year}", "{short}. {day} {year}", "{day}.{number}.{digits}", "on the {ordinal} of {month} in {year}",
    "the {ordinal} day of {month} {year}", "{year}, {month} {day}", "The meeting is on {weekday}, {month} {day}, {year}.",
    "Your letter of {day} {month} {year}", "I was born on the {ordinal} of {month}, {year}.",
    "Please reply before {month} {ordinal}, {year}.", "The permit ends on the {ordinal} of {month} {year}.",
)
UNSEEN = (
    "in {year}, on the {ordinal} of {month}", "{month} {year}, the {ordinal}", "{weekday} {month} the {ordinal} {year}",
    "Your letter of {weekday} the {ordinal} of {month}, {year}", "The permit is for {short} {day}, {year}.",
    "Please reply on the {ordinal} day of {month}, {year}.", "{year}: {day} {month}", "before {day} {short}. {year}",
)
LAST_DAY_SEEN = ("the last day of {month} {year}", "the last day of {month}, {year}", "the last day of {short} {year}", "{year}, the last day of {month}")
LAST_DAY_UNSEEN = ("the last day in {month} of {year}", "Please reply before the last day of {month} {year}.")
FEASTS = {"Christmas Day": (12, 25), "New Year's Day": (1, 1), "New Year's Eve": (12, 31), "Christmas Eve": (12, 24), "Boxing Day": (12, 26)}


def words_below_hundred(number: int) -> str:
    """Spell a number from 0 to 99."""
    if number < 20:
        return UNITS[number]
    return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")


def ordinal_words(number: int) -> str:
    """Spell an ordinal from 1 to 31."""
    if number <= 20:
        return ORDINALS[number]
    return "thirtieth" if number == 30 else f"{TENS[number // 10]}-{ORDINALS[number % 10]}"


def ordinal_digits(number: int) -> str:
    """Write an ordinal as digits with its ending, such as 3rd."""
    ending = "th" if 11 <= number <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def year_words(source: random.Random, year: int) -> str:
    """Spell a year the way it is spoken."""
    century, rest = divmod(year, 100)
    if 2000 <= year < 2010:
        return "two thousand" + (source.choice([" ", " and "]) + UNITS[rest] if rest else "")
    if year >= 2010 and source.random() < 0.3:
        return "two thousand" + source.choice([" ", " and "]) + words_below_hundred(rest)
    return f"{words_below_hundred(century)} {words_below_hundred(rest)}"


def random_date(source: random.Random) -> datetime.date:
    """A day in the years covered, every month equally likely."""
    year, month = source.randint(FIRST_YEAR, LAST_YEAR), source.randint(1, 12)
    return datetime.date(year, month, source.randint(1, calendar.monthrange(year, month)[1]))


def fill(source: random.Random, template: str, date: datetime.date) -> str:
    """Put one date into a template; ordinals and years appear as words or digits."""
    return template.format(
        ordinal=source.choice([ordinal_words, ordinal_words, ordinal_digits])(date.day),
        month=calendar.month_name[date.month],
        short=calendar.month_abbr[date.month],
        year=year_words(source, date.year) if source.random() < 0.4 else str(date.year),
        weekday=calendar.day_name[date.weekday()],
        day=date.day, number=date.month, digits=date.year,
    )


def make_item(source: random.Random, unseen: bool = False) -> Item:
    """One date; a few are the last day of a month or a feast day."""
    tags = (UNSEEN_TAG,) if unseen else ()
    date, chance = random_date(source), source.random()
    templates = UNSEEN if unseen else SEEN
    if chance < 0.10:
        date = date.replace(day=calendar.monthrange(date.year, date.month)[1])
        templates = LAST_DAY_UNSEEN if unseen else LAST_DAY_SEEN
    elif chance < 0.14 and not unseen:
        feast = source.choice(list(FEASTS))
        date = datetime.date(date.year, *FEASTS[feast])
        templates = (feast + " {year}", feast + ", {year}")
    text = fill(source, source.choice(templates), date)
    if source.random() < 0.1:
        text = text.lower()
    return Item(text, date.isoformat(), tags)


def key(item: Item) -> str:
    """Two date items are the same when their normalised text is."""
    return normalise(item.user)
