"""Turns generated items into training tensors; items packed in one row share the system message and see only it and themselves."""

from __future__ import annotations

import random
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from suites import suite_keys
from tasks import TASKS
from tasks.common import Item
from vocabulary import END_OF_TEXT, IM_END, IM_START

IGNORED = -100
ROW_LENGTH = 256
CANONICAL_SHARE, MERGED_SHARE = 0.7, 0.15


@dataclass
class Batch:
    """Tensors of one forward pass; the mask is None where plain causal attention is right."""

    input_ids: torch.Tensor
    position_ids: torch.Tensor
    labels: torch.Tensor
    mask: torch.Tensor | None


class TrainingStream:
    """An endless, seeded stream of training items of one task that never yields a test item."""

    def __init__(self, name: str, seed: str) -> None:
        self.task = TASKS[name]
        self.source = random.Random(f"{seed}-{name}")
        self.forbidden = suite_keys(name)

    def next_item(self) -> Item:
        """Draw until the item is not in the suite."""
        while True:
            item = self.task.make_item(self.source)
            if self.task.key(item) not in self.forbidden:
                return item


class BatchMaker:
    """Encodes and packs items of one task."""

    def __init__(self, stream: TrainingStream, tokenizer: Tokenizer) -> None:
        self.stream = stream
        self.tokenizer = tokenizer
        self.pending: list[tuple[list[int], int]] = []
        self.hardest_bare = 99

    def encode(self, text: str) -> list[int]:
        """Token ids of a piece of rendered text."""
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def shared_prefix(self) -> tuple[str, str]:
        """The text before the item, and what joins it to the item: mostly a system message, at times the same text in the user message."""
        source, task = self.stream.source, self.stream.task
        system = task.SYSTEM if source.random() < CANONICAL_SHARE else source.choice(task.SYSTEM_PARAPHRASES)
        if source.random() < MERGED_SHARE:
            return f"{IM_START}user\n{system}", source.choice(["\n\n", "\n\n", "\n", " "])
        return f"{IM_START}system\n{system}{IM_END}\n{IM_START}user\n", ""

    def encoded_item(self, joiner: str, bare: bool = False) -> tuple[list[int], int]:
        """Token ids of one item and how many of them, at the end, are the answer; a bare item has no words or roles around it."""
        item = self.stream.next_item()
        if bare:
            while self.stream.task.difficulty(item) > self.hardest_bare:
                item = self.stream.next_item()
            question, target = self.stream.task.bare(self.stream.source, item)
            answer = self.encode(f"{target}{IM_END}")
            return self.encode(question) + answer, len(answer)
        answer = self.encode(f"{item.target}{IM_END}")
        return self.encode(f"{joiner}{item.user}{IM_END}\n{IM_START}assistant\n") + answer, len(answer)

    def packed_row(self, bare: bool) -> tuple[list[int], list[int], list[int], list[int]]:
        """Ids, positions, labels and segment numbers (0 is the shared prefix) of one full row."""
        prefix_text, joiner = (END_OF_TEXT, "") if bare else self.shared_prefix()
        prefix = self.encode(prefix_text)
        ids, positions, labels, segments = list(prefix), list(range(len(prefix))), [IGNORED] * len(prefix), [0] * len(prefix)
        segment = 0
        while True:
            item, answer_length = self.encoded_item(joiner, bare)
            if len(ids) + len(item) > ROW_LENGTH:
                break
            segment += 1
            targets = [IGNORED] * len(item)
            targets[-answer_length - 1 : -1] = item[-answer_length:]
            ids, labels = ids + item, labels + targets
            positions = positions + list(range(len(prefix), len(prefix) + len(item)))
            segments = segments + [segment] * len(item)
        padding = ROW_LENGTH - len(ids)
        filler = self.tokenizer.token_to_id(END_OF_TEXT)
        return ids + [filler] * padding, positions + [0] * padding, labels + [IGNORED] * padding, segments + [-1] * padding

    def packed(self, rows: int, bare: bool = False) -> Batch:
        """A batch of packed rows with its attention mask."""
        ids, positions, labels, segments = (torch.tensor(part) for part in zip(*(self.packed_row(bare) for _ in range(rows))))
        same = (segments[:, :, None] == segments[:, None, :]) | (segments[:, None, :] == 0)
        mask = same & torch.ones(ROW_LENGTH, ROW_LENGTH, dtype=torch.bool).tril()
        return Batch(ids, positions, labels, mask[:, None])

    def padded(self, rows: int) -> Batch:
        """A batch of whole single items of like length; longer items are drawn in pools and sorted to save padding."""
        if len(self.pending) < rows:
            pool = [self.whole_item() for _ in range(rows * 8)]
            pool.sort(key=lambda pair: len(pair[0]))
            groups = [pool[start : start + rows] for start in range(0, len(pool), rows)]
            self.stream.source.shuffle(groups)
            self.pending = [pair for group in groups for pair in group]
        chosen, self.pending = self.pending[:rows], self.pending[rows:]
        length = max(len(ids) for ids, _ in chosen)
        input_ids = torch.full((rows, length), self.tokenizer.token_to_id(END_OF_TEXT))
        labels = torch.full((rows, length), IGNORED)
        for row, (ids, answer_length) in enumerate(chosen):
            input_ids[row, : len(ids)] = torch.tensor(ids)
            labels[row, len(ids) - answer_length - 1 : len(ids) - 1] = torch.tensor(ids[-answer_length:])
        return Batch(input_ids, torch.arange(length).expand(rows, length), labels, None)

    def whole_item(self) -> tuple[list[int], int]:
        """One item with its own prefix."""
        prefix, joiner = self.shared_prefix()
        ids, answer_length = self.encoded_item(joiner)
        return self.encode(prefix) + ids, answer_length
