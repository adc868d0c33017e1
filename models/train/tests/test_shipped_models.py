"""Checks the shipped models: the chat template renders as training did, and ONNX repeats the golden output."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from onnx_decoder import OnnxDecoder  # noqa: E402
from transformers import AutoTokenizer  # noqa: E402

from vocabulary import render  # noqa: E402

MODELS_FOLDER = Path(__file__).resolve().parent.parent.parent
FOLDERS = [MODELS_FOLDER / "polder-small", MODELS_FOLDER / "polder-base"]
pytestmark = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def golden(folder: Path) -> list[dict]:
    """The recorded prompts of a model."""
    return [json.loads(line) for line in (folder / "golden.jsonl").read_text(encoding="utf-8").splitlines()]


def test_chat_template_renders_as_training_did(folder: Path) -> None:
    """The hub-style tokenizer gives the same text and the same ids."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    for record in golden(folder):
        assert tokenizer.apply_chat_template(record["messages"], tokenize=False, add_generation_prompt=True) == record["prompt"] == render(record["messages"])
        assert tokenizer(record["prompt"], add_special_tokens=False)["input_ids"] == record["prompt_ids"]


def test_onnx_repeats_the_golden_output(folder: Path) -> None:
    """Token for token, step by step with the cache."""
    decoder, records = OnnxDecoder(folder), golden(folder)
    assert len(records) == 100
    for record in records:
        assert decoder.greedy([record["prompt_ids"]], 64)[0] == record["output_ids"]
        assert decoder.tokenizer.decode(record["output_ids"]) == record["text"]


def test_model_is_one_file(folder: Path) -> None:
    """Weights are inside model.onnx."""
    assert not list(folder.glob("*.data"))
    assert (folder / "model.onnx").stat().st_size < 40_000_000
