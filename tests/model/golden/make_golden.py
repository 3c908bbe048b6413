#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes dense.json: what PyTorch makes of the same weights, images and noise (Debian's python3-torch).

Run `./make_golden.py > dense.json` in this folder. All in double precision, so that the test can ask
for ten digits of the double network and for single precision's digits of the float one.
"""
import json

import torch
import torch.nn.functional as F
from torch import nn

PIXELS, HIDDEN, LATENT, BATCH, STEPS, BETA, RATE = 12, [7, 5], 3, 6, 10, 2.5, 1e-2

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)


class Dense(nn.Module):
    """The modules in the order in which the program lays out its flat weight vector."""

    def __init__(self):
        super().__init__()
        sizes = [PIXELS] + HIDDEN
        self.encoder = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.mean, self.log_variance = nn.Linear(HIDDEN[-1], LATENT), nn.Linear(HIDDEN[-1], LATENT)
        sizes = [LATENT] + HIDDEN[::-1]
        self.decoder = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.output = nn.Linear(HIDDEN[0], PIXELS)

    def flat(self, of):
        blocks = [of(p) for layer in self.encoder for p in (layer.weight, layer.bias)]
        blocks += [of(self.mean.weight), of(self.log_variance.weight), of(self.mean.bias), of(self.log_variance.bias)]
        blocks += [of(p) for layer in self.decoder for p in (layer.weight, layer.bias)]
        blocks += [of(self.output.weight), of(self.output.bias)]
        return torch.cat([b.detach().flatten() for b in blocks]).tolist()

    def loss(self, x, noise):
        h = x
        for layer in self.encoder:
            h = F.relu(layer(h))
        m, s = self.mean(h), self.log_variance(h)
        z = m + torch.exp(0.5 * s) * noise
        for layer in self.decoder:
            z = F.relu(layer(z))
        logits = self.output(z)
        reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        kl = 0.5 * torch.sum(m.pow(2) + s.exp() - 1 - s)
        return (reconstruction + BETA * kl) / len(x), reconstruction / len(x), kl / len(x), logits


model = Dense()
x, noise = torch.rand(BATCH, PIXELS), torch.randn(BATCH, LATENT)
golden = {
    "hidden": HIDDEN, "latent": LATENT, "pixels": PIXELS, "batch": BATCH, "beta": BETA, "rate": RATE, "steps": STEPS,
    "weights": model.flat(lambda p: p), "images": x.flatten().tolist(), "noise": noise.flatten().tolist(),
}
adam = torch.optim.Adam(model.parameters(), RATE)
for step in range(STEPS):
    total, reconstruction, kl, logits = model.loss(x, noise)
    adam.zero_grad()
    total.backward()
    if step == 0:
        golden |= {"logits": logits.flatten().tolist(), "reconstruction": reconstruction.item(), "kl": kl.item(),
                   "gradient": model.flat(lambda p: p.grad)}
    adam.step()
golden["weights_after"] = model.flat(lambda p: p)
print(json.dumps(golden, indent=None, separators=(",", ":")))
