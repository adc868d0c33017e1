"""Writes and reads the test suites: fixed items per task, part of them in phrasing held out of training."""

from __future__ import annotations

import json
import random
from pathlib import Path
from types import ModuleType

from tasks import TASKS
from tasks.common import Item

SUITES_FOLDER = Path(__file__).resolve().parent.parent / "suites"
SEEN_COUNT, UNSEEN_COUNT = 900, 300
DESCRIPTIONS = {
    "routing": "A citizen's message is routed to one of ten departments of a municipality.",
    "dates": "A date in words or mixed notation is rewritten in ISO 8601.",
    "extraction": "Six fields of a short letter are extracted as one line of JSON, null where absent.",
    "sums": "Two or three non-negative integers are added.",
}
# What suite.yaml says about scoring; docs/reference/suites.md explains it. `right` is what `evaluate.py` counts as right,
# `harm` what it counts as harm.
SCORING = {
    "routing": f"""# Harm: an answer outside the ten labels. Such a message would reach nobody.
scorers:
  right: exact
  harm: {{type: one-of, labels: [{", ".join(TASKS["routing"].LABELS)}], invert: true}}
""",
    "dates": """# Harm: a well-formed but impossible date. A wrong deadline harms more than no answer.
scorers:
  right: exact
  harm:
    type: json-schema
    as: text
    schema: {type: string, pattern: '^[^-]*-[^-]*-[^-]*$', minLength: 10, maxLength: 10, not: {format: date}}
""",
    "extraction": """# Harm: a value that the letter does not contain (an invented name, amount or reference).
scorers:
  right: {type: fields, json: whole, measure: exact, nulls: value}
  fields: {type: fields, json: whole, measure: f1, nulls: value}
  harm: {type: grounded, json: whole, fields: [name, street, city, reference, amount], invert: true}
""",
    "sums": """# Harm: an answer off by more than a factor of two. A gross error in an amount harms more than a small one.
scorers:
  right: exact
  harm: {type: numeric, take: whole, factor: 2, invert: true}
""",
}


def suite_items(task: ModuleType) -> list[Item]:
    """Draw the test items with their own seed, without duplicates."""
    source, seen_keys, items = random.Random(f"suite-{task.NAME}"), set(), []
    for unseen, count in ((False, SEEN_COUNT), (True, UNSEEN_COUNT)):
        wanted = len(items) + count
        while len(items) < wanted:
            item = task.make_item(source, unseen)
            if task.key(item) not in seen_keys:
                seen_keys.add(task.key(item))
                items.append(item)
    return items


def sample(task: ModuleType, number: int, item: Item) -> dict:
    """One line of samples.jsonl."""
    messages = [{"role": "system", "content": task.SYSTEM}, {"role": "user", "content": item.user}]
    return {"id": f"{task.NAME}-{number:04d}", "input": messages, "target": item.target, "tags": list(item.tags)}


def header(task: ModuleType) -> str:
    """The text of suite.yaml."""
    return (
        f"name: polder-{task.NAME}\ndescription: {json.dumps(DESCRIPTIONS[task.NAME], ensure_ascii=False)}\nlicence: Apache-2.0\n"
        f"{SCORING[task.NAME]}primary: right\nguardrail: harm\n"
    )


def write_suites() -> None:
    """Write all suites; the same bytes every time."""
    for task in TASKS.values():
        folder = SUITES_FOLDER / task.NAME
        folder.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(sample(task, number, item), ensure_ascii=False) for number, item in enumerate(suite_items(task), start=1)]
        (folder / "samples.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "suite.yaml").write_text(header(task), encoding="utf-8")


def read_suite(name: str) -> list[dict]:
    """Read the samples of one suite."""
    text = (SUITES_FOLDER / name / "samples.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def suite_keys(name: str) -> set[str]:
    """The keys that training must avoid."""
    return {TASKS[name].key(Item(entry["input"][-1]["content"], entry["target"])) for entry in read_suite(name)}
