"""Filtered probability distributions as transformers' logits warpers produce them, for the Java sampler to match."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from transformers import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

VOCABULARY = 50
SEED = 7
SCALES = [1.0, 3.0, 12.0, 400.0]
# temperature, top_k (0: off), top_p (1: off)
SETTINGS: list[tuple[float, int, float]] = [
    (1.0, 0, 1.0),
    (0.7, 0, 1.0),
    (1.8, 0, 1.0),
    (0.05, 0, 1.0),
    (1.0, 1, 1.0),
    (1.0, 5, 1.0),
    (1.0, 200, 1.0),
    (1.0, 0, 0.9),
    (1.0, 0, 0.3),
    (1.0, 0, 0.001),
    (0.7, 20, 0.8),
    (0.6, 0, 0.9),
    (1.5, 10, 0.5),
    (2.0, 3, 0.95),
]


def warp(logits: torch.Tensor, temperature: float, top_k: int, top_p: float) -> torch.Tensor:
    """Temperature first, then the most likely k, then the nucleus: the order of transformers' own generation."""
    scores = logits[None]
    if temperature != 1.0:
        scores = TemperatureLogitsWarper(temperature)(None, scores)
    if top_k > 0:
        scores = TopKLogitsWarper(top_k)(None, scores)
    if top_p < 1.0:
        scores = TopPLogitsWarper(top_p)(None, scores)
    return scores[0].softmax(-1)


def is_close_call(logits: torch.Tensor, temperature: float, top_k: int, top_p: float) -> bool:
    """Whether the result depends on single or double precision, or rounding could decide on a token of the nucleus."""
    before = warp(logits, temperature, top_k, 1.0).sort(descending=True).values.cumsum(0)
    border = top_p < 1.0 and bool(((before - top_p).abs() < 1e-5).any())
    single = warp(logits.float(), temperature, top_k, top_p).double()
    return border or bool(((single - warp(logits, temperature, top_k, top_p)).abs() > 3e-7).any())


def write_sampling(path: Path) -> None:
    """Writes a line for each vector of logits and each setting; the logits are exact single-precision numbers."""
    generator = torch.Generator().manual_seed(SEED)
    lines = []
    for scale in SCALES:
        logits = (torch.randn(VOCABULARY, generator=generator) * scale).double()
        for temperature, top_k, top_p in SETTINGS:
            if not is_close_call(logits, temperature, top_k, top_p):
                probabilities = warp(logits, temperature, top_k, top_p).tolist()
                lines.append({"temperature": temperature, "top_k": top_k, "top_p": top_p, "logits": logits.tolist(),
                              "probabilities": [float(f"{value:.12g}") for value in probabilities]})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
