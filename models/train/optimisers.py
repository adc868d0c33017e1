"""Muon for the weight matrices and AdamW for the rest; fewer steps to the same loss than AdamW alone."""

from __future__ import annotations

import torch

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
ITERATIONS = 5


def orthogonalise(stack: torch.Tensor) -> torch.Tensor:
    """Bring every matrix of a stack near the closest orthogonal one by Newton-Schulz iterations."""
    tall = stack.shape[1] > stack.shape[2]
    current = stack.transpose(1, 2) if tall else stack
    current = current / (current.norm(dim=(1, 2), keepdim=True) + 1e-7)
    first, second, third = COEFFICIENTS
    for _ in range(ITERATIONS):
        gram = current @ current.transpose(1, 2)
        current = first * current + (second * gram + third * gram @ gram) @ current
    return current.transpose(1, 2) if tall else current


class Muon(torch.optim.Optimizer):
    """Momentum whose update is made orthogonal, scaled to the root mean square of an AdamW step."""

    def __init__(self, parameters: list[torch.nn.Parameter], lr: float, momentum: float = 0.95, weight_decay: float = 0.01) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        """One update; matrices of the same shape are handled as one stack."""
        for group in self.param_groups:
            by_shape: dict[torch.Size, list[torch.nn.Parameter]] = {}
            for parameter in group["params"]:
                by_shape.setdefault(parameter.shape, []).append(parameter)
            for shape, parameters in by_shape.items():
                self.step_stack(parameters, shape, group)

    def step_stack(self, parameters: list[torch.nn.Parameter], shape: torch.Size, group: dict) -> None:
        """Update all matrices of one shape."""
        gradients = torch.stack([parameter.grad for parameter in parameters])
        state = self.state[parameters[0]]
        buffer = state.setdefault("momentum", torch.zeros_like(gradients))
        buffer.lerp_(gradients, 1 - group["momentum"])
        update = orthogonalise(gradients.lerp(buffer, group["momentum"])) * (0.2 * max(shape) ** 0.5)
        for parameter, change in zip(parameters, update):
            parameter.mul_(1 - group["lr"] * group["weight_decay"]).add_(change, alpha=-group["lr"])


def build_optimisers(model: torch.nn.Module, matrix_rate: float, other_rate: float) -> list[torch.optim.Optimizer]:
    """Split the parameters: layer matrices to Muon; embeddings and norms to AdamW."""
    matrices = [parameter for name, parameter in model.named_parameters() if parameter.ndim == 2 and "embed" not in name]
    others = [parameter for name, parameter in model.named_parameters() if parameter.ndim != 2 or "embed" in name]
    return [Muon(matrices, matrix_rate), torch.optim.AdamW(others, other_rate, betas=(0.9, 0.98), weight_decay=0.0)]
