"""What distinguishes the two models: shape, mix of tasks per step, and the phases of training."""

from __future__ import annotations

from dataclasses import dataclass

from decoder import Shape


@dataclass(frozen=True)
class Phase:
    """A run of steps with one mix; the learning rate goes linearly from one factor to the other."""

    steps: int
    rate_from: float
    rate_to: float
    packed_rows: dict[str, int]
    letters: int
    weights: dict[str, float]


@dataclass(frozen=True)
class Recipe:
    """Everything that a training run depends on."""

    shape: Shape
    seed: int
    matrix_rate: float
    other_rate: float
    phases: tuple[Phase, ...]


EQUAL_WEIGHTS = {"routing": 1.0, "dates": 1.0, "extraction": 1.0, "sums": 1.0}
BASE_MIX = {"packed_rows": {"sums": 6, "dates": 2, "routing": 2}, "letters": 10, "weights": EQUAL_WEIGHTS}
SMALL_MIX = {"packed_rows": {"sums": 2, "dates": 2, "routing": 3}, "letters": 8, "weights": EQUAL_WEIGHTS}
RECIPES = {
    "small": Recipe(
        Shape(hidden=128, layers=4, heads=4, key_value_heads=4, intermediate=352), seed=11, matrix_rate=0.004, other_rate=0.004,
        phases=(Phase(40, 0.02, 1.0, **SMALL_MIX), Phase(1200, 1.0, 1.0, **SMALL_MIX), Phase(600, 1.0, 0.02, **SMALL_MIX)),
    ),
    "base": Recipe(
        Shape(hidden=256, layers=6, heads=4, key_value_heads=2, intermediate=736), seed=12, matrix_rate=0.004, other_rate=0.003,
        phases=(Phase(40, 0.02, 1.0, **BASE_MIX), Phase(1700, 1.0, 1.0, **BASE_MIX), Phase(700, 1.0, 0.02, **BASE_MIX)),
    ),
}
