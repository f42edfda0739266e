"""peers: the same trainings by NumPy and PyTorch. Usage: peers.py x2 | peers.py 128|300 THREADS

Prints rows as the other measurements do. What is not installed is left out. The number of BLAS threads is taken
from the environment, which tests/bench/run.sh sets.
"""
import sys
import time

try:
    import numpy
except ImportError:
    numpy = None
try:
    import torch
except ImportError:
    torch = None


def row(what, who, value, unit):
    print(f"{what}\t{who}\t{value:.6g}\t{unit}", flush=True)


def best_of(rounds, run):
    best = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - begin)
    return best


# ---- x²: 1-10-1, ReLU, mean squared error, 100 samples, full batch ----

def x2_numpy(epochs):
    one = numpy.float32
    x = numpy.linspace(-1, 1, 100, dtype=one).reshape(-1, 1)
    y = x * x
    w1 = numpy.random.randn(1, 10).astype(one)
    w2 = numpy.random.randn(10, 1).astype(one)
    b1, b2, rate = numpy.full((1, 10), 0.5, one), numpy.full((1, 1), 0.5, one), one(0.03)

    def run():
        nonlocal w1, w2, b1, b2
        for _ in range(epochs):
            z = x @ w1 + b1
            h = numpy.maximum(z, 0)
            error = h @ w2 + b2 - y
            loss = (error * error).mean()
            d_out = error * one(2 / 100)
            d_z = (d_out @ w2.T) * (z > 0)
            w2 = w2 - rate * (h.T @ d_out)
            b2 = b2 - rate * d_out.sum(0, keepdims=True)
            w1 = w1 - rate * (x.T @ d_z)
            b1 = b1 - rate * d_z.sum(0, keepdims=True)
        return loss
    return run


def x2_torch(epochs):
    x = torch.linspace(-1, 1, 100).reshape(-1, 1)
    y = x * x
    w1, w2 = torch.randn(1, 10), torch.randn(10, 1)
    b1, b2 = torch.full((1, 10), 0.5), torch.full((1, 1), 0.5)

    def run():
        nonlocal w1, w2, b1, b2
        for _ in range(epochs):
            z = x @ w1 + b1
            h = z.clamp(min=0)
            error = h @ w2 + b2 - y
            loss = (error * error).mean()
            d_out = error * (2 / 100)
            d_z = (d_out @ w2.T) * (z > 0)
            w2 = w2 - 0.03 * (h.T @ d_out)
            b2 = b2 - 0.03 * d_out.sum(0, keepdim=True)
            w1 = w1 - 0.03 * (x.T @ d_z)
            b1 = b1 - 0.03 * d_z.sum(0, keepdim=True)
        return loss
    return run


def x2_torch_nn(epochs):
    x = torch.linspace(-1, 1, 100).reshape(-1, 1)
    y = x * x
    net = torch.nn.Sequential(torch.nn.Linear(1, 10), torch.nn.ReLU(), torch.nn.Linear(10, 1))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.03)

    def run():
        for _ in range(epochs):
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(net(x), y)
            loss.backward()
            optimizer.step()
        return loss
    return run


def x2():
    epochs = 300
    what = "x2-relu, one epoch"
    if numpy:
        row(what, "NumPy, by hand", best_of(20, x2_numpy(epochs)) / epochs * 1e6, "us")
    if torch:
        torch.set_num_threads(1)
        row(what, "PyTorch, by hand", best_of(20, x2_torch(epochs)) / epochs * 1e6, "us")
        row(what, "PyTorch, torch.nn", best_of(20, x2_torch_nn(epochs)) / epochs * 1e6, "us")


# ---- Dense layers over 60,000 images ----

def net_numpy(sizes, batch, biases):
    one = numpy.float32
    x = numpy.random.rand(60000, sizes[0]).astype(one)
    t = numpy.zeros((60000, sizes[-1]), one)
    t[:, 0] = 1
    weights = [numpy.random.randn(a, b).astype(one) / one(a) ** one(0.5) for a, b in zip(sizes, sizes[1:])]
    shifts = [numpy.zeros((1, b), one) for b in sizes[1:]]
    rate = one(0.01)

    def run():
        for first in range(0, 60000, batch):
            values = [x[first:first + batch]]
            for i, w in enumerate(weights):
                z = values[-1] @ w
                if biases:
                    z += shifts[i]
                values.append(numpy.maximum(z, 0) if i + 1 < len(weights) else z)
            scores = values[-1]
            p = numpy.exp(scores - scores.max(1, keepdims=True))
            p /= p.sum(1, keepdims=True)
            d = (p - t[first:first + batch]) / one(len(p))
            for i in reversed(range(len(weights))):
                gradient = values[i].T @ d
                below = (d @ weights[i].T) * (values[i] > 0) if i > 0 else None
                if biases:
                    shifts[i] -= rate * d.sum(0, keepdims=True)
                weights[i] -= rate * gradient
                d = below
    return run


def net_torch(sizes, batch, biases):
    x = torch.rand(60000, sizes[0])
    t = torch.zeros(60000, sizes[-1])
    t[:, 0] = 1
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(a, b, bias=biases), torch.nn.ReLU()]
    net = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)

    def run():
        for first in range(0, 60000, batch):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(x[first:first + batch]), t[first:first + batch])
            loss.backward()
            optimizer.step()
    return run


def dense(which, threads):
    sizes, batch, biases = ([784, 300, 100, 10], 128, True) if which == "300" else ([784, 128, 10], 256, False)
    what = f"{'-'.join(map(str, sizes))}, {threads} thread{'' if threads == 1 else 's'}"
    if numpy:
        row(what, "NumPy, by hand", best_of(3, net_numpy(sizes, batch, biases)), "s")
    if torch:
        torch.set_num_threads(threads)
        row(what, "PyTorch, torch.nn", best_of(3, net_torch(sizes, batch, biases)), "s")


if sys.argv[1] == "x2":
    x2()
else:
    dense(sys.argv[1], int(sys.argv[2]))
