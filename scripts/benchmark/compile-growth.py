"""How long torch.compile takes to unroll the network of `skald bench --engine`, by the number of its steps.

usage: python3 scripts/benchmark/compile-growth.py [STEPS …]
Three bidirectional GRU layers of 2 × 256 units, 120 values a step, batch 16, forward. Prints for each count of steps the
seconds that compiling took (one thread), what the growth from count to count makes of 333 steps, and the median of
10 runs beside that of the layers as they come, in steps of one utterance a second.
"""

import math
import os
import statistics
import sys
import time

os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")

import torch

FULL, BATCH, RUNS = 333, 16, 10


def speed(network, x):
    seconds = []
    for _ in range(RUNS):
        started = time.perf_counter()
        network(x)
        seconds.append(time.perf_counter() - started)
    return len(x) * BATCH / statistics.median(seconds)


torch.manual_seed(1)
layers = torch.nn.GRU(120, 256, 3, bidirectional=True).eval()
print("| steps | compiling, s | 333 steps would take, h | compiled, steps/s | as it comes, steps/s |")
print("| ---: | ---: | ---: | ---: | ---: |")
before = None
with torch.no_grad():
    for steps in [int(n) for n in sys.argv[1:]] or (8, 16, 32):
        torch._dynamo.reset()
        torch._dynamo.config.allow_rnn = True
        compiled = torch.compile(layers)
        x = torch.randn(steps, BATCH, 120)
        started = time.perf_counter()
        difference = (compiled(x)[0] - layers(x)[0]).abs().max().item()
        took = time.perf_counter() - started
        assert difference < 1e-4, difference
        hours = "–"
        if before:
            power = math.log(took / before[1]) / math.log(steps / before[0])
            hours = f"{took * (FULL / steps) ** power / 3600:.1f} (power {power:.2f})"
        compiled(x)
        print(f"| {steps} | {took:.1f} | {hours} | {speed(compiled, x):.0f} | {speed(layers, x):.0f} |", flush=True)
        before = (steps, took)
