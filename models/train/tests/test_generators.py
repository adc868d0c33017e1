"""Checks that generators are deterministic, answers are right, and test items never reach training."""

from __future__ import annotations

import datetime
import json
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from batches import TrainingStream  # noqa: E402
from suites import SEEN_COUNT, UNSEEN_COUNT, read_suite, sample, suite_items, suite_keys  # noqa: E402
from tasks import TASKS  # noqa: E402
from tasks.common import UNSEEN_TAG, normalise  # noqa: E402

pytestmark = pytest.mark.parametrize("name", list(TASKS))


def test_generator_is_deterministic(name: str) -> None:
    """The same seed gives the same items."""
    first, second = random.Random(5), random.Random(5)
    assert [TASKS[name].make_item(first) for _ in range(200)] == [TASKS[name].make_item(second) for _ in range(200)]


def test_shipped_suite_is_what_the_generator_writes(name: str) -> None:
    """The samples in the repository can be written again, line for line."""
    expected = [sample(TASKS[name], number, item) for number, item in enumerate(suite_items(TASKS[name]), start=1)]
    assert read_suite(name) == expected


def test_suite_counts(name: str) -> None:
    """At least a thousand items, at least two hundred of them in unseen phrasing."""
    samples = read_suite(name)
    assert len(samples) == SEEN_COUNT + UNSEEN_COUNT >= 1000
    assert sum(UNSEEN_TAG in entry["tags"] for entry in samples) == UNSEEN_COUNT >= 200


def test_suite_has_no_duplicates(name: str) -> None:
    """No two samples are the same after normalisation, and identifiers are unique."""
    samples = read_suite(name)
    assert len({normalise(entry["input"][-1]["content"]) for entry in samples}) == len(samples)
    assert len({entry["id"] for entry in samples}) == len(samples) == len(suite_keys(name))


def test_training_never_yields_a_test_item(name: str) -> None:
    """Thousands of training items, none of which is in the suite."""
    stream, forbidden = TrainingStream(name, "overlap-test"), suite_keys(name)
    texts = {normalise(entry["input"][-1]["content"]) for entry in read_suite(name)}
    for _ in range(20000):
        item = stream.next_item()
        assert TASKS[name].key(item) not in forbidden
        assert normalise(item.user) not in texts


def test_training_never_yields_unseen_phrasing(name: str) -> None:
    """The held-out phrasing is not drawn unless asked for."""
    source = random.Random(6)
    assert all(UNSEEN_TAG not in TASKS[name].make_item(source).tags for _ in range(500))


def test_targets_are_well_formed(name: str) -> None:
    """Answers have the form that the task promises."""
    for entry in read_suite(name):
        target = entry["target"]
        if name == "routing":
            assert target in TASKS[name].LABELS
        elif name == "dates":
            assert datetime.date.fromisoformat(target).isoformat() == target
        elif name == "sums":
            digits = "".join(character if character.isdigit() else " " for character in entry["input"][-1]["content"])
            assert sum(int(number) for number in digits.split()) == int(target)
        else:
            assert list(json.loads(target)) == list(TASKS[name].FIELDS)
