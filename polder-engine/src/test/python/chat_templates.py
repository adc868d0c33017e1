"""Golden prompts of the well-known chat templates, rendered by transformers' own template machinery."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from transformers.utils.chat_template_utils import render_jinja_template

from corpus import Conversation, assistant, system, user

TEMPLATES = Path(__file__).parent / "templates"
NOW = datetime(2025, 1, 30)
FROM_MEMORY = "Written from knowledge of the public template; not compared byte by byte with a hub's copy."

# family, bos, eos, note
KNOWN: dict[str, tuple[str, str | None, str, str]] = {
    "chatml": ("chatml", None, "<|im_end|>", "The plain form, as many fine-tunes carry it."),
    "chatml-qwen2": ("chatml", None, "<|im_end|>", "Qwen2: a default system prompt when none is given."),
    "chatml-qwen2.5": ("chatml", None, "<|im_end|>", "Qwen2.5: another default system prompt, and tools."),
    "chatml-qwen3": ("chatml", None, "<|im_end|>", "Qwen3: reasoning of earlier turns is dropped; enable_thinking=false "
                     "puts an empty thinking block into the generation prompt."),
    "llama3": ("llama3", "<|begin_of_text|>", "<|eot_id|>", "Llama 3.0: content is trimmed."),
    "llama3.1": ("llama3", "<|begin_of_text|>", "<|eot_id|>", "Llama 3.1: preamble with date_string, by default 26 Jul 2024."),
    "llama3.2": ("llama3", "<|begin_of_text|>", "<|eot_id|>", "Llama 3.2: date_string is today's date unless given. "
                 "Unsure whether the hub's copy differs in the tool branches; the cases use none."),
    "mistral-v0.2-old": ("mistral", "<s>", "</s>", "The form of 2023 without system role. Mistral-7B-Instruct-v0.1's own "
                         "copy also put a space after the end of an assistant turn; this one does not."),
    "mistral-v1": ("mistral", "<s>", "</s>", "With system role, folded into the first user turn; spaces around [INST]."),
    "mistral-v3": ("mistral", "<s>", "</s>", "System text goes before the last user message; assistant text is trimmed."),
    "mistral-v3-tekken": ("mistral", "<s>", "</s>", "As v3 with no spaces around the markers."),
    "mistral-small": ("mistral", "<s>", "</s>", "Mistral Small 3 (2501): [SYSTEM_PROMPT], with a default that names today's "
                      "date. The wording of the default is from memory."),
    "gemma": ("gemma", "<bos>", "<eos>", "Gemma 1 and 2: the system role is refused, roles must alternate, content is trimmed."),
    "gemma3": ("gemma", "<bos>", "<eos>", "Gemma 3: system text is folded, untrimmed, into the first user turn."),
    "phi3-first": ("phi", "<s>", "<|endoftext|>", "Phi-3-mini as first published: system turns vanish without a word and the "
                   "generation prompt follows every user turn whether asked for or not."),
    "phi3": ("phi", "<s>", "<|endoftext|>", "Phi-3-mini of June 2024 on."),
    "phi3.5": ("phi", "<s>", "<|endoftext|>", "As phi3, but an empty system text makes no turn."),
    "phi4-mini": ("phi", "<|endoftext|>", "<|endoftext|>", "No line breaks; any role name is written as it is."),
}
UNKNOWN: dict[str, tuple[str, str | None, str, str]] = {
    "vicuna": ("vicuna", "<s>", "</s>", "The repositories had no official template; this is the form people use."),
    "command-r": ("command-r", "<BOS_TOKEN>", "<|END_OF_TURN_TOKEN|>", "Its short form, without tools and documents."),
    "zephyr": ("zephyr", "<s>", "</s>", "Resembles Phi, but a turn ends with </s> and not with <|end|>."),
    "llama2": ("llama2", "<s>", "</s>", "Resembles Mistral, but system text stands in <<SYS>>. The hub's copy has a further "
               "branch for a default system prompt that never applies."),
    "phi4-im-sep": ("phi4", "<|endoftext|>", "<|im_end|>", "Phi-4 (14B): resembles ChatML, but <|im_sep|> follows the role."),
    "deepseek-v2": ("deepseek", "<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "Plain words as markers."),
}

CONVERSATIONS: list[Conversation] = [
    [user("Hello")],
    [system("You are helpful."), user("Hello")],
    [user("Hello"), assistant("Hi there."), user("Who are you?")],
    [system("You are helpful."), user("Hello"), assistant("Hi there."), user("Who are you?")],
    [system("You are helpful."), user("1"), assistant("2"), user("3"), assistant("4"), user("5")],
    [user("  leading and trailing \n\n")],
    [system("\n  padded system  \n"), user("\t padded user \n"), assistant("  padded assistant  "), user(" again ")],
    [user("")],
    [system(""), user("Hello")],
    [user("Hello"), assistant(""), user("Still there?")],
    [user("Zoë schrijft: „Größe“ — 水泵 🌊👩‍🚒\nand a second line\r\nand a third")],
    [user("{{ messages }} {% raw %} <b>&amp;</b> \"quotes\" 'single' \\n")],
    [user("a"), user("b")],
    [assistant("I speak first."), user("Fine.")],
    [system("one"), system("two"), user("Hello")],
    [user("Hello"), system("later"), user("Again")],
    [user("Hello"), {"role": "tool", "content": "42"}],
]
UNPROMPTED: list[Conversation] = [
    [user("Hello"), assistant("Hi there.")],
    [system("You are helpful."), user("Hello"), assistant("  Hi there.\n")],
    [user("Hello")],
]
REASONED: Conversation = [
    user("Hello"), assistant("<think>\nA greeting.\n</think>\n\nHi there."), user("Who are you?")]


def load_template(name: str) -> str:
    """A template's text; the file's last line break is not part of it."""
    return (TEMPLATES / f"{name}.jinja").read_text(encoding="utf-8").removesuffix("\n")


def render(template: str, bos: str | None, eos: str, messages: Conversation, prompt: bool, variables: dict[str, Any]) -> str:
    tokens = {"bos_token": bos, "eos_token": eos}
    rendered, _ = render_jinja_template(
        conversations=[messages], chat_template=template, add_generation_prompt=prompt,
        strftime_now=NOW.strftime, **{key: value for key, value in tokens.items() if value is not None}, **variables)
    return rendered[0]


def case(template: str, bos: str | None, eos: str, messages: Conversation, prompt: bool,
         variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """One rendered conversation, or the complaint with which the template refuses it."""
    line: dict[str, Any] = {"messages": messages, "add_generation_prompt": prompt}
    if variables:
        line["variables"] = variables
    try:
        line["expected"] = render(template, bos, eos, messages, prompt, variables or {})
    except Exception as refusal:  # templates raise several kinds
        line["error"] = str(refusal)
    return line


def special_cases(name: str) -> list[tuple[Conversation, bool, dict[str, Any]]]:
    if name == "chatml-qwen3":
        return [
            ([user("Hello")], True, {"enable_thinking": False}),
            ([user("Hello")], True, {"enable_thinking": True}),
            (REASONED, True, {}),
            (REASONED, True, {"enable_thinking": False}),
            (REASONED[:2], False, {}),
        ]
    if name in ("llama3.1", "llama3.2"):
        return [
            ([user("Hello")], True, {"date_string": "01 Mar 2026"}),
            ([system("Be brief."), user("Hello")], True, {"date_string": "01 Mar 2026"}),
        ]
    return []


def document(name: str, path: str, family: str, bos: str | None, eos: str, note: str) -> dict[str, Any]:
    template = load_template(path)
    cases = [case(template, bos, eos, messages, True) for messages in CONVERSATIONS]
    cases += [case(template, bos, eos, messages, False) for messages in UNPROMPTED]
    cases += [case(template, bos, eos, *rest) for rest in special_cases(name)]
    head: dict[str, Any] = {"family": family, "variant": name, "note": f"{note} {FROM_MEMORY}", "template": template,
                            "bos_token": bos, "eos_token": eos}
    if "strftime_now" in template:
        head["now"] = NOW.date().isoformat()
    return {**head, "cases": cases}


def write_documents(folder: Path) -> None:
    """Writes one file for each template, known families above and unknown ones in their own folder."""
    for prefix, group in (("", KNOWN), ("unknown/", UNKNOWN)):
        for name, (family, bos, eos, note) in group.items():
            target = folder / f"{prefix}{name}.json"
            target.parent.mkdir(parents=True, exist_ok=True)
            content = document(name, prefix + name, family, bos, eos, note)
            target.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
