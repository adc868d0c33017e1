"""Exports a trained model to ONNX, records golden prompts with PyTorch's own greedy output, and fails unless ONNX repeats them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from transformers import GenerationConfig, LlamaForCausalLM

from batches import TrainingStream
from decoder import forward_hidden, new_model, rotary_tables
from onnx_decoder import OnnxDecoder
from recipes import RECIPES
from tasks import TASKS
from vocabulary import END_OF_TEXT, IM_END, render

OPSET, IR_VERSION = 17, 8
GOLDEN_COUNT, GOLDEN_NEW_TOKENS, SMALLEST_MARGIN = 100, 64, 1e-4
FREE_TEXTS = (
    "Hello!", "Who are you?", "What can you do for me?", "Grüße aus München – wie geht's?", "Où se trouve la mairie, s'il vous plaît ?", "¿Dónde está la biblioteca?",
    "Dzień dobry, chciałbym zapłacić podatek.", "Καλημέρα σας", "Доброе утро, где библиотека?", "おはようございます。図書館はどこですか。", "早上好，我要交税。", "صباح الخير",
    "naïve café – 50 % off 🙂", "Ça coûte 12,50 €", "Ærø, Ølstykke, Åbo", "İstanbul'da hava nasıl?", "x² + y² = z²", "Tell me a story about a lighthouse.",
    "The quick brown fox jumps over the lazy dog.", "line one\nline two\n\nline four", "\tTabs\tand  double  spaces", "C:\\temp\\file.txt <b>bold</b> {\"a\": 1}",
    "🚲🚲🚲", "Zażółć gęślą jaźń", "Příliš žluťoučký kůň", "Thank you & goodbye…",
)


class Exportable(torch.nn.Module):
    """The model with the inputs and outputs that decoder engines expect."""

    def __init__(self, model: LlamaForCausalLM) -> None:
        super().__init__()
        self.model = model
        cosine, sine = rotary_tables(model.config)
        self.register_buffer("cosine", cosine)
        self.register_buffer("sine", sine)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, position_ids: torch.Tensor, *past: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Logits for all new positions, then the extended keys and values."""
        total, length = attention_mask.shape[1], input_ids.shape[1]
        keys = torch.arange(total)
        visible = (keys[None, :] <= (keys[total - length :])[:, None])[None, None] & attention_mask.to(torch.bool)[:, None, None, :]
        mask = (1.0 - visible.to(torch.float32)) * -1e9
        cache = list(zip(past[0::2], past[1::2]))
        hidden, present = forward_hidden(self.model, (self.cosine, self.sine), input_ids, position_ids, mask, cache)
        return (self.model.lm_head(hidden), *(tensor for pair in present for tensor in pair))


def load_trained(name: str, work_folder: Path, tokenizer: Tokenizer) -> tuple[LlamaForCausalLM, dict]:
    """The trained model and the checkpoint it came from."""
    special = {"eos": tokenizer.token_to_id(IM_END), "pad": tokenizer.token_to_id(END_OF_TEXT)}
    model = new_model(RECIPES[name].shape, tokenizer.get_vocab_size(), special, RECIPES[name].seed)
    state = torch.load(work_folder / f"{name}.pt", weights_only=False)
    model.load_state_dict(state["model"])
    model.generation_config = GenerationConfig(eos_token_id=[special["eos"], special["pad"]], pad_token_id=special["pad"], do_sample=False)
    return model.eval(), state


def simplify_reshapes(graph: onnx.ModelProto) -> None:
    """Replace computed reshape targets by constants in which 0 means 'as the input'; each computed entry stands for its own place."""
    producers = {output: node for node in graph.graph.node for output in node.output}
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.graph.initializer}
    constants |= {node.output[0]: numpy_helper.to_array(node.attribute[0].t) for node in graph.graph.node if node.op_type == "Constant"}
    for number, node in enumerate(graph.graph.node):
        source = producers.get(node.input[1]) if node.op_type == "Reshape" else None
        if source is not None and source.op_type == "Concat":
            entries = [int(constants[name].reshape(-1)[0]) if name in constants else 0 for name in source.input]
            graph.graph.initializer.append(numpy_helper.from_array(numpy.array(entries, dtype=numpy.int64), f"reshape_{number}"))
            node.input[1] = f"reshape_{number}"
    drop_unused(graph)


def drop_unused(graph: onnx.ModelProto) -> None:
    """Remove nodes whose outputs nobody reads."""
    wanted = {output.name for output in graph.graph.output}
    kept = []
    for node in reversed(graph.graph.node):
        if wanted & set(node.output):
            wanted.update(node.input)
            kept.append(node)
    del graph.graph.node[:]
    graph.graph.node.extend(reversed(kept))


def export_onnx(model: LlamaForCausalLM, target: Path) -> None:
    """Write model.onnx with standard names, dynamic batch and length, weights inside."""
    config = model.config
    size = config.hidden_size // config.num_attention_heads
    caches = [f"{index}.{kind}" for index in range(config.num_hidden_layers) for kind in ("key", "value")]
    past = [torch.zeros(2, config.num_key_value_heads, 3, size) for _ in caches]
    example = (torch.ones(2, 4, dtype=torch.int64), torch.ones(2, 7, dtype=torch.int64), torch.arange(3, 7).expand(2, 4), *past)
    inputs = ["input_ids", "attention_mask", "position_ids", *(f"past_key_values.{cache}" for cache in caches)]
    outputs = ["logits", *(f"present.{cache}" for cache in caches)]
    axes = {"input_ids": {0: "batch_size", 1: "sequence_length"}, "attention_mask": {0: "batch_size", 1: "total_sequence_length"}}
    axes |= {"position_ids": axes["input_ids"], "logits": axes["input_ids"]}
    axes |= {f"past_key_values.{cache}": {0: "batch_size", 2: "past_sequence_length"} for cache in caches}
    axes |= {f"present.{cache}": {0: "batch_size", 2: "total_sequence_length"} for cache in caches}
    torch.onnx.export(
        Exportable(model).eval(), example, str(target), input_names=inputs, output_names=outputs, dynamic_axes=axes,
        opset_version=OPSET, do_constant_folding=True, dynamo=False,
    )
    graph = onnx.load(str(target))
    graph.ir_version = IR_VERSION
    simplify_reshapes(graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, str(target))


def golden_conversations(name: str) -> list[list[dict[str, str]]]:
    """More prompts than needed: every task, the task named in the user message, and free text."""
    streams = {task: TrainingStream(task, f"golden-{name}") for task in TASKS}
    conversations = []
    for number in range(GOLDEN_COUNT + 20):
        task = list(TASKS)[number % len(TASKS)]
        item, system = streams[task].next_item(), TASKS[task].SYSTEM
        if number % 7 == 6:
            conversations.append([{"role": "user", "content": f"{system}\n\n{item.user}"}])
        else:
            conversations.append([{"role": "system", "content": system}, {"role": "user", "content": item.user}])
    free = [[{"role": "user", "content": text}] for text in FREE_TEXTS]
    random.Random(f"golden-order-{name}").shuffle(conversations)
    return free + conversations


@torch.no_grad()
def greedy_record(model: LlamaForCausalLM, tokenizer: Tokenizer, messages: list[dict[str, str]]) -> tuple[dict, float]:
    """PyTorch's greedy output for one conversation, and the smallest gap between the two likeliest tokens on the way."""
    prompt = render(messages)
    prompt_ids = tokenizer.encode(prompt, add_special_tokens=False).ids
    inputs = torch.tensor([prompt_ids])
    output = model.generate(input_ids=inputs, attention_mask=torch.ones_like(inputs), do_sample=False, max_new_tokens=GOLDEN_NEW_TOKENS)
    output_ids = output[0, len(prompt_ids) :].tolist()
    best = model(input_ids=output).logits[0, len(prompt_ids) - 1 : -1].topk(2).values
    record = {"messages": messages, "prompt": prompt, "prompt_ids": prompt_ids, "output_ids": output_ids, "text": tokenizer.decode(output_ids)}
    return record, (best[:, 0] - best[:, 1]).min().item()


def record_golden(name: str, model: LlamaForCausalLM, tokenizer: Tokenizer, target: Path) -> list[dict]:
    """Write the golden prompts; those decided by float noise are left out."""
    records, dropped = [], 0
    for messages in golden_conversations(name):
        record, margin = greedy_record(model, tokenizer, messages)
        if margin < SMALLEST_MARGIN:
            dropped += 1
        elif len(records) < GOLDEN_COUNT:
            records.append(record)
    print(f"{name}: {len(records)} golden prompts, {dropped} dropped for a margin under {SMALLEST_MARGIN}")
    target.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return records


def check_golden(records: list[dict], decoder: OnnxDecoder) -> None:
    """ONNX must give PyTorch's output token for token, decoding step by step with the cache."""
    if len(records) != GOLDEN_COUNT:
        raise SystemExit(f"only {len(records)} golden prompts")
    for record in records:
        output_ids = decoder.greedy([record["prompt_ids"]], GOLDEN_NEW_TOKENS)[0]
        if output_ids != record["output_ids"]:
            raise SystemExit(f"ONNX differs from PyTorch on {record['prompt']!r}: {output_ids} instead of {record['output_ids']}")
    batch = [record["prompt_ids"] for record in records[30:46]]
    if decoder.greedy(batch, GOLDEN_NEW_TOKENS) != [record["output_ids"] for record in records[30:46]]:
        raise SystemExit("a left-padded batch differs from single prompts")


def check_size(model: LlamaForCausalLM, name: str) -> None:
    """Say how many parameters there are."""
    print(f"{name}: {sum(parameter.numel() for parameter in model.parameters())} parameters")


def export_model(name: str, work_folder: Path, folder: Path) -> None:
    """Write everything that is shipped of a model but the card."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    model, _ = load_trained(name, work_folder, tokenizer)
    check_size(model, name)
    model.config.architectures = ["LlamaForCausalLM"]
    model.config.save_pretrained(folder)
    model.generation_config.save_pretrained(folder)
    export_onnx(model, folder / "model.onnx")
    records = record_golden(name, model, tokenizer, folder / "golden.jsonl")
    check_golden(records, OnnxDecoder(folder))
