"""Golden values of the layers beside the recurrent cells, forward and backward, from PyTorch.

usage: pip install torch==2.13.0 && python3 scripts/reference/layers.py > tests/reference/layers.json
S steps, B batch, F features, N heads, Q, K, V, A sizes of additive attention, T keys. PyTorch keeps [O, I] matrices;
ours are transposed. Padded steps are not looked at. Additive attention is no module of PyTorch: its equations
(Bahdanau et al. 2015, appendix A.1.2) are written out here, and PyTorch derives the gradients.
"""

import json

import torch

S, B, F, N, INNER, T, Q, K, V, A = 4, 2, 4, 2, 6, 5, 3, 4, 2, 3
LENGTHS = [4, 2]


def values(tensor):
    return {"shape": list(tensor.shape), "data": [round(v, 8) for v in tensor.detach().flatten().tolist()]}


def drawn(*shape):
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


def padding(steps, lengths):
    return torch.tensor([[float(t >= n) for n in lengths] for t in range(steps)], dtype=torch.float64)


def record(inputs, weights, y, fixed=None):
    """`weights` maps our name to (tensor, a view of it or of its gradient in our layout)."""
    dy = torch.randn_like(y)
    y.backward(dy)
    return {
        "inputs": {name: values(x) for name, x in {**inputs, **(fixed or {})}.items()},
        "weights": {name: values(view(w)) for name, (w, view) in weights.items()},
        "y": values(y),
        "dy": values(dy),
        "gradients": {
            **{name: values(x.grad) for name, x in inputs.items()},
            **{name: values(view(w.grad)) for name, (w, view) in weights.items()},
        },
    }


def same(x):
    return x


def transposed(x):
    return x.T


def linear(prefix, module, kernel="kernel", bias="bias"):
    return {f"{prefix}{kernel}": (module.weight, transposed), f"{prefix}{bias}": (module.bias, same)}


def normal(prefix, module):
    torch.nn.init.normal_(module.weight), torch.nn.init.normal_(module.bias)
    return {f"{prefix}gain": (module.weight, same), f"{prefix}bias": (module.bias, same)}


def attention_weights(prefix, module):
    torch.nn.init.normal_(module.in_proj_bias), torch.nn.init.normal_(module.out_proj.bias)
    return {
        f"{prefix}projection": (module.in_proj_weight, transposed),
        f"{prefix}projectionBias": (module.in_proj_bias, same),
        **linear(prefix, module.out_proj, "output", "outputBias"),
    }


def layer_normalisation():
    x, module = drawn(S, B, F), torch.nn.LayerNorm(F).double()
    weights = normal("", module)
    return record({"x": x}, weights, module(x))


def dense_softmax():
    x, module = drawn(S, B, F), torch.nn.Linear(F, Q).double()
    return record({"x": x}, linear("", module), module(x).softmax(-1))


def additive_attention():
    queries, keys, given = drawn(S, B, Q), drawn(T, B, K), drawn(T, B, V)
    query, key, bias, score = drawn(Q, A), drawn(K, A), drawn(A), drawn(A)
    padded = padding(T, [5, 3])
    hidden = torch.tanh((queries @ query + bias)[:, None] + (keys @ key)[None])  # [S, T, B, A]
    scores = (hidden @ score).masked_fill(padded[None].bool(), float("-inf"))
    context = torch.einsum("stb,tbv->sbv", scores.softmax(1), given)
    weights = {"query": query, "key": key, "bias": bias, "score": score}
    return record(
        {"queries": queries, "keys": keys, "values": given},
        {name: (w, same) for name, w in weights.items()},
        context,
        {"padding": padded},
    )


def self_attention(causal):
    x, module = drawn(S, B, F), torch.nn.MultiheadAttention(F, N).double()
    weights, padded = attention_weights("", module), padding(S, LENGTHS)
    later = torch.triu(torch.ones(S, S), 1).bool() if causal else None
    y = module(x, x, x, key_padding_mask=padded.T.bool(), attn_mask=later, need_weights=False)[0]
    return record({"x": x}, weights, y, {"padding": padded})


def transformer_layer():
    x = drawn(S, B, F)
    module = torch.nn.TransformerEncoderLayer(F, N, INNER, dropout=0.0, norm_first=True).double()
    padded, ones = padding(S, LENGTHS), torch.ones(S, B, F, dtype=torch.float64)
    weights = {
        **normal("normalFirst/", module.norm1),
        **attention_weights("attention/", module.self_attn),
        **normal("normalSecond/", module.norm2),
        **linear("expand/", module.linear1),
        **linear("contract/", module.linear2),
    }
    y = module(x, src_key_padding_mask=padded.T.bool())
    return record({"x": x}, weights, y, {"padding": padded, "maskFirst": ones, "maskSecond": ones})


def cross_entropy():
    logits = drawn(S * B, F)
    labels = torch.tensor([0, 3, 1, 1, 2, 0, 3, 2])
    losses = torch.nn.functional.cross_entropy(logits, labels, reduction="none")
    losses.sum().backward()
    return {
        "logits": values(logits),
        "labels": labels.tolist(),
        "losses": values(losses),
        "gradient": values(logits.grad),
    }


torch.manual_seed(20261125)
print(
    json.dumps(
        {
            "torch": torch.__version__,
            "layers": {
                "layer-normalisation": layer_normalisation(),
                "dense": dense_softmax(),
                "additive-attention": additive_attention(),
                "self-attention": self_attention(False),
                "self-attention-causal": self_attention(True),
                "transformer-layer": transformer_layer(),
            },
            "crossEntropy": cross_entropy(),
        }
    )
)
