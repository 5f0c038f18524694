"""A GGUF file of three megabytes that llama.cpp runs: random weights, so its words mean nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import gguf
import numpy as np
from numpy.typing import NDArray

from sesaclinic.consult.prompt import system_rules

_WIDTH: Final = 32
_HEADS: Final = 2
_SPECIAL: Final = (("<unk>", 2), ("<s>", 3), ("</s>", 3))  # token and its type in GGUF
_NORMAL, _BYTE = 1, 6
_HANGUL: Final = [chr(code) for code in range(0xAC00, 0xD7A4)]
_TEMPLATE: Final = "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}assistant:"


def write_tiny_model(path: Path, *, context: int = 4096) -> Path:
    """A one-layer llama with a token for each Hangul syllable and each word of our rules, as real models about have."""
    tokens = list(_vocabulary())
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_context_length(context)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(_WIDTH)
    writer.add_head_count(_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_tokenizer_model("llama")
    writer.add_token_list([token for token, _ in tokens])
    writer.add_token_scores([-float(rank) for rank in range(len(tokens))])
    writer.add_token_types([kind for _, kind in tokens])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_chat_template(_TEMPLATE)
    for name, weights in _tensors(len(tokens)):
        writer.add_tensor(name, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _vocabulary() -> Iterable[tuple[str, int]]:
    yield from _SPECIAL
    yield from ((f"<0x{byte:02X}>", _BYTE) for byte in range(256))
    # a word is reached by merging letter after letter, so its beginnings are tokens too
    beginnings = (f"▁{word[:end]}" for word in system_rules().split() for end in range(1, len(word) + 1))
    letters = (chr(code) for code in range(33, 127))
    yield from ((token, _NORMAL) for token in dict.fromkeys(["▁", *letters, *_HANGUL, *beginnings]))


def _tensors(words: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
    random = np.random.default_rng(0)

    def weights(*shape: int) -> Any:
        return random.standard_normal(shape).astype(np.float32)

    yield "token_embd.weight", weights(words, _WIDTH)
    yield "output.weight", weights(words, _WIDTH)
    yield "output_norm.weight", np.ones(_WIDTH, np.float32)
    for part in ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"):
        yield f"blk.0.{part}.weight", weights(_WIDTH, _WIDTH)
    for part in ("attn_norm", "ffn_norm"):
        yield f"blk.0.{part}.weight", np.ones(_WIDTH, np.float32)
