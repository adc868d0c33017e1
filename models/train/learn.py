"""The training loop: generated batches, loss on the answers only, a checkpoint to resume from, a short log."""

from __future__ import annotations

import time
from pathlib import Path

import torch
from torch import distributed
from tokenizers import Tokenizer
from torch.nn import functional

from batches import Batch, BatchMaker, TrainingStream
from decoder import forward_hidden, new_model, rotary_tables
from grow import grow
from optimisers import build_optimisers
from recipes import RECIPES, Phase, Recipe
from tasks import TASKS
from vocabulary import END_OF_TEXT, IM_END

FIRST_PROCESS_TASKS = ("extraction", "dates", "routing")
CHECKPOINT_EVERY, REPORT_EVERY, VALIDATION_ITEMS = 50, 50, 96


class Trainer:
    """One model in training, in one process or in two that share the tasks and add their gradients; the result differs by float noise only."""

    def __init__(self, name: str, recipe: Recipe, tokenizer: Tokenizer, work_folder: Path, rank: int = 0, processes: int = 1) -> None:
        self.rank, self.processes = rank, processes
        special = {"eos": tokenizer.token_to_id(IM_END), "pad": tokenizer.token_to_id(END_OF_TEXT)}
        self.recipe = recipe
        self.model = new_model(recipe.shape, tokenizer.get_vocab_size(), special, recipe.seed)
        if recipe.grows_from:
            self.grow_from(recipe, RECIPES[recipe.grows_from], work_folder / f"{recipe.grows_from}.pt", special)
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

    def grow_from(self, recipe: Recipe, origin: Recipe, checkpoint: Path, special: dict[str, int]) -> None:
        """Begin with what a smaller model has learned."""
        small = new_model(origin.shape, self.model.config.vocab_size, special, origin.seed)
        small.load_state_dict(torch.load(checkpoint, weights_only=False)["model"])
        grow(small, self.model, recipe.places)

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

    def is_mine(self, task: str) -> bool:
        """Whether this process trains the task; a task's items are never split, so its stream stays the same."""
        return self.processes == 1 or (task in FIRST_PROCESS_TASKS) == (self.rank == 0)

    def add_gradients(self) -> None:
        """Sum the gradients of both processes."""
        if self.processes == 1:
            return
        gradients = [parameter.grad for parameter in self.model.parameters()]
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
        distributed.all_reduce(flat)
        for gradient, summed in zip(gradients, flat.split([gradient.numel() for gradient in gradients])):
            gradient.copy_(summed.view_as(gradient))

    def gather(self, mine: object) -> list:
        """The same thing from every process."""
        everyone: list = [mine] * self.processes
        if self.processes > 1:
            distributed.all_gather_object(everyone, mine)
        return everyone

    def one_step(self, phase: Phase, factor: float) -> None:
        """One optimiser step over all tasks of the mix."""
        for task, rows in phase.packed_rows.items():
            if self.is_mine(task):
                self.backward(task, self.makers[task].packed(rows), phase.weights[task])
        for task, rows in phase.bare_rows.items():
            if self.is_mine(task):
                self.makers[task].hardest_bare = phase.hardest_bare
                self.backward(task, self.makers[task].packed(rows, bare=True), phase.weights[task])
        if phase.letters and self.is_mine("extraction"):
            self.backward("extraction", self.makers["extraction"].padded(phase.letters), phase.weights["extraction"])
        self.add_gradients()
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
        everyone = self.gather((self.losses, self.seen))
        values = {task: [value for losses, _ in everyone for value in losses[task]] for task in TASKS}
        seen = {key: sum(entry[key] for _, entry in everyone) for key in self.seen}
        self.losses = {task: [] for task in TASKS}
        if self.rank:
            return
        losses = " ".join(f"{task} {sum(found) / len(found):.4f}" for task, found in values.items() if found)
        line = f"step {self.step} minutes {self.seconds / 60:.1f} rate {factor:.2f} tokens {seen['tokens']} items {seen['items']} loss {losses}"
        if self.step % (2 * REPORT_EVERY) == 0 or self.phase_at(self.step) is None:
            line += " validation " + " ".join(f"{task} {share:.3f}" for task, share in self.validate().items())
        with self.log_file.open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    def save(self) -> None:
        """Write all state that resuming needs."""
        mine = {task: (maker.stream.source.getstate(), maker.pending) for task, maker in self.makers.items() if self.is_mine(task)}
        everyone = self.gather((mine, self.seen))
        if self.rank:
            return
        streams = {task: state for part, _ in everyone for task, state in part.items()}
        seen = {key: sum(entry[key] for _, entry in everyone) for key in self.seen}
        optimisers = [optimiser.state_dict() for optimiser in self.optimisers]
        state = {"model": self.model.state_dict(), "optimisers": optimisers, "streams": streams, "step": self.step, "seconds": self.seconds, "seen": seen}
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
        self.step, self.seconds = state["step"], state["seconds"]
        self.seen = state["seen"] if self.rank == 0 else self.seen

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
        if self.step % REPORT_EVERY:
            self.report(self.recipe.phases[-1].rate_to)
        self.save()
