#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same variational autoencoder in PyTorch (Debian's python3-torch), for comparison on the same machine in
the same minutes. Adam at a constant 0.001, as in PyTorch's own example; losses in nats per image.

    torch_vae.py --hidden 400 --latent 20 --batch 128 --threads 2 --epochs 1 --images 60000
    torch_vae.py --test --epochs 10     also the test loss after each epoch, and the time to the last

OpenBLAS's build with OpenMP must be the one that is loaded: threads of its other build fight PyTorch's.
"""

import argparse
import gzip
import json
import pathlib
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

FOLDER = pathlib.Path("/usr/share/datasets/fashion-mnist")


def read_images(name):
    with gzip.open(FOLDER / name) as file:
        header = numpy.frombuffer(file.read(16), ">u4")
        pixels = numpy.frombuffer(file.read(), numpy.uint8).reshape(header[1], -1)
    return torch.from_numpy(pixels.astype(numpy.float32) / 255)


def dense(widths):
    """Linear layers of these widths with ReLU between them."""
    layers = []
    for before, after in zip(widths, widths[1:]):
        layers += [nn.Linear(before, after), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def convolutional(channels, hidden, latent):
    """Encoder and decoder of 28×28 images: stride-2 convolutions before the dense layers, and their mirror."""
    sizes = [1, *channels]
    side = 28 // 2 ** len(channels)
    down, up = [nn.Unflatten(1, (1, 28, 28))], []
    for before, after in zip(sizes, sizes[1:]):
        down += [nn.Conv2d(before, after, 4, 2, 1), nn.ReLU()]
        up = [nn.ReLU(), nn.ConvTranspose2d(after, before, 4, 2, 1), *up]
    features = sizes[-1] * side * side
    encoder = nn.Sequential(*down, nn.Flatten(), dense([features, *hidden, 2 * latent]))
    decoder = nn.Sequential(dense([latent, *reversed(hidden), features]),
                            nn.Unflatten(1, (sizes[-1], side, side)), *up, nn.Flatten())
    return encoder, decoder


class Vae(nn.Module):
    def __init__(self, channels, hidden, latent):
        super().__init__()
        if channels:
            self.encoder, self.decoder = convolutional(channels, hidden, latent)
        else:
            self.encoder = dense([784, *hidden, 2 * latent])
            self.decoder = dense([latent, *reversed(hidden), 784])

    def loss(self, x):
        """Summed over the batch, one draw of z an image."""
        mean, log_variance = self.encoder(x).chunk(2, dim=1)
        z = mean + torch.exp(log_variance / 2) * torch.randn_like(mean)
        reconstruction = functional.binary_cross_entropy_with_logits(self.decoder(z), x, reduction="sum")
        return reconstruction + (mean.square() + log_variance.exp() - 1 - log_variance).sum() / 2


def train_epoch(model, optimiser, images, batch):
    start = time.perf_counter()
    order = torch.randperm(len(images))
    total = 0.0
    for first in range(0, len(images), batch):
        loss = model.loss(images[order[first:first + batch]])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        total += loss.item()
    return time.perf_counter() - start


def test_loss(model, images):
    with torch.no_grad():
        return sum(model.loss(part).item() for part in images.split(1000)) / len(images)


def main():
    arguments = argparse.ArgumentParser()
    for name, preset in (("latent", 20), ("batch", 128), ("threads", 2), ("epochs", 1), ("images", 60000)):
        arguments.add_argument(f"--{name}", type=int, default=preset)
    arguments.add_argument("--hidden", default="400")
    arguments.add_argument("--channels", default="", help="of stride-2 convolutions: 32,64; none: dense")
    arguments.add_argument("--test", action="store_true")
    asked = arguments.parse_args()

    torch.set_num_threads(asked.threads)
    torch.manual_seed(1)
    images = read_images("train-images-idx3-ubyte.gz")[:asked.images]
    test = read_images("t10k-images-idx3-ubyte.gz")
    def numbers(text):
        return [int(number) for number in text.split(",") if number]

    model = Vae(numbers(asked.channels), numbers(asked.hidden), asked.latent)
    network = f"{asked.channels} conv, " if asked.channels else ""
    network += f"{asked.hidden}-{asked.latent}"
    optimiser = torch.optim.Adam(model.parameters(), 1e-3)
    start = time.perf_counter()
    for _ in range(asked.epochs):
        seconds = train_epoch(model, optimiser, images, asked.batch)
        loss = test_loss(model, test) if asked.test else None
        print(json.dumps({"program": "PyTorch", "network": network,
                          "batch": asked.batch, "threads": asked.threads,
                          "images_per_second": len(images) / seconds}), flush=True)
    if asked.test:
        print(json.dumps({"what": f"PyTorch, {asked.epochs} epochs with their tests",
                          "value": time.perf_counter() - start, "unit": "s"}))
        print(json.dumps({"what": f"PyTorch, test loss after {asked.epochs} epochs", "value": loss, "unit": "nats"}))


if __name__ == "__main__":
    main()
