"""Generates the extraction task: six fields of a short letter as one line of JSON, null where absent."""

from __future__ import annotations

import calendar
import json
import random

from .common import UNSEEN_TAG, Item, city_name, full_name, normalise, reference_code, street_address
from .dates import ordinal_digits, random_date

NAME = "extraction"
SCORER = "json-fields"
SYSTEM = "Extract the fields of the letter as JSON."
SYSTEM_PARAPHRASES = (
    "Give name, street, city, reference, date and amount of the letter as one line of JSON.",
    "Read the letter and answer with its fields as JSON.",
    "Turn the letter into JSON. Use null for what is absent.",
)
FIELDS = ("name", "street", "city", "reference", "date", "amount")
PRESENT_SHARE = {"name": 0.97, "street": 0.85, "city": 0.85, "reference": 0.8, "date": 0.85, "amount": 0.8}
SUBJECTS = ("the fence", "the invoice", "my request", "the damage", "the removal", "the repair", "the permit", "the course", "the rent", "the fine", "my claim", "the refund")
OPENINGS = ("", "", "Dear sir or madam, ", "Hello, ", "Dear {other}, ", "To the town hall: ")

SEEN = {
    "place": ("I live at {street} in {city}.", "My address is {street}, {city}.", "Address: {street}, {city}.", "It concerns {street} in {city}.", "I moved to {street}, {city}."),
    "street": ("I live at {street}.", "My address is {street}.", "It concerns {street}.", "Address: {street}."),
    "city": ("I live in {city}.", "I write from {city}.", "City: {city}."),
    "reference": ("My reference is {reference}.", "Reference: {reference}.", "Your file number is {reference}.", "It has number {reference}.", "This is about file {reference}."),
    "date": ("I received your letter on {date}.", "On {date} I called you about {subject}.", "It happened on {date}.", "Date: {date}.", "I wrote to you on {date}."),
    "amount": ("The costs were {amount}.", "I paid {amount} for {subject}.", "Amount: {amount}.", "Please refund {amount}.", "The bill of {amount} is not right."),
    "filler": ("I spoke to {other} about {subject}.", "Please let me know about {subject}.", "Thank you for your help.", "Your colleague {other} was very kind.", "I look forward to your answer."),
    "name": ("Regards, {name}", "Kind regards, {name}", "Yours sincerely, {name}", "{name}", "Signed: {name}"),
    "name_first": ("My name is {name}.", "I am {name}.", "Name: {name}."),
}
UNSEEN = {
    "place": ("You can write to me at {street} in {city}.", "The house is {street}, {city}.", "I am at {street}, {city}."),
    "street": ("You can write to me at {street}.", "The house is {street}."),
    "city": ("My city is {city}.", "I moved to {city}."),
    "reference": ("Please name {reference} in your answer.", "The number of my file: {reference}.", "Your letter has reference {reference}."),
    "date": ("Since {date} I look forward to your answer.", "I paid for {subject} on {date}.", "Your letter is of {date}."),
    "amount": ("It is about {amount}.", "For {subject} you were paid {amount}.", "I received a bill: {amount}."),
    "filler": ("Please ask {other} about {subject}.", "I called you before about {subject}.", "{other} was of no help."),
    "name": ("Thank you, {name}", "Your letter can be sent to me, {name}"),
    "name_first": ("This is {name}.", "You write to {name}."),
}


def written_date(source: random.Random) -> tuple[str, str]:
    """A date as a letter writes it, and its ISO form."""
    date = random_date(source)
    month = calendar.month_name[date.month]
    forms = (date.isoformat(), f"{date.day} {month} {date.year}", f"{month} {date.day}, {date.year}", f"{ordinal_digits(date.day)} {month} {date.year}")
    return source.choice(forms), date.isoformat()


def written_amount(source: random.Random) -> tuple[str, str]:
    """An amount as a letter writes it, and its plain form with two decimals."""
    euros = source.randrange(1, 10 ** source.choice([2, 3, 3, 4]))
    plain = f"{euros}.{source.randrange(100):02d}" if source.random() < 0.7 else f"{euros}.00"
    return source.choice([f"€ {plain}", f"{plain} euro", f"EUR {plain}", f"€{plain}"]), plain


def draw_fields(source: random.Random) -> tuple[dict[str, str | None], dict[str, str]]:
    """Draw the values as the answer holds them, and as the letter writes them."""
    date_text, date = written_date(source)
    amount_text, amount = written_amount(source)
    values = {"name": full_name(source), "street": street_address(source), "city": city_name(source), "reference": reference_code(source), "date": date, "amount": amount}
    written = {**values, "date": date_text, "amount": amount_text}
    present = {name: source.random() < PRESENT_SHARE[name] for name in FIELDS}
    return {name: values[name] if present[name] else None for name in FIELDS}, written


def body_parts(source: random.Random, values: dict[str, str | None]) -> list[str]:
    """Which kinds of sentence the letter has, shuffled."""
    parts = [name for name in ("reference", "date", "amount") if values[name] is not None]
    if values["street"] and values["city"]:
        parts.append("place")
    else:
        parts.extend(name for name in ("street", "city") if values[name])
    parts.extend(["filler"] * source.choice([0, 1, 1, 2]))
    source.shuffle(parts)
    return parts


def make_item(source: random.Random, unseen: bool = False) -> Item:
    """One letter with its fields; another person's name may appear as a distractor."""
    phrases = UNSEEN if unseen else SEEN
    values, written = draw_fields(source)
    parts = body_parts(source, values)
    if values["name"]:
        parts = ["name_first", *parts] if source.random() < 0.3 else [*parts, "name"]
    sentences = [
        source.choice(phrases[part]).format(**written, other=full_name(source), subject=source.choice(SUBJECTS)) for part in parts
    ]
    text = source.choice(OPENINGS).format(other=full_name(source)) + source.choice([" ", " ", "\n"]).join(sentences)
    target = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return Item(text, target, (UNSEEN_TAG,) if unseen else ())


def bare(source: random.Random, item: Item) -> tuple[str, str]:
    """Names, streets and towns as a list, to be repeated in another order, for dense practice of finding and copying."""
    values = [("name", full_name(source)), ("street", street_address(source)), ("city", city_name(source))]
    chosen = source.sample(values, source.randint(2, 3))
    asked = source.sample(chosen, len(chosen))
    question = "".join(f"{name}: {value}\n" for name, value in chosen)
    return question + "=", "{" + ",".join(f'"{name}":"{value}"' for name, value in asked) + "}"


def difficulty(item: Item) -> int:
    """Letters are not graded."""
    return 0


def key(item: Item) -> str:
    """Two letters are the same when their normalised text is."""
    return normalise(item.user)
