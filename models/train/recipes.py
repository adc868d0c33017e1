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
    bare_rows: dict[str, int]
    hardest_bare: int = 99


@dataclass(frozen=True)
class Recipe:
    """Everything that a training run depends on."""

    shape: Shape
    seed: int
    matrix_rate: float
    other_rate: float
    phases: tuple[Phase, ...]
    grows_from: str | None = None
    places: tuple[int, ...] = ()


EQUAL_WEIGHTS = {"routing": 1.0, "dates": 1.0, "extraction": 1.0, "sums": 1.0}
BASE_MIX = {"packed_rows": {"sums": 1, "dates": 1, "routing": 1}, "letters": 7, "weights": EQUAL_WEIGHTS, "bare_rows": {"sums": 7, "extraction": 1}}
LAST_BASE_MIX = {"packed_rows": {"sums": 1, "dates": 1, "routing": 1}, "letters": 10, "weights": EQUAL_WEIGHTS, "bare_rows": {"sums": 4, "extraction": 1}}
FINAL_BASE_MIX = {"packed_rows": {"sums": 1, "dates": 1, "routing": 1}, "letters": 7, "weights": EQUAL_WEIGHTS, "bare_rows": {"sums": 2, "extraction": 1}}
SUMS_BASE_MIX = {"packed_rows": {"sums": 1, "dates": 1, "routing": 1}, "letters": 2, "weights": EQUAL_WEIGHTS, "bare_rows": {"sums": 5}}
CLOSING_BASE_MIX = {"packed_rows": {"sums": 2, "dates": 1, "routing": 1}, "letters": 6, "weights": EQUAL_WEIGHTS, "bare_rows": {"sums": 4}}
SMALL_MIX = {"packed_rows": {"sums": 2, "dates": 2, "routing": 3}, "letters": 8, "weights": EQUAL_WEIGHTS, "bare_rows": {}}
LATE_SMALL_MIX = {"packed_rows": {"sums": 1, "dates": 1, "routing": 1}, "letters": 8, "weights": EQUAL_WEIGHTS, "bare_rows": {"extraction": 3}}
RECIPES = {
    "small": Recipe(
        Shape(hidden=128, layers=4, heads=4, key_value_heads=4, intermediate=352), seed=11, matrix_rate=0.004, other_rate=0.004,
        phases=(Phase(40, 0.02, 1.0, **SMALL_MIX), Phase(960, 1.0, 1.0, **SMALL_MIX), Phase(500, 1.0, 1.0, **LATE_SMALL_MIX), Phase(500, 1.0, 0.02, **LATE_SMALL_MIX)),
    ),
    "base": Recipe(
        Shape(hidden=256, layers=6, heads=8, key_value_heads=4, intermediate=736), seed=12, matrix_rate=0.003, other_rate=0.002,
        phases=(
            Phase(20, 0.05, 1.0, **BASE_MIX, hardest_bare=2), Phase(80, 1.0, 1.0, **BASE_MIX, hardest_bare=2), Phase(50, 1.0, 0.92, **BASE_MIX, hardest_bare=2),
            Phase(50, 0.8, 0.64, **LAST_BASE_MIX, hardest_bare=2), Phase(50, 0.6, 0.31, **FINAL_BASE_MIX, hardest_bare=2), Phase(130, 0.31, 0.02, **FINAL_BASE_MIX, hardest_bare=2),
            Phase(20, 0.1, 0.9, **SUMS_BASE_MIX, hardest_bare=2), Phase(550, 0.9, 0.7, **SUMS_BASE_MIX, hardest_bare=2),
            Phase(150, 0.7, 0.4, **CLOSING_BASE_MIX, hardest_bare=3), Phase(430, 0.5, 0.02, **CLOSING_BASE_MIX, hardest_bare=3),
        ),
        grows_from="small", places=(0, 1, 3, 5),
    ),
}
