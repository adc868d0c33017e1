"""Grows a trained model into a larger one that computes the same at first: wider stream, more heads, more units, more layers."""

from __future__ import annotations

import torch
from transformers import LlamaForCausalLM
from transformers.models.llama.modeling_llama import LlamaDecoderLayer


def copy_corner(target: torch.Tensor, source: torch.Tensor, fresh_rows: float, fresh_columns: float) -> None:
    """Put the old matrix into the upper left corner; scale what is beside it (new inputs) and below it (new outputs)."""
    rows, columns = source.shape
    target[:, columns:] *= fresh_columns
    target[rows:, :columns] *= fresh_rows
    target[:rows, :columns] = source


def spread_heads(weight: torch.Tensor, heads: int, times: int, fresh: torch.Tensor) -> torch.Tensor:
    """Rows of query head i go to head i * times; the heads between are fresh."""
    size = weight.shape[0] // heads
    spread = fresh.clone().view(heads, times, size, fresh.shape[1])
    spread[:, 0, :, : weight.shape[1]] = weight.view(heads, size, weight.shape[1])
    return spread.view(-1, fresh.shape[1])


def copy_norm(target: torch.Tensor, source: torch.Tensor) -> None:
    """The wider stream begins with zeros in its new part, so its root mean square is smaller; the weights make up for it."""
    scale = (source.numel() / target.numel()) ** 0.5
    target.fill_(source.mean().item() * scale)
    target[: source.numel()] = source * scale


def copy_layer(target: LlamaDecoderLayer, source: LlamaDecoderLayer, heads: int, times: int) -> None:
    """Copy one layer; what is new reads the stream from the start and learns to write to it."""
    old, new = source.self_attn, target.self_attn
    new.q_proj.weight.copy_(spread_heads(old.q_proj.weight, heads, times, new.q_proj.weight))
    for name in ("k_proj", "v_proj"):
        copy_corner(getattr(new, name).weight, getattr(old, name).weight, 1.0, 1.0)
    size = old.o_proj.weight.shape[1] // heads
    output = torch.zeros(new.o_proj.weight.shape[0], heads, times, size)
    output[: old.o_proj.weight.shape[0], :, 0] = old.o_proj.weight.view(-1, heads, size)
    new.o_proj.weight.copy_(output.view(new.o_proj.weight.shape))
    for name in ("gate_proj", "up_proj"):
        copy_corner(getattr(target.mlp, name).weight, getattr(source.mlp, name).weight, 1.0, 1.0)
    copy_corner(target.mlp.down_proj.weight, source.mlp.down_proj.weight, 0.0, 0.0)
    copy_norm(target.input_layernorm.weight, source.input_layernorm.weight)
    copy_norm(target.post_attention_layernorm.weight, source.post_attention_layernorm.weight)


@torch.no_grad()
def grow(small: LlamaForCausalLM, large: LlamaForCausalLM, places: tuple[int, ...]) -> None:
    """Copy the small model into the freshly initialised large one; layer i of the small becomes layer places[i], the others add nothing yet."""
    heads = small.config.num_attention_heads
    assert heads == small.config.num_key_value_heads == large.config.num_key_value_heads
    assert small.config.hidden_size // heads == large.config.hidden_size // large.config.num_attention_heads
    times = large.config.num_attention_heads // heads
    copy_corner(large.model.embed_tokens.weight, small.model.embed_tokens.weight, 0.0, 0.0)
    copy_norm(large.model.norm.weight, small.model.norm.weight)
    for index, place in enumerate(places):
        copy_layer(large.model.layers[place], small.model.layers[index], heads, times)
