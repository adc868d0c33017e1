"""Runs a shipped ONNX model through the shipped suites and writes the figures into its model card."""

from __future__ import annotations

import datetime
import json
import math
import time
from pathlib import Path

from card import write_card
from onnx_decoder import OnnxDecoder
from suites import read_suite
from tasks import TASKS
from tasks.common import UNSEEN_TAG
from vocabulary import render

BATCH, NEW_TOKENS = 24, 112
TIMED_TOKENS = 60


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share."""
    z = 1.959964
    share, denominator = right / total, 1 + z * z / total
    middle = (share + z * z / (2 * total)) / denominator
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / denominator
    return middle - half, middle + half


def answers(decoder: OnnxDecoder, samples: list[dict]) -> list[str]:
    """The model's answer to every sample, decoded in batches of like length."""
    prompts = [decoder.tokenizer.encode(render(entry["input"]), add_special_tokens=False).ids for entry in samples]
    order = sorted(range(len(prompts)), key=lambda index: len(prompts[index]))
    texts = [""] * len(prompts)
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        for index, ids in zip(chosen, decoder.greedy([prompts[index] for index in chosen], NEW_TOKENS)):
            texts[index] = decoder.tokenizer.decode(ids)
    return texts


def parsed_object(text: str) -> dict:
    """The JSON object of an answer, or an empty one."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def fields_right(text: str, target: str) -> tuple[int, int]:
    """How many fields of an extraction answer are right, and how many there are."""
    answer, expected = parsed_object(text), json.loads(target)
    return sum(name in answer and answer[name] == value for name, value in expected.items()), len(expected)


def is_right(name: str, text: str, target: str) -> bool:
    """The primary metric: the whole object for extraction, the exact answer elsewhere."""
    if TASKS[name].SCORER == "json-fields":
        return parsed_object(text) == json.loads(target)
    return text.strip() == target


def is_harmful(name: str, text: str, entry: dict) -> bool:
    """What the suite's guardrail counts."""
    if name == "routing":
        return text.strip() not in TASKS[name].LABELS
    if name == "dates":
        return len(text) == 10 and text.count("-") == 2 and not valid_date(text)
    if name == "sums":
        return not text.isdigit() or not int(entry["target"]) / 2 <= int(text) <= int(entry["target"]) * 2
    letter, copied = entry["input"][-1]["content"], ("name", "street", "city", "reference", "amount")
    values = [parsed_object(text).get(name) for name in copied]
    return any(isinstance(value, str) and value.removesuffix(".00") not in letter for value in values)


def valid_date(text: str) -> bool:
    """Whether the text is a day of the calendar."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def counted(right: int, total: int) -> dict:
    """A share with its interval."""
    low, high = wilson(right, total)
    return {"right": right, "n": total, "share": right / total, "low": low, "high": high}


def evaluate_task(decoder: OnnxDecoder, name: str) -> dict:
    """All figures of one suite."""
    samples = read_suite(name)
    texts = answers(decoder, samples)
    figures: dict = {}
    for part in ("all", "seen phrasing", "unseen phrasing"):
        chosen = [(entry, text) for entry, text in zip(samples, texts) if part == "all" or (UNSEEN_TAG in entry["tags"]) == (part[0] == "u")]
        figures[part] = counted(sum(is_right(name, text, entry["target"]) for entry, text in chosen), len(chosen))
        if TASKS[name].SCORER == "json-fields":
            pairs = [fields_right(text, entry["target"]) for entry, text in chosen]
            figures[f"{part}, single fields"] = counted(sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs))
    figures["guardrail"] = counted(sum(is_harmful(name, text, entry) for entry, text in zip(samples, texts)), len(samples))
    return figures


def milliseconds_per_token(decoder: OnnxDecoder) -> float:
    """The quickest of several timed decodings of single tokens with the cache, on one thread."""
    prompt = decoder.tokenizer.encode(render(read_suite("extraction")[0]["input"]), add_special_tokens=False).ids
    decoder.stops, stops = set(), decoder.stops
    timings = []
    for _ in range(7):
        moments = []
        for count in (1, 1 + TIMED_TOKENS):
            started = time.perf_counter()
            decoder.greedy([prompt], count)
            moments.append(time.perf_counter() - started)
        timings.append((moments[1] - moments[0]) / TIMED_TOKENS * 1000)
    decoder.stops = stops
    return min(timings)


def evaluate_model(name: str, work_folder: Path, folder: Path, threads: int) -> None:
    """Figures of every suite, kept in the work folder as JSON and written into the card."""
    decoder = OnnxDecoder(folder, threads)
    figures = {task: evaluate_task(decoder, task) for task in TASKS}
    for task, parts in figures.items():
        print(name, task, {part: f"{entry['share']:.3f} [{entry['low']:.3f}, {entry['high']:.3f}] n={entry['n']}" for part, entry in parts.items()})
    result = {"tasks": figures, "milliseconds-per-token": milliseconds_per_token(OnnxDecoder(folder))}
    print(name, f"{result['milliseconds-per-token']:.2f} ms per token")
    (work_folder / f"{name}-figures.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    write_card(name, work_folder, folder, result)
