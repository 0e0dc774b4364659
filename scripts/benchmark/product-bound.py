"""What is left to win: how long the matrix products of the network of `skald bench --engine` take by themselves.

usage: python3 scripts/benchmark/product-bound.py
Three bidirectional GRU layers of 2 × 256 units over 333 steps, forward. For batch 16 and 32: the products of all inputs at once, on
all threads, and those of the states step by step, a direction on each of two threads at PyTorch's speed for one; then the whole layers as
PyTorch runs them. Medians of 10 runs in milliseconds. No engine that multiplies at that speed can be further ahead of the layers than
the last column, even if gates cost nothing.
"""

import statistics
import time

import torch

STEPS, INPUT, UNITS, LAYERS, RUNS = 333, 120, 256, 3, 10


def milliseconds(work):
    work()
    seconds = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds)


def products(rows, inner, columns, times):
    a, b = torch.randn(rows, inner), torch.randn(inner, columns)
    out = torch.empty(rows, columns)

    def work():
        for _ in range(times):
            torch.mm(a, b, out=out)

    return milliseconds(work)


threads = torch.get_num_threads()
print(f"PyTorch {torch.__version__}, {threads} threads")
print("| batch | products of inputs | products of states | both | the layers | at most ahead |")
print("| ---: | ---: | ---: | ---: | ---: | ---: |")
with torch.no_grad():
    for batch in (16, 32):
        inputs = products(STEPS * batch, INPUT, 6 * UNITS, 1)
        inputs += (LAYERS - 1) * products(STEPS * batch, 2 * UNITS, 6 * UNITS, 1)
        torch.set_num_threads(1)
        states = LAYERS * products(batch, UNITS, 3 * UNITS, STEPS)
        torch.set_num_threads(threads)
        layers = torch.nn.GRU(INPUT, UNITS, LAYERS, bidirectional=True).eval()
        x = torch.randn(STEPS, batch, INPUT)
        whole = milliseconds(lambda: layers(x))
        both = inputs + states
        cells = [batch, *(f"{ms:.0f}" for ms in (inputs, states, both, whole)), f"{whole / both:.2f}"]
        print("| " + " | ".join(map(str, cells)) + " |")
