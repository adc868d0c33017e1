"""What all task generators share: the item type, normalisation and invented names, streets and typing errors."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, field

UNSEEN_TAG = "unseen-phrasing"


@dataclass(frozen=True)
class Item:
    """One exercise: what the user writes, the one right answer, and tags for later slicing."""

    user: str
    target: str
    tags: tuple[str, ...] = field(default=())


def normalise(text: str) -> str:
    """Fold case, width, punctuation and white space so that near-identical texts compare equal."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))


FIRST_NAMES = (
    "Anna Bram Carla Daan Elif Femke Gerrit Hanna Ibrahim Joris Karin Lars Maria Noah Olga Pieter Quinten Rosa "
    "Sanne Thomas Ursula Victor Wim Xenia Yusuf Zara Amir Britt Chiara Dirk Emma Fatima Greta Hugo Irene Jan "
    "Klaas Lotte Mehmet Nadia Oscar Petra Ravi Sofie Tobias Ugo Vera Willem Yara Zoltan José Renée Jürgen Søren"
).split()
LAST_NAME_STARTS = (
    "Ak Bak Berg Bos Bur Dal Dek Dor Ek Fal Gar Gro Haa Hel Hof Jan Kam Ker Kok Kra Lam Lin Lo Maa Mei Mo Mul "
    "Nor Oos Pe Pol Ree Rik Ros Sal Schel Smi Sta Ste Tam Ter Ul Va Ver Vis Vo Wal Wes Wil Zan Zee Zwa"
).split()
LAST_NAME_MIDDLES = ["", "", "", "en", "er", "in", "el", "ma", "ro", "de", "li", "an"]
LAST_NAME_ENDS = (
    "berg burg dam den dijk ga hof huis ing kamp ker land laar ma man meer ning ra rink sen sma son stra "
    "tema veld ven ves voort vis wijk wold zaal zen"
).split()
LAST_NAME_PREFIXES = ["", "", "", "", "", "", "de ", "van ", "van den ", "ter "]
STREET_STARTS = (
    "Acker Beuken Berk Bloem Brug Dam Dijk Dorps Eiken Elzen Esdoorn Gas Graaf Haven Heide Hof Iepen Kanaal "
    "Kerk Klooster Koning Linden Maas Markt Meer Mole Mooi Noord Olm Oranje Park Plein Polder Prins Raad "
    "Rozen School Singel Sluis Spoor Tuin Veer Vijver Vlas Water Wilgen Zand Zee Zuid"
).split()
STREET_MIDDLES = ["", "", "", "en", "er", "el", "land", "zicht", "hof"]
STREET_ENDS = ["straat", "weg", "laan", "plein", "kade", "dijk", "pad", "singel", "gracht", "dreef", "hof", "steeg"]
CITY_STARTS = (
    "Alm Amer Barn Beek Berk Bol Breu Culem Delf Doorn Ede Eem Geld Gron Haar Heer Hil Hoor Kamp Laren Leer "
    "Maar Meppel Naar Nijker Oud Pur Ra Rijn Schie Sneek Soest Tiel Urk Veen Vlis Waal Weesp Wijn Zaan Zeist Zut"
).split()
CITY_ENDS = ["dam", "en", "berg", "drecht", "dorp", "hoven", "ingen", "land", "lo", "meer", "mond", "stad", "um", "veen", "wijk"]
REFERENCE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def last_name(source: random.Random) -> str:
    """Compose a family name out of syllables, so that copying has to generalise."""
    stem = source.choice(LAST_NAME_STARTS) + source.choice(LAST_NAME_MIDDLES) + source.choice(LAST_NAME_ENDS)
    return source.choice(LAST_NAME_PREFIXES) + stem


def full_name(source: random.Random) -> str:
    """A first name, at times an initial, and a family name."""
    first = source.choice(FIRST_NAMES)
    if source.random() < 0.15:
        first = source.choice(REFERENCE_LETTERS) + "."
    return f"{first} {last_name(source)}"


def street_name(source: random.Random) -> str:
    """Compose a street name without a house number."""
    return source.choice(STREET_STARTS) + source.choice(STREET_MIDDLES) + source.choice(STREET_ENDS)


def street_address(source: random.Random) -> str:
    """A street with a house number, at times with a letter behind it."""
    suffix = source.choice("ABCD") if source.random() < 0.15 else ""
    return f"{street_name(source)} {source.randint(1, 299)}{suffix}"


def city_name(source: random.Random) -> str:
    """Compose the name of a town."""
    start = source.choice(CITY_STARTS)
    return start if source.random() < 0.1 else start + source.choice(CITY_ENDS)


def reference_code(source: random.Random) -> str:
    """A random file reference in one of several shapes."""
    letters = "".join(source.choice(REFERENCE_LETTERS) for _ in range(source.randint(1, 3)))
    digits = "".join(source.choice("0123456789") for _ in range(source.randint(3, 6)))
    tail = "".join(source.choice("0123456789") for _ in range(2))
    return source.choice([f"{letters}-{digits}", f"{letters}{digits}", f"{digits}/{tail}", f"{letters}-{digits}-{tail}"])


def with_typing_error(source: random.Random, text: str) -> str:
    """Swap, drop or double one letter inside one longer word."""
    words = text.split(" ")
    candidates = [index for index, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not candidates:
        return text
    index = source.choice(candidates)
    word, place = words[index], source.randint(1, len(words[index]) - 3)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    dropped = word[:place] + word[place + 1 :]
    doubled = word[:place] + word[place] + word[place:]
    words[index] = source.choice([swapped, dropped, doubled])
    return " ".join(words)
