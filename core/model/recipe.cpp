// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/recipe.h"

#include "core/base/error.h"

#include <algorithm>

namespace latent {
namespace {

Recipe pytorchExample() {
    Recipe recipe{.name = "pytorch-example",
                  .title = "PyTorch's example of a VAE",
                  .source = "https://github.com/pytorch/examples/tree/main/vae",
                  .sentence =
                      "784-400-20 with Adam at 0.001 ends near 105.6 nats per image on the test images "
                      "of MNIST, whose grey values it uses unchanged.",
                  .configuration = {}};
    recipe.configuration.architecture = {.hidden = {400}, .latent = 20, .activation = Activation::Relu};
    recipe.configuration.training = withPace({.batch = 128, .epochs = 10}, Pace::Classic);
    return recipe;
}

// Section 5 of the paper: 3^i passes at 0.001 · 10^(−i/7), i = 0 … 7, of Adam with β₂ = 0.999, ε = 1e-4. So
// the rate falls from 1e-3 to 1e-4; it does not start at 1e-4, as is sometimes written. The authors' code
// (github.com/yburda/iwae, experiments.py) has 1e-4 · round(10^(1 − i/7), 1), which is the same to two
// digits.
Recipe burda() {
    Recipe recipe{.name = "burda",
                  .title = "The one-layer VAE of Burda et al.",
                  .source = "Burda, Grosse and Salakhutdinov 2016, https://arxiv.org/abs/1509.00519",
                  .sentence =
                      "3,280 epochs on MNIST, binarised anew in every epoch: −log p(x) of the test images is "
                      "86.8 nats in the paper and 87.8 in reproductions, by importance weighting with "
                      "K = 5,000.",
                  .configuration = {}};
    recipe.configuration.architecture = {.hidden = {200, 200}, .latent = 50, .activation = Activation::Tanh};
    recipe.configuration.objective.likelihood.kind = Likelihood::Kind::Binarised;
    recipe.configuration.training = {.batch = 20,
                                     .epochs = 3280,
                                     .learningRate = 1e-3F,
                                     .schedule = Schedule::Stages,
                                     .beta2 = 0.999F,
                                     .epsilon = 1e-4F,
                                     .averaged = false};
    return recipe;
}

Recipe burdaShort() {
    Recipe recipe = burda();
    recipe.name = "burda-short";
    recipe.title += ", shortened";
    recipe.sentence =
        "The same stages in 82 epochs, a fortieth. It cuts short the long last stages, in which the paper's "
        "model keeps improving: it ends above 86.8 nats and is meant for comparing settings.";
    recipe.configuration.training.epochs /= 40;
    return recipe;
}

} // namespace

std::vector<Recipe> recipes() {
    return {pytorchExample(), burda(), burdaShort()};
}

Recipe recipeNamed(const std::string& name) {
    std::string choices;
    for (const Recipe& recipe : recipes()) {
        if (recipe.name == name) return recipe;
        choices += (choices.empty() ? "" : ", ") + recipe.name;
    }
    throw Error("\"" + name + "\" is not a known recipe; choose one of " + choices);
}

} // namespace latent
