"""The Llama forward pass written out plainly, shared by training (fast on a CPU) and by the ONNX export (a lean graph)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional
from transformers import LlamaConfig, LlamaForCausalLM
from transformers.models.llama.modeling_llama import LlamaDecoderLayer

from vocabulary import CONTEXT_LENGTH

Cache = list[tuple[torch.Tensor, torch.Tensor]]


@dataclass(frozen=True)
class Shape:
    """The dimensions that tell one model from another."""

    hidden: int
    layers: int
    heads: int
    key_value_heads: int
    intermediate: int


def new_model(shape: Shape, vocabulary_size: int, special_ids: dict[str, int], seed: int) -> LlamaForCausalLM:
    """A freshly initialised Llama with tied embeddings; residual outputs begin at zero."""
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=vocabulary_size, hidden_size=shape.hidden, num_hidden_layers=shape.layers, num_attention_heads=shape.heads,
        num_key_value_heads=shape.key_value_heads, intermediate_size=shape.intermediate, max_position_embeddings=CONTEXT_LENGTH,
        tie_word_embeddings=True, rms_norm_eps=1e-5, rope_theta=10000.0, bos_token_id=None, eos_token_id=special_ids["eos"],
        pad_token_id=special_ids["pad"], initializer_range=0.02,
    )
    model = LlamaForCausalLM(config)
    for layer in model.model.layers:
        torch.nn.init.zeros_(layer.self_attn.o_proj.weight)
        torch.nn.init.zeros_(layer.mlp.down_proj.weight)
    return model


def rotary_tables(config: LlamaConfig) -> tuple[torch.Tensor, torch.Tensor]:
    """Cosine and sine for every position; the sine carries the sign of the rotated half."""
    size = config.hidden_size // config.num_attention_heads
    frequencies = 1.0 / (config.rope_theta ** (torch.arange(0, size, 2, dtype=torch.int64).float() / size))
    angles = torch.arange(config.max_position_embeddings).float()[:, None] * frequencies[None, :]
    cosine, sine = angles.cos(), angles.sin()
    return torch.cat([cosine, cosine], dim=-1), torch.cat([-sine, sine], dim=-1)


def normalise_scale(hidden: torch.Tensor, weight: torch.Tensor, epsilon: float) -> torch.Tensor:
    """Root-mean-square normalisation."""
    return hidden / torch.sqrt(hidden.pow(2).mean(-1, keepdim=True) + epsilon) * weight


def rotate(states: torch.Tensor, cosine: torch.Tensor, sine: torch.Tensor) -> torch.Tensor:
    """Rotary position embedding."""
    half = states.shape[-1] // 2
    return states * cosine + torch.cat([states[..., half:], states[..., :half]], dim=-1) * sine


def repeat_groups(states: torch.Tensor, times: int) -> torch.Tensor:
    """Give each query head its key or value head."""
    if times == 1:
        return states
    batch, heads, length, size = states.shape
    return states[:, :, None].expand(batch, heads, times, length, size).reshape(batch, heads * times, length, size)


def plain_attention(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor, config: LlamaConfig) -> torch.Tensor:
    """Attention in few operations for the exported graph: the query heads of one group are rows of the same product."""
    heads, groups = config.num_attention_heads, config.num_key_value_heads
    size, batch, total = config.hidden_size // heads, query.shape[0], mask.shape[3]
    rows = (query * size**-0.5).reshape(batch, groups, -1, size)
    scores = (rows @ key.transpose(2, 3)).reshape(batch, heads, -1, total)
    weights = torch.softmax(scores + mask, dim=-1).reshape(batch, groups, -1, total)
    return (weights @ value).reshape(batch, heads, -1, size)


def attention(
    layer: LlamaDecoderLayer, config: LlamaConfig, hidden: torch.Tensor, tables: tuple[torch.Tensor, torch.Tensor],
    mask: torch.Tensor | None, past: tuple[torch.Tensor, torch.Tensor] | None,
) -> tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
    """Grouped-query attention; returns the output and the extended keys and values."""
    block, size = layer.self_attn, config.hidden_size // config.num_attention_heads
    batch, length = hidden.shape[0], hidden.shape[1]
    split = lambda projected, heads: projected.view(batch, length, heads, size).transpose(1, 2)  # noqa: E731
    query = rotate(split(block.q_proj(hidden), config.num_attention_heads), *tables)
    key = rotate(split(block.k_proj(hidden), config.num_key_value_heads), *tables)
    value = split(block.v_proj(hidden), config.num_key_value_heads)
    if past is not None:
        key, value = torch.cat([past[0], key], dim=2), torch.cat([past[1], value], dim=2)
    times = config.num_attention_heads // config.num_key_value_heads
    if past is not None:
        mixed = plain_attention(query, key, value, mask, config)
    else:
        mixed = functional.scaled_dot_product_attention(
            query, repeat_groups(key, times), repeat_groups(value, times), attn_mask=mask, is_causal=mask is None
        )
    return block.o_proj(mixed.transpose(1, 2).reshape(batch, length, config.hidden_size)), (key, value)


def forward_hidden(
    model: LlamaForCausalLM, tables: tuple[torch.Tensor, torch.Tensor], input_ids: torch.Tensor, position_ids: torch.Tensor,
    mask: torch.Tensor | None, past: Cache | None = None,
) -> tuple[torch.Tensor, Cache]:
    """All layers and the last normalisation; returns hidden states and the new cache."""
    config, hidden = model.config, model.model.embed_tokens(input_ids)
    rotary = (tables[0][position_ids][:, None], tables[1][position_ids][:, None])
    present: Cache = []
    for index, layer in enumerate(model.model.layers):
        normalised = normalise_scale(hidden, layer.input_layernorm.weight, config.rms_norm_eps)
        mixed, states = attention(layer, config, normalised, rotary, mask, past[index] if past else None)
        present.append(states)
        hidden = hidden + mixed
        normalised = normalise_scale(hidden, layer.post_attention_layernorm.weight, config.rms_norm_eps)
        gated = functional.silu(layer.mlp.gate_proj(normalised)) * layer.mlp.up_proj(normalised)
        hidden = hidden + layer.mlp.down_proj(gated)
    return normalise_scale(hidden, model.model.norm.weight, config.rms_norm_eps), present
