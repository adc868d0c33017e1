"""Checks that a grown model computes the same as the one it grew from."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch  # noqa: E402

from decoder import Shape, new_model  # noqa: E402
from grow import grow  # noqa: E402


@torch.no_grad()
def test_growth_keeps_the_function() -> None:
    """Wider, with more heads, units and layers, and yet the same logits."""
    special = {"eos": 2, "pad": 0}
    small = new_model(Shape(hidden=32, layers=2, heads=2, key_value_heads=2, intermediate=40), 50, special, 1)
    large = new_model(Shape(hidden=64, layers=3, heads=4, key_value_heads=2, intermediate=90), 50, special, 2)
    for parameter in small.parameters():
        parameter.add_(torch.randn_like(parameter) * 0.2)
    grow(small, large, (0, 2))
    ids = torch.randint(0, 50, (3, 17))
    assert torch.allclose(small(input_ids=ids).logits, large(input_ids=ids).logits, atol=1e-2)
