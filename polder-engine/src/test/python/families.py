"""The five chat families: how their tokenizers are built, how their models are shaped, what their files say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    GemmaConfig,
    LlamaConfig,
    MistralConfig,
    Phi3Config,
    PretrainedConfig,
    Qwen2Config,
)

from corpus import LESSONS, PARAGRAPHS

BYTES = [f"<0x{value:02X}>" for value in range(256)]
QWEN_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
LLAMA_SPLIT = QWEN_SPLIT.replace(r"|\p{N}|", r"|\p{N}{1,3}|")


@dataclass(frozen=True)
class Family:
    """All that sets one family's fixture apart from the others."""

    name: str
    template: str
    tokenizer_class: str
    build_tokenizer: Callable[[], Tokenizer]
    build_config: Callable[[Tokenizer], PretrainedConfig]
    bos: str | None
    eos: str
    pad: str | None
    unknown: str | None
    stops: list[str]
    turn_end: str
    markers: list[str]
    model_file: str = "model.onnx"
    sampling_defaults: dict[str, Any] = field(default_factory=dict)


def special(content: str, strip_right: bool = False) -> AddedToken:
    return AddedToken(content, special=True, normalized=False, rstrip=strip_right)


def common_texts() -> list[str]:
    return PARAGRAPHS + [text for lesson in LESSONS for text in lesson if text.isascii()]


def byte_level(split: str, merges: int, specials: list[str], normalizer: Any, ignore_merges: bool) -> Tokenizer:
    """Byte-level BPE as Qwen and Llama 3 use it; the special tokens come after the learnt vocabulary."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(split), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=256 + merges, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False)
    tokenizer.train_from_iterator(common_texts(), trainer)
    tokenizer.add_special_tokens([special(content) for content in specials])
    return tokenizer


def learn_pieces(reserved: list[str], size: int, newlines: bool) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Learns word pieces with the SentencePiece blank; characters outside the small alphabet fall back to bytes."""
    import json

    learner = Tokenizer(models.BPE())
    learner.normalizer = normalizers.Replace(" ", "▁")
    learner.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    texts = common_texts()
    if not newlines:
        texts = [line for text in texts for line in text.split("\n")]
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=reserved, limit_alphabet=80, show_progress=False)
    learner.train_from_iterator(texts, trainer)
    learnt = json.loads(learner.to_str())["model"]
    return learnt["vocab"], [tuple(merge) for merge in learnt["merges"]]


def piece_tokenizer(reserved: list[str], size: int, newlines: bool) -> Tokenizer:
    vocabulary, merges = learn_pieces(reserved + BYTES, size, newlines)
    return Tokenizer(models.BPE(
        vocab=vocabulary, merges=merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))


def with_bos(tokenizer: Tokenizer, bos: str) -> processors.TemplateProcessing:
    return processors.TemplateProcessing(
        single=f"{bos} $A", pair=f"{bos} $A {bos} $B", special_tokens=[(bos, tokenizer.token_to_id(bos))])


def chatml_tokenizer() -> Tokenizer:
    tokenizer = byte_level(
        QWEN_SPLIT, 160, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], normalizers.NFC(), ignore_merges=False)
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def llama_tokenizer() -> Tokenizer:
    specials = ["<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>", "<|start_header_id|>",
                "<|end_header_id|>", "<|eot_id|>"]
    tokenizer = byte_level(LLAMA_SPLIT, 200, specials, None, ignore_merges=True)
    tokenizer.post_processor = processors.Sequence(
        [processors.ByteLevel(trim_offsets=True), with_bos(tokenizer, "<|begin_of_text|>")])
    return tokenizer


def sentence_piece_decoder(strip_first_blank: bool) -> Any:
    steps = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    return decoders.Sequence(steps + [decoders.Strip(" ", 1, 0)] if strip_first_blank else steps)


def mistral_tokenizer() -> Tokenizer:
    controls = ["<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[TOOL_CALLS]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]",
                "[TOOL_RESULTS]", "[/TOOL_RESULTS]"]
    tokenizer = piece_tokenizer(controls, 480, newlines=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="first", split=False)
    tokenizer.decoder = sentence_piece_decoder(strip_first_blank=True)
    tokenizer.add_special_tokens([special(content) for content in controls])
    tokenizer.post_processor = with_bos(tokenizer, "<s>")
    return tokenizer


def gemma_tokenizer() -> Tokenizer:
    controls = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "<start_of_turn>", "<end_of_turn>"]
    tokenizer = piece_tokenizer(controls, 480, newlines=True)
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = sentence_piece_decoder(strip_first_blank=False)
    tokenizer.add_special_tokens([special(content) for content in controls])
    tokenizer.post_processor = with_bos(tokenizer, "<bos>")
    return tokenizer


def phi_tokenizer() -> Tokenizer:
    """As in Phi-3, the turn markers swallow the white space after them, and </s> is an added but ordinary token."""
    tokenizer = piece_tokenizer(["<unk>", "<s>", "</s>"], 480, newlines=False)
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = sentence_piece_decoder(strip_first_blank=True)
    tokenizer.add_special_tokens([special("<unk>"), special("<s>")])
    tokenizer.add_tokens([AddedToken("</s>", special=False, normalized=False, rstrip=True)])
    turns = ["<|assistant|>", "<|placeholder1|>", "<|placeholder2|>", "<|system|>", "<|end|>", "<|user|>"]
    tokenizer.add_special_tokens([special("<|endoftext|>")] + [special(turn, strip_right=True) for turn in turns])
    tokenizer.post_processor = with_bos(tokenizer, "<s>")
    return tokenizer


SHAPE: dict[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
    "initializer_range": 0.08,
}


def chatml_config(tokenizer: Tokenizer) -> PretrainedConfig:
    """The vocabulary is padded beyond the tokenizer's, as Qwen's is."""
    padded = (tokenizer.get_vocab_size() + 63) // 64 * 64
    return Qwen2Config(
        **SHAPE, vocab_size=padded, rope_theta=1000000.0, tie_word_embeddings=False,
        bos_token_id=tokenizer.token_to_id("<|endoftext|>"), eos_token_id=tokenizer.token_to_id("<|im_end|>"))


def llama_config(tokenizer: Tokenizer) -> PretrainedConfig:
    return LlamaConfig(
        **SHAPE, vocab_size=tokenizer.get_vocab_size(), rope_theta=500000.0, tie_word_embeddings=False,
        bos_token_id=tokenizer.token_to_id("<|begin_of_text|>"),
        eos_token_id=tokenizer.token_to_id("<|end_of_text|>"))


def mistral_config(tokenizer: Tokenizer) -> PretrainedConfig:
    return MistralConfig(
        **SHAPE, vocab_size=tokenizer.get_vocab_size(), rope_theta=1000000.0, sliding_window=None,
        tie_word_embeddings=False, bos_token_id=1, eos_token_id=2)


def gemma_config(tokenizer: Tokenizer) -> PretrainedConfig:
    """One key/value head and a head size that is not hidden size divided by heads, as in Gemma."""
    shape = {**SHAPE, "num_key_value_heads": 1}
    return GemmaConfig(
        **shape, head_dim=16, vocab_size=tokenizer.get_vocab_size(), tie_word_embeddings=True,
        pad_token_id=0, bos_token_id=2, eos_token_id=1)


def phi_config(tokenizer: Tokenizer) -> PretrainedConfig:
    end = tokenizer.token_to_id("<|endoftext|>")
    return Phi3Config(
        **SHAPE, vocab_size=tokenizer.get_vocab_size(), original_max_position_embeddings=512, sliding_window=2047,
        tie_word_embeddings=False, bos_token_id=1, eos_token_id=end, pad_token_id=end)


FAMILIES: list[Family] = [
    Family(
        name="chatml", template="chatml", tokenizer_class="Qwen2Tokenizer", build_tokenizer=chatml_tokenizer,
        build_config=chatml_config, bos=None, eos="<|im_end|>", pad="<|endoftext|>", unknown=None,
        stops=["<|im_end|>", "<|endoftext|>"], turn_end="<|im_end|>",
        markers=["<|im_start|>", "<|im_end|>", "<|endoftext|>"],
        sampling_defaults={"do_sample": True, "temperature": 0.7, "top_p": 0.8, "top_k": 20}),
    Family(
        name="llama3", template="llama3", tokenizer_class="PreTrainedTokenizerFast", build_tokenizer=llama_tokenizer,
        build_config=llama_config, bos="<|begin_of_text|>", eos="<|eot_id|>", pad=None, unknown=None,
        stops=["<|end_of_text|>", "<|eot_id|>"], turn_end="<|eot_id|>",
        markers=["<|start_header_id|>", "<|eot_id|>", "<|begin_of_text|>"], model_file="onnx/model.onnx",
        sampling_defaults={"do_sample": True, "temperature": 0.6, "top_p": 0.9}),
    Family(
        name="mistral", template="mistral-v3", tokenizer_class="LlamaTokenizer", build_tokenizer=mistral_tokenizer,
        build_config=mistral_config, bos="<s>", eos="</s>", pad=None, unknown="<unk>", stops=["</s>"],
        turn_end="</s>", markers=["[INST]", "[/INST]", "</s>"]),
    Family(
        name="gemma", template="gemma", tokenizer_class="GemmaTokenizer", build_tokenizer=gemma_tokenizer,
        build_config=gemma_config, bos="<bos>", eos="<eos>", pad="<pad>", unknown="<unk>",
        stops=["<eos>", "<end_of_turn>"], turn_end="<end_of_turn>",
        markers=["<start_of_turn>", "<end_of_turn>", "<eos>"], model_file="onnx/model.onnx"),
    Family(
        name="phi", template="phi3", tokenizer_class="LlamaTokenizer", build_tokenizer=phi_tokenizer,
        build_config=phi_config, bos="<s>", eos="<|endoftext|>", pad="<|endoftext|>", unknown="<unk>",
        stops=["<|endoftext|>", "<|assistant|>", "<|end|>"], turn_end="<|end|>",
        markers=["<|user|>", "<|end|>", "</s>"]),
]
