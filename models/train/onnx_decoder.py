"""Greedy decoding of a shipped model with onnxruntime, one token at a time with the key-value cache, alone or in batches."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import onnxruntime
from tokenizers import Tokenizer


class OnnxDecoder:
    """A shipped model folder, ready to decode."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self.config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.stops = set(json.loads((folder / "generation_config.json").read_text(encoding="utf-8"))["eos_token_id"])
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.inputs = [entry.name for entry in self.session.get_inputs()]
        self.outputs = [entry.name for entry in self.session.get_outputs()]

    def empty_cache(self, rows: int) -> list[numpy.ndarray]:
        """Keys and values of no tokens."""
        heads = self.config["num_key_value_heads"]
        size = self.config["hidden_size"] // self.config["num_attention_heads"]
        return [numpy.zeros((rows, heads, 0, size), dtype=numpy.float32) for _ in range(2 * self.config["num_hidden_layers"])]

    def forward(self, ids: numpy.ndarray, mask: numpy.ndarray, positions: numpy.ndarray, cache: list[numpy.ndarray]) -> tuple[numpy.ndarray, list[numpy.ndarray]]:
        """Logits of the last position and the new cache."""
        results = self.session.run(self.outputs, dict(zip(self.inputs, [ids, mask, positions, *cache])))
        return results[0][:, -1], results[1:]

    def greedy(self, prompts: list[list[int]], new_tokens: int) -> list[list[int]]:
        """The likeliest continuation of every prompt, with the stop token where there is one; shorter prompts are padded on the left."""
        rows, length = len(prompts), max(len(prompt) for prompt in prompts)
        ids, mask = numpy.zeros((rows, length), dtype=numpy.int64), numpy.zeros((rows, length), dtype=numpy.int64)
        for row, prompt in enumerate(prompts):
            ids[row, length - len(prompt) :], mask[row, length - len(prompt) :] = prompt, 1
        positions, cache = numpy.maximum(mask.cumsum(axis=1) - 1, 0), self.empty_cache(rows)
        outputs: list[list[int]] = [[] for _ in prompts]
        done = [False] * rows
        for _ in range(new_tokens):
            logits, cache = self.forward(ids, mask, positions, cache)
            chosen = logits.argmax(axis=-1)
            for row in range(rows):
                if not done[row]:
                    outputs[row].append(int(chosen[row]))
                    done[row] = int(chosen[row]) in self.stops
            if all(done):
                break
            ids, positions = chosen[:, None].astype(numpy.int64), positions[:, -1:] + 1
            mask = numpy.concatenate([mask, numpy.ones((rows, 1), dtype=numpy.int64)], axis=1)
        return outputs
