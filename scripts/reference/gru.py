"""Golden values of a bidirectional GRU layer, forward and backward, from PyTorch.

usage: pip install torch==2.13.0 && python3 scripts/reference/gru.py > tests/reference/gru.json
T steps, B batch, I input size, H units. PyTorch keeps [3H, I] matrices and two biases a gate; ours are transposed,
and only the candidate's recurrent bias stays apart, since it alone stands inside the product with the reset gate.
"""

import json

import torch

T, B, I, H = 7, 3, 4, 5
torch.manual_seed(20261124)
gru = torch.nn.GRU(I, H, bidirectional=True).double()
x = torch.randn(T, B, I, dtype=torch.float64, requires_grad=True)
y, _ = gru(x)
dy = torch.randn_like(y)
y.backward(dy)


def values(tensor):
    return {"shape": list(tensor.shape), "data": [round(v, 9) for v in tensor.detach().flatten().tolist()]}


weights, gradients = {}, {}
for name, suffix in (("forward", ""), ("backward", "_reverse")):
    p = {k: getattr(gru, f"{k}_l0{suffix}") for k in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    fold = torch.cat([p["bias_hh"][: 2 * H], torch.zeros(H)])
    weights[f"{name}/kernel"] = values(p["weight_ih"].T)
    weights[f"{name}/recurrent"] = values(p["weight_hh"].T)
    weights[f"{name}/bias"] = values(p["bias_ih"] + fold)
    weights[f"{name}/candidateBias"] = values(p["bias_hh"][2 * H :])
    gradients[f"{name}/kernel"] = values(p["weight_ih"].grad.T)
    gradients[f"{name}/recurrent"] = values(p["weight_hh"].grad.T)
    gradients[f"{name}/bias"] = values(p["bias_ih"].grad)
    gradients[f"{name}/candidateBias"] = values(p["bias_hh"].grad[2 * H :])

print(
    json.dumps(
        {
            "torch": torch.__version__,
            "x": values(x),
            "y": values(y),
            "dy": values(dy),
            "dx": values(x.grad),
            "weights": weights,
            "gradients": gradients,
        }
    )
)
