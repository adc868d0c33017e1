"""The letters as tasks of Inspect AI. Run by make-logs.sh."""

import json
import pathlib

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import choice, exact, includes
from inspect_ai.solver import generate, multiple_choice, system_message

LETTERS = [
    json.loads(line)
    for line in (pathlib.Path(__file__).parent / "letters.jsonl").read_text().splitlines()
]


def samples():
    return [
        Sample(
            id=letter["id"],
            input=letter["question"],
            target=letter["target"],
            metadata={"subject": letter["subject"]},
        )
        for letter in LETTERS
    ]


@task
def letters():
    return Task(
        dataset=MemoryDataset(samples(), name="letters"),
        solver=[system_message("Name the office that answers the letter, in one word."), generate()],
        scorer=[exact(), includes()],
        version=2,
    )


@task
def office_choice():
    offices = sorted({letter["target"] for letter in LETTERS})
    return Task(
        dataset=MemoryDataset(
            [
                Sample(
                    input=letter["question"],
                    choices=offices,
                    target="ABCDEF"[offices.index(letter["target"])],
                )
                for letter in LETTERS[:6]
            ],
            name="choices",
        ),
        solver=[multiple_choice()],
        scorer=choice(),
    )
