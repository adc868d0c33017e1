"""Checks that the tokenizer gives every text back and keeps digits apart."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tokenizers import Tokenizer  # noqa: E402

from vocabulary import train_tokenizer  # noqa: E402


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """Trained once for all tests."""
    return train_tokenizer()


@pytest.mark.parametrize("text", ["Dear Sir,\n\n  two  spaces", "€ 12.50 für Frau Çelik", "日本語 and русский 🙂", " leading and trailing ", "\t\r\nIJsselstraat 12B", "a\u0000b"])
def test_round_trip(tokenizer: Tokenizer, text: str) -> None:
    """Any text survives encoding and decoding."""
    assert tokenizer.decode(tokenizer.encode(text).ids) == text


def test_digits_stand_alone(tokenizer: Tokenizer) -> None:
    """Each digit is one token."""
    assert [token for token in tokenizer.encode("2026-03-03").tokens if any(c.isdigit() for c in token)] == list("20260303")


def test_copied_name_keeps_its_tokens(tokenizer: Tokenizer) -> None:
    """A name has the same tokens behind a space as behind a quotation mark."""
    inside, quoted = tokenizer.encode(" Bergmaning").tokens[1:], tokenizer.encode('"Bergmaning').tokens[1:]
    assert inside == quoted


def test_training_is_deterministic(tokenizer: Tokenizer) -> None:
    """Two runs give the same tokenizer."""
    assert train_tokenizer().to_str() == tokenizer.to_str()
