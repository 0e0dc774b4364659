"""The peer of `skald bench --engine`: the same network, weights and input in PyTorch, on the CPU.

usage: python3 scripts/benchmark/pytorch.py FOLDER RUNS
FOLDER holds weights.safetensors (32-bit) and input-B.f32 for each batch size B of `spec.json`; written beside them:
output-B.f32, the top layer's values. Prints one JSON line: x real time, medians and range, forward and training.
"""

import json
import pathlib
import statistics
import struct
import sys
import time

import torch

folder, runs = pathlib.Path(sys.argv[1]), int(sys.argv[2])
spec = json.loads((folder / "spec.json").read_text())
T, I, H, C, LABELS = (spec[k] for k in ("steps", "inputSize", "units", "classes", "labels"))


def load_weights():
    raw = (folder / "weights.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header, data = json.loads(raw[8 : 8 + length]), raw[8 + length :]
    return {
        name: torch.frombuffer(bytearray(data[slice(*entry["data_offsets"])]), dtype=torch.float32).reshape(entry["shape"])
        for name, entry in header.items()
    }


KINDS = {"simple-rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


def network(weights):
    layers = KINDS[spec["cell"]](I, H, spec["layers"], bidirectional=True, dropout=0.1)
    with torch.no_grad():
        for layer in range(spec["layers"]):
            for direction, suffix in (("forward", ""), ("backward", "_reverse")):
                w = {k.split("/")[-1]: v for k, v in weights.items() if k.startswith(f"layer{layer}/{direction}/")}
                getattr(layers, f"weight_ih_l{layer}{suffix}").copy_(w["kernel"].T)
                getattr(layers, f"weight_hh_l{layer}{suffix}").copy_(w["recurrent"].T)
                getattr(layers, f"bias_ih_l{layer}{suffix}").copy_(w["bias"])
                bias = torch.zeros_like(w["bias"])
                if "candidateBias" in w:
                    bias[2 * H :] = w["candidateBias"]
                getattr(layers, f"bias_hh_l{layer}{suffix}").copy_(bias)
    output = torch.nn.Linear(2 * H, C)
    with torch.no_grad():
        output.weight.copy_(weights["output/kernel"].T)
        output.bias.copy_(weights["output/bias"])
    return layers, output


def speeds(batch, work):
    work()
    values = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        values.append(batch * T * spec["stepSeconds"] / (time.perf_counter() - started))
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def forward(batch, bf16):
    layers, _ = network(load_weights())
    layers.eval()
    x = torch.from_file(str(folder / f"input-{batch}.f32"), size=T * batch * I).reshape(T, batch, I)

    def work():
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            return layers(x)[0]

    if not bf16:
        (folder / f"output-{batch}.f32").write_bytes(work().numpy().tobytes())
    return speeds(batch, work)


def train(batch, bf16):
    layers, output = network(load_weights())
    parameters = [*layers.parameters(), *output.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=1e-3, weight_decay=0.01)
    x = torch.from_file(str(folder / f"input-{batch}.f32"), size=T * batch * I).reshape(T, batch, I)
    torch.manual_seed(1)
    targets = torch.randint(0, C - 1, (batch, LABELS))
    lengths, label_lengths = torch.full((batch,), T), torch.full((batch,), LABELS)

    def work():
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            logits = output(layers(x)[0])
        loss = torch.nn.functional.ctc_loss(
            logits.float().log_softmax(-1), targets, lengths, label_lengths, blank=C - 1
        )
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()

    return speeds(batch, work)


print(
    json.dumps(
        {
            "version": torch.__version__,
            "threads": torch.get_num_threads(),
            **{
                kind: {
                    f"b{batch}": {"f32": measure(batch, False), "bf16": measure(batch, True)}
                    for batch in spec[kind]
                }
                for kind, measure in (("forward", forward), ("train", train))
            },
        }
    )
)
