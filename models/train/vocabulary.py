"""Trains the byte-level BPE tokenizer on generated text and wraps items in ChatML."""

from __future__ import annotations

import json
import random
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from tasks import TASKS

END_OF_TEXT, IM_START, IM_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
SPECIAL_TOKENS = [END_OF_TEXT, IM_START, IM_END]
VOCABULARY_SIZE = 2048
CONTEXT_LENGTH = 1024
CHAT_TEMPLATE = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def corpus(items_per_task: int) -> list[str]:
    """Generated text of every task in its seen phrasing, plus all system messages."""
    source = random.Random("tokenizer")
    texts = []
    for task in TASKS.values():
        for system in (task.SYSTEM, *task.SYSTEM_PARAPHRASES):
            texts.extend([f"system\n{system}\nuser\nassistant\n"] * 50)
        for _ in range(items_per_task):
            item = task.make_item(source)
            texts.append(f"{item.user}\n{item.target}")
    return texts


def pre_tokenizer() -> pre_tokenizers.PreTokenizer:
    """Digits and lone capitals stand alone; the space before a capital too, so a copied name keeps its tokens."""
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(r" (?=\p{Lu})"), behavior="isolated"),
        pre_tokenizers.Split(Regex(r"\p{Lu}(?!\p{Ll})"), behavior="isolated"),
        pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
    ])


def train_tokenizer() -> Tokenizer:
    """Learn the merges; the result does not depend on anything outside the generators."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizer()
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY_SIZE, special_tokens=[AddedToken(token, special=True, normalized=False) for token in SPECIAL_TOKENS],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False,
    )
    tokenizer.train_from_iterator(corpus(6000), trainer)
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    """Write tokenizer.json and tokenizer_config.json in the layout that model hubs use."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    added = {
        str(tokenizer.token_to_id(token)): {"content": token, "lstrip": False, "normalized": False, "rstrip": False, "single_word": False, "special": True}
        for token in SPECIAL_TOKENS
    }
    config = {
        "add_bos_token": False, "add_prefix_space": False, "added_tokens_decoder": added, "bos_token": None, "chat_template": CHAT_TEMPLATE,
        "clean_up_tokenization_spaces": False, "eos_token": IM_END, "model_max_length": CONTEXT_LENGTH, "pad_token": END_OF_TEXT,
        "tokenizer_class": "PreTrainedTokenizerFast", "unk_token": None,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def render(messages: list[dict[str, str]]) -> str:
    """Render messages in ChatML, ready for the assistant's answer."""
    turns = "".join(f"{IM_START}{message['role']}\n{message['content']}{IM_END}\n" for message in messages)
    return f"{turns}{IM_START}assistant\n"
