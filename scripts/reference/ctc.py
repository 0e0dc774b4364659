"""Golden values of CTC, loss and gradient by the logits, and of ten training steps of small networks, from PyTorch.

usage: pip install torch==2.13.0 && python3 scripts/reference/ctc.py > tests/reference/ctc.json
T steps, B batch, I input size, H units, C classes, the last one the blank. Weights as in recurrent.py: ours have one
bias a gate, so PyTorch's second one stands still at zero, but for the GRU's candidate.
"""

import json

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

T, B, I, H, C, LAYERS = 12, 3, 5, 6, 5, 2
LENGTHS = torch.tensor([12, 9, 12])
LABELS = [[0, 1, 1, 3], [2], [3, 2, 0, 2, 1]]
RATE, DECAY, CLIP = 0.02, 0.1, 1.0
KINDS = {"simple-rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


def values(tensor):
    return {"shape": list(tensor.shape), "data": [round(v, 9) for v in tensor.detach().flatten().tolist()]}


def losses_of(logits):
    targets = torch.tensor([label for row in LABELS for label in row])
    counts = torch.tensor([len(row) for row in LABELS])
    return torch.nn.functional.ctc_loss(
        logits.log_softmax(-1), targets, LENGTHS, counts, blank=C - 1, reduction="none"
    )


def golden():
    torch.manual_seed(20261125)
    logits = (2 * torch.randn(T, B, C, dtype=torch.float64)).requires_grad_()
    losses = losses_of(logits)
    losses.sum().backward()
    return {"logits": values(logits), "losses": values(losses), "gradient": values(logits.grad)}


def initial(layer, output):
    weights = {"output/kernel": values(output.weight.T), "output/bias": values(output.bias)}
    for index in range(LAYERS):
        for name, suffix in (("forward", ""), ("backward", "_reverse")):
            p = {k: getattr(layer, f"{k}_l{index}{suffix}") for k in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
            at = f"layer{index}/{name}"
            weights[f"{at}/kernel"] = values(p["weight_ih"].T)
            weights[f"{at}/recurrent"] = values(p["weight_hh"].T)
            weights[f"{at}/bias"] = values(p["bias_ih"])
            if isinstance(layer, torch.nn.GRU):
                weights[f"{at}/candidateBias"] = values(p["bias_hh"][2 * H :])
    return weights


def training(kind):
    torch.manual_seed(20261125)
    layer = KINDS[kind](I, H, LAYERS, bidirectional=True).double()
    output = torch.nn.Linear(2 * H, C).double()
    x = torch.randn(T, B, I, dtype=torch.float64)
    for name, p in layer.named_parameters():
        if not name.startswith("bias_hh"):
            continue
        with torch.no_grad():
            p[: 2 * H if kind == "gru" else len(p)] = 0
        if kind == "gru":
            p.register_hook(lambda g: torch.cat([torch.zeros_like(g[: 2 * H]), g[2 * H :]]))
        else:
            p.requires_grad_(False)
    weights = initial(layer, output)
    learned = [p for p in [*layer.parameters(), *output.parameters()] if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in learned if p.dim() > 1], "weight_decay": DECAY},
            {"params": [p for p in learned if p.dim() == 1], "weight_decay": 0.0},
        ],
        lr=RATE,
    )
    losses, norms = [], []
    for _ in range(10):
        packed = pack_padded_sequence(x, LENGTHS, enforce_sorted=False)
        y, _ = pad_packed_sequence(layer(packed)[0], total_length=T)
        loss = losses_of(output(y)).sum() / sum(len(row) for row in LABELS)
        optimiser.zero_grad()
        loss.backward()
        norms.append(round(torch.nn.utils.clip_grad_norm_(learned, CLIP).item(), 9))
        optimiser.step()
        losses.append(round(loss.item(), 9))
    return {"x": values(x), "weights": weights, "losses": losses, "norms": norms}


print(
    json.dumps(
        {
            "torch": torch.__version__,
            "labels": LABELS,
            "lengths": LENGTHS.tolist(),
            "rate": RATE,
            "weightDecay": DECAY,
            "clipNorm": CLIP,
            "ctc": golden(),
            "training": {kind: training(kind) for kind in KINDS},
        }
    )
)
