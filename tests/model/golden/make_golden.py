#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes CASE.json for each case below: the results of PyTorch (Debian's python3-torch) for the same weights,
images and noise: logits, losses, gradients, and the weights after ten steps of Adam.

Run ./make_golden.py in this folder. Everything is in double precision, so that the test can require ten digits of
the double network and single-precision digits of the float one.
"""
import json
import math

import torch
import torch.nn.functional as F
from torch import nn

STEPS, RATE = 10, 1e-2
USUAL = {"shape": [8, 1, 1], "channels": [], "kernel": 4, "hidden": [6], "latent": 2, "activation": "relu",
         "likelihood": "bernoulli", "batch": 5, "beta": 2.5, "free_bits": 0, "clip": 0, "beta2": 0.999, "epsilon": 1e-8}
CASES = {
    "dense": {"shape": [12, 1, 1], "hidden": [7, 5], "latent": 3, "batch": 6},
    "silu": {"activation": "silu"},
    "tanh": {"activation": "tanh", "hidden": [5, 4]},
    "binarised": {"likelihood": "binarised"},
    "gaussian": {"likelihood": "gaussian:0.25"},
    "sigma": {"likelihood": "sigma"},
    "continuous_bernoulli": {"likelihood": "continuous-bernoulli"},
    "free_bits": {"latent": 4, "free_bits": 0.0625},  # some dimensions below, others above
    "clipped": {"clip": 0.5, "beta2": 0.99, "epsilon": 1e-2},
    "convolutional": {"shape": [8, 4, 2], "channels": [3, 2], "hidden": [3], "batch": 3},  # width, height, channels
}
ACTIVATIONS = {"relu": F.relu, "silu": F.silu, "tanh": torch.tanh}


def dense_layers(sizes):
    return [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]


class Vae(nn.Module):
    """Images are rows of pixels, with a pixel's channels side by side, as in the program."""

    def __init__(self, case):
        super().__init__()
        self.case, self.act = case, ACTIVATIONS[case["activation"]]
        width, height, channels = case["shape"]
        deep = [channels] + case["channels"]
        shrink = 2 ** len(case["channels"])
        self.grid = (height // shrink, width // shrink, deep[-1])
        window = {"kernel_size": case["kernel"], "stride": 2, "padding": 1}
        features = math.prod(self.grid)
        sizes = [features] + case["hidden"]
        self.convolutions = nn.ModuleList(nn.Conv2d(a, b, **window) for a, b in zip(deep, deep[1:]))
        self.encoder = nn.ModuleList(dense_layers(sizes))
        self.mean, self.log_variance = nn.Linear(sizes[-1], case["latent"]), nn.Linear(sizes[-1], case["latent"])
        self.decoder = nn.ModuleList(dense_layers([case["latent"]] + sizes[::-1]))
        self.transposed = nn.ModuleList(nn.ConvTranspose2d(b, a, **window) for a, b in list(zip(deep, deep[1:]))[::-1])

    def flat(self, of):
        """The program's flat weight vector; windows there are [y, x, channels nearer the image, others]."""
        def pair(layer):
            weight = of(layer.weight)
            return [weight.permute(2, 3, 1, 0) if weight.dim() == 4 else weight, of(layer.bias)]
        blocks = [b for layer in [*self.convolutions, *self.encoder] for b in pair(layer)]
        blocks += [of(self.mean.weight), of(self.log_variance.weight), of(self.mean.bias), of(self.log_variance.bias)]
        blocks += [b for layer in [*self.decoder, *self.transposed] for b in pair(layer)]
        return numbers(torch.cat([b.detach().flatten() for b in blocks]))

    def encode(self, x):
        width, height, channels = self.case["shape"]
        h = x.view(-1, height, width, channels).permute(0, 3, 1, 2)
        for layer in self.convolutions:
            h = self.act(layer(h))
        h = h.permute(0, 2, 3, 1).flatten(1)
        for layer in self.encoder:
            h = self.act(layer(h))
        return self.mean(h), self.log_variance(h)

    def decode(self, z):
        layers = [*self.decoder, *self.transposed]
        for layer in layers:
            if isinstance(layer, nn.ConvTranspose2d) and z.dim() == 2:
                z = z.view(-1, *self.grid).permute(0, 3, 1, 2)
            z = layer(z) if layer is layers[-1] else self.act(layer(z))
        return z.permute(0, 2, 3, 1).flatten(1) if z.dim() == 4 else z


def reconstruction_nats(likelihood, logits, x):
    """Summed over pixels and images."""
    kind, _, number = likelihood.partition(":")
    if kind in ("bernoulli", "binarised"):
        return F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    if kind == "continuous-bernoulli":
        return -torch.distributions.ContinuousBernoulli(logits=logits).log_prob(x).sum()
    error = (torch.sigmoid(logits) - x).pow(2)
    if kind == "gaussian":
        log_sigma = torch.tensor(math.log(float(number)))
    else:  # Rybkin et al. 2021: the best sigma of the batch, softly clipped; gradients go through it
        log_sigma = -6 + F.softplus(0.5 * error.mean().log() + 6)
    return (error / (2 * torch.exp(2 * log_sigma)) + log_sigma + 0.5 * math.log(2 * math.pi)).sum()


def losses(model, case, x, noise):
    m, s = model.encode(x)
    logits = model.decode(m + torch.exp(0.5 * s) * noise)
    reconstruction = reconstruction_nats(case["likelihood"], logits, x) / len(x)
    kl = (0.5 * (m.pow(2) + s.exp() - 1 - s)).mean(0)
    pulled = torch.maximum(kl, torch.tensor(float(case["free_bits"]))).sum()
    return reconstruction + case["beta"] * pulled, reconstruction, kl.sum(), logits


def clip(parameters, longest):
    norm = torch.sqrt(sum(p.grad.pow(2).sum() for p in parameters))
    for p in parameters:
        p.grad *= min(1, longest / norm)


def numbers(tensor):
    return [round(value, 12) for value in tensor.flatten().tolist()]


def golden(case):
    torch.manual_seed(7)
    model = Vae(case)
    width, height, channels = case["shape"]
    x, noise = torch.rand(case["batch"], width * height * channels), torch.randn(case["batch"], case["latent"])
    if case["likelihood"] == "binarised":
        x = (x > 0.5).double()
    with torch.no_grad():  # short decimals, which keep the files small
        for tensor in [x, noise, *model.parameters()]:
            tensor.copy_(torch.round(tensor * 1e4) / 1e4)
    result = case | {"rate": RATE, "steps": STEPS, "weights": model.flat(lambda p: p), "images": numbers(x),
                     "noise": numbers(noise)}
    adam = torch.optim.Adam(model.parameters(), RATE, betas=(0.9, case["beta2"]), eps=case["epsilon"])
    for step in range(STEPS):
        loss, reconstruction, kl, logits = losses(model, case, x, noise)
        adam.zero_grad()
        loss.backward()
        if step == 0:
            result |= {"logits": numbers(logits), "loss": loss.item(), "reconstruction": reconstruction.item(),
                       "kl": kl.item(), "gradient": model.flat(lambda p: p.grad)}
        if case["clip"] > 0:
            clip(list(model.parameters()), case["clip"])
        adam.step()
    return result | {"weights_after": model.flat(lambda p: p)}


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    for name, changes in CASES.items():
        with open(name + ".json", "w") as file:
            json.dump(golden(USUAL | changes), file, separators=(",", ":"))
            file.write("\n")
