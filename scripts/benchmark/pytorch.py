"""The peer of `skald bench --engine`: the same network, weights and input in PyTorch, on the CPU.

usage: python3 scripts/benchmark/pytorch.py FOLDER
FOLDER holds spec.json, weights.safetensors (32-bit) and input-B.f32 for each batch size B. Takes one JSON request a
line on standard input and answers with one JSON line each:
  {"kind": "forward" | "train", "batch": B, "variant": V, "action": "prepare" | "run" | "values"}
  prepare → {"seconds": s} | {"unavailable": "reason"}; run → {"seconds": s};
  values → {} with the top layer's values in output.f32.
Variants: f32; autocast (bfloat16 where PyTorch thinks it right); bfloat16 (weights and values); compiled (32 bits, by
torch.compile as it comes, which leaves recurrent layers to PyTorch's own kernels); unrolled (torch.compile with its setting
allow_rnn, which makes operations of every step).
"""

import contextlib
import json
import os
import pathlib
import signal
import struct
import sys
import time

os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")  # no compiler goes on behind the time limit

import torch

folder = pathlib.Path(sys.argv[1])
spec = json.loads((folder / "spec.json").read_text())
T, I, H, C, LABELS = (spec[k] for k in ("steps", "inputSize", "units", "classes", "labels"))
KINDS = {"simple-rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
COMPILED = ("compiled", "unrolled")
prepared = {}
if spec["threads"]:
    torch.set_num_threads(spec["threads"])


class Overdue(BaseException):
    """torch.compile has taken longer than it may; no Exception, since Dynamo would catch that."""


def load_weights():
    raw = (folder / "weights.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header, data = json.loads(raw[8 : 8 + length]), raw[8 + length :]
    return {
        name: torch.frombuffer(bytearray(data[slice(*entry["data_offsets"])]), dtype=torch.float32).reshape(entry["shape"])
        for name, entry in header.items()
    }


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


def in_variant(batch, variant):
    """The network, its input, and the context to run it in."""
    layers, output = network(load_weights())
    x = torch.from_file(str(folder / f"input-{batch}.f32"), size=T * batch * I).reshape(T, batch, I)
    context = contextlib.nullcontext
    if variant == "bfloat16":
        layers, output, x = layers.bfloat16(), output.bfloat16(), x.bfloat16()
    if variant == "autocast":
        context = lambda: torch.autocast("cpu", dtype=torch.bfloat16)
    run = layers
    if variant in COMPILED:
        torch._dynamo.reset()
        torch._dynamo.config.allow_rnn = variant == "unrolled"
        run = torch.compile(layers)
    return layers, run, output, x, context


def forward(batch, variant):
    layers, run, _, x, context = in_variant(batch, variant)
    layers.eval()

    def work():
        with torch.no_grad(), context():
            return run(x)[0]

    return work


def train(batch, variant):
    layers, run, output, x, context = in_variant(batch, variant)
    parameters = [*layers.parameters(), *output.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=1e-3, weight_decay=0.01)
    torch.manual_seed(1)
    targets = torch.randint(0, C - 1, (batch, LABELS))
    lengths, label_lengths = torch.full((batch,), T), torch.full((batch,), LABELS)

    def work():
        with context():
            logits = output(run(x)[0])
        loss = torch.nn.functional.ctc_loss(
            logits.float().log_softmax(-1), targets, lengths, label_lengths, blank=C - 1
        )
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()

    return work


def overdue(*_):
    raise Overdue


def prepare(key, kind, batch, variant):
    limit = spec["compileSeconds"]
    if variant in COMPILED and limit == 0:
        return {"unavailable": "not tried: --compile-seconds 0"}
    started = time.perf_counter()
    signal.signal(signal.SIGALRM, overdue)
    signal.alarm(limit if variant in COMPILED else 0)
    try:
        for other in [other for other in prepared if other[:2] != key[:2]]:
            del prepared[other]
        prepared[key] = {"forward": forward, "train": train}[kind](batch, variant)
        prepared[key]()
        return {"seconds": time.perf_counter() - started}
    except Overdue:
        return {"unavailable": f"compiling {T} steps took over {limit} s"}
    except Exception as error:
        return {"unavailable": (str(error).strip().splitlines() or [type(error).__name__])[0][:200]}
    finally:
        signal.alarm(0)


def answer(request):
    kind, batch, variant = request["kind"], request["batch"], request["variant"]
    key = (kind, batch, variant)
    if request["action"] == "prepare":
        return prepare(key, kind, batch, variant)
    if request["action"] == "values":
        (folder / "output.f32").write_bytes(prepared[key]().float().numpy().tobytes())
        return {}
    started = time.perf_counter()
    prepared[key]()
    return {"seconds": time.perf_counter() - started}


print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
