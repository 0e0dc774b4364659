"""Golden values of bidirectional recurrent layers, forward and backward, from PyTorch.

usage: pip install torch==2.13.0 && python3 scripts/reference/recurrent.py > tests/reference/recurrent.json
T steps, B batch, I input size, H units. PyTorch keeps [G, I] matrices and two biases a gate; ours are transposed, and
the two biases are one, but for the GRU's candidate, whose recurrent bias stands inside the product with the reset gate.
"""

import json

import torch

T, B, I, H = 7, 3, 4, 5
KINDS = {"simple-rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


def values(tensor):
    return {"shape": list(tensor.shape), "data": [round(v, 9) for v in tensor.detach().flatten().tolist()]}


def golden(kind):
    torch.manual_seed(20261124)
    layer = KINDS[kind](I, H, bidirectional=True).double()
    x = torch.randn(T, B, I, dtype=torch.float64, requires_grad=True)
    y = layer(x)[0]
    dy = torch.randn_like(y)
    y.backward(dy)
    weights, gradients = {}, {}
    for name, suffix in (("forward", ""), ("backward", "_reverse")):
        p = {k: getattr(layer, f"{k}_l0{suffix}") for k in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
        folded = p["bias_hh"].clone()
        if kind == "gru":
            folded[2 * H :] = 0
            weights[f"{name}/candidateBias"] = values(p["bias_hh"][2 * H :])
            gradients[f"{name}/candidateBias"] = values(p["bias_hh"].grad[2 * H :])
        weights[f"{name}/kernel"] = values(p["weight_ih"].T)
        weights[f"{name}/recurrent"] = values(p["weight_hh"].T)
        weights[f"{name}/bias"] = values(p["bias_ih"] + folded)
        gradients[f"{name}/kernel"] = values(p["weight_ih"].grad.T)
        gradients[f"{name}/recurrent"] = values(p["weight_hh"].grad.T)
        gradients[f"{name}/bias"] = values(p["bias_ih"].grad)
    return {
        "x": values(x),
        "y": values(y),
        "dy": values(dy),
        "dx": values(x.grad),
        "weights": weights,
        "gradients": gradients,
    }


print(json.dumps({"torch": torch.__version__, **{kind: golden(kind) for kind in KINDS}}))
