"""Makes the engine's test fixtures: tiny decoder models, their golden outputs, template goldens, sampling data.

One command, no arguments: `python make_fixtures.py`. Names of families as arguments make only those models.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import numpy
import onnx
import onnxruntime
import torch
import transformers
from optimum.exporters.onnx import main_export
from tokenizers import BertWordPieceTokenizer, Tokenizer
from transformers import AutoModelForCausalLM, AutoTokenizer, BertConfig, BertModel, PreTrainedTokenizerFast

from chat_templates import load_template, write_documents
from corpus import GOLDEN_CONVERSATIONS, LESSONS, Conversation, injections, user
from families import FAMILIES, Family
from sampling import write_sampling

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
MODELS = RESOURCES / "models"
SEED = 20240726
NEW_TOKENS = 40
TRAINING_STEPS = 120
SMALLEST_GAP = 1e-3
FEWEST_LINES = 20
REPLACEMENT = "\ufffd"  # what decoding makes of bytes that are no whole character
ALIASES = 0xE000  # the private-use characters that stand for special tokens in the plain tokenizer


def write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


# ---------------------------------------------------------------------------------------------- tokenizers


def tokenizer_settings(family: Family, tokenizer: Tokenizer) -> dict[str, Any]:
    added = {
        str(identifier): {
            "content": token.content, "lstrip": token.lstrip, "normalized": token.normalized,
            "rstrip": token.rstrip, "single_word": token.single_word, "special": token.special,
        }
        for identifier, token in sorted(tokenizer.get_added_tokens_decoder().items())
    }
    settings: dict[str, Any] = {
        "add_bos_token": family.bos is not None,
        "add_eos_token": False,
        "added_tokens_decoder": added,
        "bos_token": family.bos,
        "chat_template": load_template(family.template),
        "clean_up_tokenization_spaces": False,
        "eos_token": family.eos,
        "model_max_length": 512,
        "pad_token": family.pad,
        "tokenizer_class": family.tokenizer_class,
        "unk_token": family.unknown,
    }
    return settings


def load_tokenizer(family: Family, tokenizer: Tokenizer, template: str) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token=family.bos, eos_token=family.eos, pad_token=family.pad,
        unk_token=family.unknown, chat_template=template, clean_up_tokenization_spaces=False)


def alias_table(tokenizer: Tokenizer) -> dict[str, str]:
    tokens = [token.content for _, token in sorted(tokenizer.get_added_tokens_decoder().items())]
    return {content: chr(ALIASES + index) for index, content in enumerate(tokens)}


def rename_tokens(description: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The same tokenizer, its added tokens under other names, so that no ordinary text can name them."""
    for token in description["added_tokens"]:
        token["content"] = names[token["content"]]
    model = description["model"]
    model["vocab"] = {names.get(piece, piece): identifier for piece, identifier in model["vocab"].items()}
    model["unk_token"] = names.get(model["unk_token"], model["unk_token"])
    description["post_processor"] = None
    return description


def plain_tokenizer(family: Family, tokenizer: Tokenizer) -> PreTrainedTokenizerFast:
    """Tokenizer and template in which only the template can write special tokens; users' text stays text."""
    names = alias_table(tokenizer)
    renamed = Tokenizer.from_str(json.dumps(rename_tokens(json.loads(tokenizer.to_str()), names)))
    template = load_template(family.template)
    for content, alias in names.items():
        template = template.replace(content, alias)
    return PreTrainedTokenizerFast(
        tokenizer_object=renamed, chat_template=template, clean_up_tokenization_spaces=False,
        **{role: names[value] for role, value in (("bos_token", family.bos), ("eos_token", family.eos)) if value})


def prompt_and_ids(tokenizer: PreTrainedTokenizerFast, messages: Conversation) -> tuple[str, list[int]]:
    prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    return prompt, tokenizer(prompt, add_special_tokens=False)["input_ids"]


def check_hub_loading(folder: Path, tokenizer: PreTrainedTokenizerFast) -> None:
    """What AutoTokenizer reads from the folder must agree with the tokenizer that made the goldens."""
    loaded = AutoTokenizer.from_pretrained(folder)
    for messages in GOLDEN_CONVERSATIONS[:20]:
        if prompt_and_ids(loaded, messages) != prompt_and_ids(tokenizer, messages):
            raise SystemExit(f"{folder.name}: AutoTokenizer disagrees on {messages}")


# -------------------------------------------------------------------------------------------------- models


def lesson_batch(family: Family, tokenizer: PreTrainedTokenizerFast) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """All lessons as one padded batch: ids, mask, and labels that cover the answers only."""
    rows = []
    for question, answer in LESSONS:
        prompt, prompt_ids = prompt_and_ids(tokenizer, [user(question)])
        whole = tokenizer(prompt + answer + family.turn_end, add_special_tokens=False)["input_ids"]
        rows.append((whole, [-100] * len(prompt_ids) + whole[len(prompt_ids):]))
    width = max(len(ids) for ids, _ in rows)
    ids = torch.tensor([row + [0] * (width - len(row)) for row, _ in rows])
    labels = torch.tensor([row + [-100] * (width - len(row)) for _, row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row, _ in rows])
    return ids, mask, labels


def train(family: Family, tokenizer: PreTrainedTokenizerFast) -> torch.nn.Module:
    """A short course, so that greedy outputs vary, end by themselves and have clear winners at each step."""
    torch.manual_seed(SEED)
    config = family.build_config(tokenizer.backend_tokenizer)
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager")
    optimizer = torch.optim.AdamW(model.parameters(), lr=8e-3, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=8e-3, total_steps=TRAINING_STEPS)
    ids, mask, labels = lesson_batch(family, tokenizer)
    for _ in range(TRAINING_STEPS):
        loss = model(input_ids=ids, attention_mask=mask, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    print(f"{family.name}: loss {loss.item():.3f} after {TRAINING_STEPS} steps")
    return model.eval()


def generation_settings(family: Family, tokenizer: Tokenizer) -> dict[str, Any]:
    stops = [tokenizer.token_to_id(stop) for stop in family.stops]
    settings: dict[str, Any] = {"_from_model_config": True} if not family.sampling_defaults else {}
    if family.bos is not None:
        settings["bos_token_id"] = tokenizer.token_to_id(family.bos)
    settings["eos_token_id"] = stops if len(stops) > 1 else stops[0]
    if family.pad is not None:
        settings["pad_token_id"] = tokenizer.token_to_id(family.pad)
    return {**settings, **family.sampling_defaults, "transformers_version": transformers.__version__}


def strip_traces(path: Path) -> None:
    """Takes out the exporter's remarks, which name files of the machine at work."""
    model = onnx.load(path)
    for node in model.graph.node:
        node.ClearField("doc_string")
        node.ClearField("metadata_props")
    for value in list(model.graph.value_info):
        model.graph.value_info.remove(value)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def export(model: torch.nn.Module, task: str, folder: Path, file: str, work: Path) -> None:
    """Writes the graph and the configuration that goes with it."""
    source, exported = work / "source", work / "exported"
    model.save_pretrained(source)
    main_export(str(source), str(exported), task=task, do_validation=False, device="cpu")
    settings = json.loads((exported / "config.json").read_text(encoding="utf-8"))
    settings.pop("_name_or_path", None)
    write_json(folder / "config.json", settings)
    target = folder / file
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(exported / "model.onnx", target)
    strip_traces(target)


# ------------------------------------------------------------------------------------------ golden outputs


def greedy_with_transformers(model: torch.nn.Module, prompt_ids: list[int]) -> tuple[list[int], float]:
    """Transformers' greedy answer and the smallest lead of a chosen token over the next best."""
    result = model.generate(
        input_ids=torch.tensor([prompt_ids]), attention_mask=torch.ones(1, len(prompt_ids), dtype=torch.long),
        max_new_tokens=NEW_TOKENS, do_sample=False, return_dict_in_generate=True, output_scores=True)
    best = torch.stack(result.scores)[:, 0].topk(2).values
    return result.sequences[0, len(prompt_ids):].tolist(), float((best[:, 0] - best[:, 1]).min())


def empty_cache(session: onnxruntime.InferenceSession) -> dict[str, numpy.ndarray]:
    return {
        entry.name: numpy.zeros((1, entry.shape[1], 0, entry.shape[3]), dtype=numpy.float32)
        for entry in session.get_inputs() if entry.name.startswith("past_key_values.")
    }


def next_token(session: onnxruntime.InferenceSession, ids: list[int], seen: int,
               cache: dict[str, numpy.ndarray]) -> tuple[int, dict[str, numpy.ndarray]]:
    inputs = {
        "input_ids": numpy.array([ids], dtype=numpy.int64),
        "attention_mask": numpy.ones((1, seen + len(ids)), dtype=numpy.int64),
        "position_ids": numpy.arange(seen, seen + len(ids), dtype=numpy.int64)[None],
    }
    known = {entry.name for entry in session.get_inputs()}
    feed = {name: value for name, value in inputs.items() if name in known} | cache
    names = [entry.name for entry in session.get_outputs()]
    outputs = dict(zip(names, session.run(names, feed)))
    kept = {name.replace("present", "past_key_values"): value for name, value in outputs.items() if name != "logits"}
    return int(outputs["logits"][0, -1].argmax()), kept


def greedy_with_onnx(session: onnxruntime.InferenceSession, prompt_ids: list[int], stops: set[int]) -> list[int]:
    """Greedy decoding with the cache, written out by hand: the prompt at once, then token by token."""
    output: list[int] = []
    cache, pending, seen = empty_cache(session), prompt_ids, 0
    while len(output) < NEW_TOKENS:
        token, cache = next_token(session, pending, seen, cache)
        seen += len(pending)
        output.append(token)
        if token in stops:
            break
        pending = [token]
    return output


class Judge:
    """Answers prompts by transformers and insists that ONNX Runtime answers the same."""

    def __init__(self, model: torch.nn.Module, session: onnxruntime.InferenceSession, stops: set[int]) -> None:
        self.model = model
        self.session = session
        self.stops = stops

    def answer(self, prompt_ids: list[int]) -> list[int] | None:
        """The answer, or nothing where two tokens came too close for a fair test."""
        output, gap = greedy_with_transformers(self.model, prompt_ids)
        if gap < SMALLEST_GAP:
            return None
        if greedy_with_onnx(self.session, prompt_ids, self.stops) != output:
            raise SystemExit(f"ONNX Runtime and transformers disagree on {prompt_ids}")
        return output


def golden_line(judge: Judge, tokenizer: PreTrainedTokenizerFast, plain: PreTrainedTokenizerFast,
                messages: Conversation, injected: bool) -> dict[str, Any] | None:
    prompt, prompt_ids = prompt_and_ids(tokenizer, messages)
    _, plain_ids = prompt_and_ids(plain, messages)
    output = judge.answer(prompt_ids)
    if output is None:
        return None
    line = {"kind": "injection" if injected else "normal", "messages": messages, "prompt": prompt,
            "prompt_ids": prompt_ids, "output_ids": output,
            "text": tokenizer.decode(output, skip_special_tokens=True)}
    line["whole_characters"] = REPLACEMENT not in line["text"]
    if not injected and plain_ids != prompt_ids:
        raise SystemExit(f"plain tokenising changed an ordinary prompt: {prompt}")
    if injected:
        plain_output = judge.answer(plain_ids)
        if plain_output is None:
            return None
        line |= {"prompt_ids_plain": plain_ids, "output_ids_plain": plain_output,
                 "text_plain": tokenizer.decode(plain_output, skip_special_tokens=True)}
    return line


def golden_lines(family: Family, judge: Judge, tokenizer: PreTrainedTokenizerFast) -> list[dict[str, Any]]:
    plain = plain_tokenizer(family, tokenizer.backend_tokenizer)
    asked = [(messages, False) for messages in GOLDEN_CONVERSATIONS]
    asked += [(messages, True) for messages in injections(family.markers)]
    if family.name == "gemma":  # its template refuses the system role
        asked = [(messages, injected) for messages, injected in asked if messages[0]["role"] != "system"]
    lines = [golden_line(judge, tokenizer, plain, *question) for question in asked]
    return [line for line in lines if line is not None]


def splits_a_character(tokenizer: PreTrainedTokenizerFast, line: dict[str, Any]) -> bool:
    alone = [tokenizer.decode([token]) for token in line["output_ids"]]
    return REPLACEMENT in "".join(alone) and REPLACEMENT not in line["text"]


def check_variety(name: str, tokenizer: PreTrainedTokenizerFast, lines: list[dict[str, Any]], stops: set[int]) -> None:
    texts = {line["text"] for line in lines}
    split = sum(splits_a_character(tokenizer, line) for line in lines)
    ended = sum(line["output_ids"][-1] in stops for line in lines)
    injected = sum(line["kind"] == "injection" for line in lines)
    print(f"{name}: {len(lines)} lines, {len(texts)} texts, {split} with split characters, {ended} ended, {injected} injected")
    if len(lines) < FEWEST_LINES or len(texts) < FEWEST_LINES // 2 or split == 0 or ended in (0, len(lines)) or injected == 0:
        raise SystemExit(f"{name}: the golden lines are too few or too alike")


def write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


# ------------------------------------------------------------------------------------------------ fixtures


def make_family(family: Family) -> None:
    folder = MODELS / family.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    raw = family.build_tokenizer()
    tokenizer = load_tokenizer(family, raw, load_template(family.template))
    (folder / "tokenizer.json").write_text(raw.to_str(pretty=False) + "\n", encoding="utf-8")
    write_json(folder / "tokenizer_config.json", tokenizer_settings(family, raw))
    model = train(family, tokenizer)
    write_json(folder / "generation_config.json", generation_settings(family, raw))
    with tempfile.TemporaryDirectory() as work:
        export(model, "text-generation-with-past", folder, family.model_file, Path(work))
    check_hub_loading(folder, tokenizer)
    model.generation_config = transformers.GenerationConfig.from_pretrained(folder)
    session = onnxruntime.InferenceSession(folder / family.model_file)
    stops = {raw.token_to_id(stop) for stop in family.stops}
    lines = golden_lines(family, Judge(model, session, stops), tokenizer)
    check_variety(family.name, tokenizer, lines, stops)
    write_lines(folder / "golden.jsonl", lines)


def make_encoder() -> None:
    """A sentence encoder, which the engine must refuse by name."""
    folder = MODELS / "not-a-decoder"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    torch.manual_seed(SEED)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz", "the", "water", "##s"]
    tokenizer = BertWordPieceTokenizer(vocab={piece: index for index, piece in enumerate(pieces)})
    (folder / "tokenizer.json").write_text(tokenizer.to_str(pretty=False) + "\n", encoding="utf-8")
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "BertTokenizer", "model_max_length": 32})
    model = BertModel(BertConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=8, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=32)).eval()
    with tempfile.TemporaryDirectory() as work:
        export(model, "feature-extraction", folder, "model.onnx", Path(work))


def main(names: list[str]) -> None:
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    transformers.logging.set_verbosity_error()
    for family in FAMILIES:
        if not names or family.name in names:
            make_family(family)
    if not names:
        make_encoder()
        write_documents(RESOURCES / "chat-templates")
    if not names or "chatml" in names:
        write_sampling(MODELS / "chatml" / "sampling.jsonl")


if __name__ == "__main__":
    main(sys.argv[1:])
