"""Writes a model card from the figures that evaluation measured and the log that training kept."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path


from recipes import RECIPES, Recipe
from tasks import TASKS

LOGS_FOLDER = Path(__file__).resolve().parent / "logs"
TASK_TEXTS = {
    "routing": "a citizen's message to one of ten department labels",
    "dates": "a date in words or mixed notation (years 1950 to 2049) to ISO 8601",
    "extraction": "six fields of a short letter to one line of JSON",
    "sums": "two numbers of up to four digits, or three of up to two digits, added",
}
GUARDRAIL_TEXTS = {
    "routing": "answers that are no label at all",
    "dates": "answers that look like a date but are none",
    "extraction": "objects with a value that is not in the letter",
    "sums": "answers off by more than a factor of two",
}


def percent(entry: dict) -> str:
    """A share with its interval, for a table."""
    return f"{100 * entry['share']:.1f} % ({100 * entry['low']:.1f}–{100 * entry['high']:.1f})"


def figures_table(figures: dict) -> str:
    """The table of accuracies."""
    lines = ["| Task | Measure | All | n | Seen phrasing | n | Unseen phrasing | n |", "|---|---|---|---|---|---|---|---|"]
    for task, parts in figures.items():
        measures = [("exact", "")] if "all, single fields" not in parts else [("whole object", ""), ("single fields", ", single fields")]
        for measure, suffix in measures:
            cells = [f"{percent(parts[part + suffix])} | {parts[part + suffix]['n']}" for part in ("all", "seen phrasing", "unseen phrasing")]
            lines.append(f"| {task} | {measure} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def guardrail_table(figures: dict) -> str:
    """The table of harmful answers."""
    lines = ["| Task | Counted | Share of all answers |", "|---|---|---|"]
    return "\n".join(lines + [f"| {task} | {GUARDRAIL_TEXTS[task]} | {percent(parts['guardrail'])} |" for task, parts in figures.items()])


def prompts_table() -> str:
    """The system message of every task."""
    lines = ["| Task | What | System message |", "|---|---|---|"]
    return "\n".join(lines + [f"| {name} | {TASK_TEXTS[name]} | `{task.SYSTEM}` |" for name, task in TASKS.items()])


def mix_text(recipe: Recipe) -> str:
    """The phases of training in words."""
    lines = []
    for phase in recipe.phases:
        rows = ", ".join(f"{count} row{'s' if count > 1 else ''} of {task}" for task, count in phase.packed_rows.items() if count)
        lines.append(
            f"- {phase.steps} steps, learning-rate factor {phase.rate_from:g} to {phase.rate_to:g}: {rows} (256 tokens a row), {phase.letters} letters"
            + "".join(f", {count} row{'s' if count > 1 else ''} of {task} without words" for task, count in phase.bare_rows.items())
        )
    return "\n".join(lines)


def shape_text(recipe: Recipe) -> str:
    """The architecture in a line."""
    shape = recipe.shape
    return f"{shape.layers} layers, width {shape.hidden}, {shape.heads} query and {shape.key_value_heads} key-value heads, feed-forward {shape.intermediate}"


def parameter_count(config: dict) -> int:
    """Parameters of a Llama with tied embeddings, from its configuration."""
    width, inner, layers = config["hidden_size"], config["intermediate_size"], config["num_hidden_layers"]
    narrow = width * config["num_key_value_heads"] // config["num_attention_heads"]
    return config["vocab_size"] * width + layers * (2 * width * width + 2 * width * narrow + 3 * width * inner + 2 * width) + width


def last_log_line(name: str, work_folder: Path) -> dict[str, float]:
    """Steps, minutes, tokens and items at the end of the log."""
    line = (work_folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()[-1]
    return {key: float(value) for key, value in re.findall(r"(step|minutes|tokens|items) ([\d.]+)", line)}


def write_card(name: str, work_folder: Path, folder: Path, result: dict) -> None:
    """Fill the card and keep the training log beside the programme."""
    LOGS_FOLDER.mkdir(exist_ok=True)
    shutil.copy(work_folder / f"{name}.txt", LOGS_FOLDER / f"{name}.txt")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    recipe, log = RECIPES[name], last_log_line(name, work_folder)
    size = (folder / "model.onnx").stat().st_size / 1e6
    text = (Path(__file__).resolve().parent / "card-template.md").read_text(encoding="utf-8")
    values = {
        "name": f"polder-{name}", "short_name": name, "parameters": f"{parameter_count(config) / 1e6:.2f} million", "shape": shape_text(recipe), "vocabulary": str(config["vocab_size"]),
        "context": str(config["max_position_embeddings"]), "size": f"{size:.1f} MB", "prompts": prompts_table(), "mix": mix_text(recipe), "minutes": f"{log['minutes']:.0f}",
        "processes": "Two processes of one thread each" if recipe.grows_from else "One thread",
        "steps": f"{log['step']:.0f}", "tokens": f"{log['tokens'] / 1e6:.1f} million", "items": f"{log['items']:.0f}", "seed": str(recipe.seed),
        "figures": figures_table(result["tasks"]), "guardrails": guardrail_table(result["tasks"]), "milliseconds": f"{result['milliseconds-per-token']:.1f}",
        "remarks": (Path(__file__).resolve().parent / f"remarks-{name}.md").read_text(encoding="utf-8").strip(),
    }
    for key, value in values.items():
        text = text.replace("{{" + key + "}}", value)
    (folder / "MODEL_CARD.md").write_text(text, encoding="utf-8")
