"""The training loop: generated batches, loss on the answers only, a checkpoint to resume from, a short log."""

from __future__ import annotations

import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional

from batches import Batch, BatchMaker, TrainingStream
from decoder import forward_hidden, new_model, rotary_tables
from optimisers import build_optimisers
from recipes import Phase, Recipe
from tasks import TASKS
from vocabulary import END_OF_TEXT, IM_END

CHECKPOINT_EVERY, REPORT_EVERY, VALIDATION_ITEMS = 100, 50, 96


class Trainer:
    """One model in training."""

    def __init__(self, name: str, recipe: Recipe, tokenizer: Tokenizer, work_folder: Path) -> None:
        special = {"eos": tokenizer.token_to_id(IM_END), "pad": tokenizer.token_to_id(END_OF_TEXT)}
        self.recipe = recipe
        self.model = new_model(recipe.shape, tokenizer.get_vocab_size(), special, recipe.seed)
        self.tables = rotary_tables(self.model.config)
        self.optimisers = build_optimisers(self.model, recipe.matrix_rate, recipe.other_rate)
        self.full_rates = [[group["lr"] for group in optimiser.param_groups] for optimiser in self.optimisers]
        self.makers = {task: BatchMaker(TrainingStream(task, f"{name}-{recipe.seed}"), tokenizer) for task in TASKS}
        validation = {task: BatchMaker(TrainingStream(task, "validation"), tokenizer) for task in TASKS}
        self.validation = {task: maker.padded(VALIDATION_ITEMS) for task, maker in validation.items()}
        self.checkpoint = work_folder / f"{name}.pt"
        self.log_file = work_folder / f"{name}.txt"
        self.step, self.seconds, self.losses = 0, 0.0, {task: [] for task in TASKS}
        self.seen = {"tokens": 0, "items": 0}

    def phase_at(self, step: int) -> tuple[Phase, float] | None:
        """The phase of a step and the factor of the learning rate in it; None after the last."""
        for phase in self.recipe.phases:
            if step < phase.steps:
                return phase, phase.rate_from + (phase.rate_to - phase.rate_from) * (step + 1) / phase.steps
            step -= phase.steps
        return None

    def backward(self, task: str, batch: Batch, weight: float) -> None:
        """Add the gradient of one task's batch."""
        hidden, _ = forward_hidden(self.model, self.tables, batch.input_ids, batch.position_ids, batch.mask)
        answered = batch.labels >= 0
        loss = functional.cross_entropy(self.model.lm_head(hidden[answered]), batch.labels[answered])
        (loss * weight).backward()
        self.losses[task].append(loss.item())
        self.seen["tokens"] += batch.input_ids.numel()
        self.seen["items"] += int((batch.labels == self.model.config.eos_token_id).sum())

    def one_step(self, phase: Phase, factor: float) -> None:
        """One optimiser step over all tasks of the mix."""
        for task, rows in phase.packed_rows.items():
            self.backward(task, self.makers[task].packed(rows), phase.weights[task])
        if phase.letters:
            self.backward("extraction", self.makers["extraction"].padded(phase.letters), phase.weights["extraction"])
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimiser, rates in zip(self.optimisers, self.full_rates):
            for group, rate in zip(optimiser.param_groups, rates):
                group["lr"] = rate * factor
            optimiser.step()
            optimiser.zero_grad()
        self.step += 1

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Share of validation items whose whole answer is the likeliest token at every place, which is what greedy decoding needs."""
        shares = {}
        for task, batch in self.validation.items():
            hidden, _ = forward_hidden(self.model, self.tables, batch.input_ids, batch.position_ids, batch.mask)
            right = (self.model.lm_head(hidden).argmax(-1) == batch.labels) | (batch.labels < 0)
            shares[task] = right.all(dim=1).float().mean().item()
        return shares

    def report(self, factor: float) -> None:
        """Append one line to the log."""
        losses = " ".join(f"{task} {sum(values) / max(1, len(values)):.4f}" for task, values in self.losses.items())
        line = f"step {self.step} minutes {self.seconds / 60:.1f} rate {factor:.2f} tokens {self.seen['tokens']} items {self.seen['items']} loss {losses}"
        if self.step % (2 * REPORT_EVERY) == 0:
            line += " validation " + " ".join(f"{task} {share:.3f}" for task, share in self.validate().items())
        with self.log_file.open("a", encoding="utf-8") as log:
            log.write(line + "\n")
        self.losses = {task: [] for task in TASKS}

    def save(self) -> None:
        """Write all state that resuming needs."""
        streams = {task: (maker.stream.source.getstate(), maker.pending) for task, maker in self.makers.items()}
        optimisers = [optimiser.state_dict() for optimiser in self.optimisers]
        state = {"model": self.model.state_dict(), "optimisers": optimisers, "streams": streams, "step": self.step, "seconds": self.seconds, "seen": self.seen}
        temporary = self.checkpoint.with_suffix(".tmp")
        torch.save(state, temporary)
        temporary.replace(self.checkpoint)

    def load(self) -> None:
        """Continue from the checkpoint, if there is one."""
        if not self.checkpoint.exists():
            return
        state = torch.load(self.checkpoint, weights_only=False)
        self.model.load_state_dict(state["model"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"]):
            optimiser.load_state_dict(saved)
        for task, (random_state, pending) in state["streams"].items():
            self.makers[task].stream.source.setstate(random_state)
            self.makers[task].pending = pending
        self.step, self.seconds, self.seen = state["step"], state["seconds"], state["seen"]

    def run(self) -> None:
        """Train through all phases."""
        self.load()
        while (current := self.phase_at(self.step)) is not None:
            started = time.monotonic()
            self.one_step(*current)
            self.seconds += time.monotonic() - started
            if self.step % REPORT_EVERY == 0:
                self.report(current[1])
            if self.step % CHECKPOINT_EVERY == 0:
                self.save()
        self.save()
