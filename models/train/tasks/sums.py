"""Generates the sums task: two or three non-negative integers in words of daily use, answered in digits."""

from __future__ import annotations

import random

from .common import UNSEEN_TAG, Item

NAME = "sums"
SCORER = "exact"
SYSTEM = "Add the numbers. Answer with digits only."
SYSTEM_PARAPHRASES = (
    "Add up the numbers and answer with the total in digits.",
    "You add numbers. Reply with the sum only.",
    "What is the sum? Give only digits.",
)
TWO_SEEN = (
    "{a} + {b}", "{a} + {b}", "{a} + {b}", "{a} + {b} =", "{a}+{b}", "{a}+{b}", "{a}+{b}=", "What is {a} plus {b}?", "Add {a} and {b}.", "{a} plus {b}",
    "The sum of {a} and {b}", "How much is {a} and {b} together?", "Calculate {a} + {b}.",
    "There were {a} applications and then {b} more. How many in total?",
    "We received {a} letters on Monday and {b} on Tuesday. How many letters?",
    "Count {a} and {b} together.", "Total of {a} and {b}?", "One bill is {a} euro, the other {b} euro. What is the total?",
)
TWO_UNSEEN = (
    "Please tell me what {a} and {b} make.", "If you add {b} to {a}, what do you get?", "{a} and {b}: total?",
    "On Monday {a} people, on Tuesday {b} people. How many people together?",
    "A bill of {a} euro and then {b} euro more. How much?", "Sum: {a}, {b}",
)
THREE_SEEN = (
    "{a} + {b} + {c}", "{a} + {b} + {c}", "{a}+{b}+{c}", "What is {a} plus {b} plus {c}?", "Add {a}, {b} and {c}.", "The sum of {a}, {b} and {c}",
    "Calculate {a} + {b} + {c}.", "Total of {a}, {b} and {c}?", "{a}+{b}+{c}",
)
THREE_UNSEEN = ("Please tell me what {a}, {b} and {c} make.", "{a} and {b} and {c}: total?", "Sum: {a}, {b}, {c}")
THREE_SHARE = 0.15
DIGIT_WEIGHTS = {1: 0.12, 2: 0.36, 3: 0.42, 4: 0.10}


def operand(source: random.Random) -> int:
    """A number whose count of digits is drawn first, so that short numbers are not rare."""
    digits = source.choices(list(DIGIT_WEIGHTS), list(DIGIT_WEIGHTS.values()))[0]
    return source.randrange(10 ** (digits - 1) if digits > 1 else 0, 10**digits)


def make_item(source: random.Random, unseen: bool = False) -> Item:
    """One sum: three operands of up to two digits, or two of up to four."""
    tags = (UNSEEN_TAG,) if unseen else ()
    if source.random() < THREE_SHARE:
        a, b, c = (source.randrange(100) for _ in range(3))
        template = source.choice(THREE_UNSEEN if unseen else THREE_SEEN)
        return Item(template.format(a=a, b=b, c=c), str(a + b + c), tags + ("three-operands",))
    a, b = operand(source), operand(source)
    template = source.choice(TWO_UNSEEN if unseen else TWO_SEEN)
    return Item(template.format(a=a, b=b), str(a + b), tags)


def operands(item: Item) -> list[str]:
    """The numbers of a sum as they are written."""
    return "".join(character if character.isdigit() else " " for character in item.user).split()


def bare(source: random.Random, item: Item) -> tuple[str, str]:
    """The same sum without words, for dense practice of the digits."""
    return "+".join(operands(item)) + "=", item.target


def difficulty(item: Item) -> int:
    """How many digits the longest operand has, for practice that begins with short numbers."""
    return max(len(number) for number in operands(item))


def key(item: Item) -> str:
    """Two sums are the same when their operands are, whatever the words around them."""
    return "+".join(sorted(operands(item), key=int))
