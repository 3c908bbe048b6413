// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/model/likelihood.h"
#include "core/nn/activation.h"

#include <cstdint>
#include <string>
#include <vector>

namespace latent {

/// How the encoder's input is corrupted during training; the loss still asks for the clean image.
struct Corruption {
    enum class Kind { None, Mask, Gaussian };
    Kind kind = Kind::None;
    float amount = 0; // Mask: probability that a pixel is set to 0. Gaussian: standard deviation.

    bool operator==(const Corruption&) const = default;
};

/// The three knobs that turn one network into an autoencoder, a denoising one, a VAE or a β-VAE, and the
/// expert settings of the objective.
struct Objective {
    Corruption corruption{};
    bool latentNoise = true; // z = m + exp(s/2)·e with noise, z = m without
    float beta = 1;          // weight of the KL term
    /// Nats of KL that a dimension may use, on average over the batch, before the KL term affects it (Kingma
    /// et al. 2016, appendix C.8). Reported losses exclude it.
    float freeBits = 0;
    Likelihood likelihood{};

    /// Whether the codes are drawn to N(0, I): otherwise sliders span the codes' own spread.
    bool hasPrior() const { return latentNoise && beta > 0; }
    /// Whether a KL term is meaningful: an autoencoder's codes are points, not distributions.
    bool hasKl() const { return latentNoise || beta > 0; }
    bool operator==(const Objective&) const = default;
};

enum class Preset { Autoencoder, Denoising, NoiseWithoutKl, Vae, BetaVae, Custom };

/// The knobs of a preset (β-VAE: β = 4; denoising: 30 % masking). Custom gives the VAE's.
Objective objectiveOf(Preset preset);
/// The preset with these knobs; any β other than 0 and 1 is a β-VAE's.
Preset presetOf(const Objective& objective);

/// Sizes of the network: shape → convolutions → hidden → 2 × latent → reversed hidden → transposed
/// convolutions → shape.
struct Architecture {
    ImageShape shape{};
    /// Channels of each convolution with stride 2, from the image inwards; empty: a dense network.
    std::vector<int> channels{};
    int kernel = 4; // side of the convolution kernels
    std::vector<int> hidden{400};
    int latent = 20;
    Activation activation = Activation::Relu;

    bool convolutional() const { return !channels.empty(); }
    bool operator==(const Architecture&) const = default;
};

/// The default networks: 400 units, or convolutions 32, 64 and 256 units, and 128 more if few dimensions have
/// to hold everything. Keeps shape, latent size and activation.
Architecture denseNetwork(Architecture like);
Architecture convolutionalNetwork(Architecture like);
inline constexpr int kFewDimensions = 3;
/// The same network with another latent size; default units stay the default ones.
Architecture withLatent(Architecture architecture, int latent);

/// How the learning rate changes over a run, see scheduledRate().
enum class Schedule { Fast, Constant, Linear, Cosine, Stages };

struct TrainingSettings {
    int batch = 128;
    int epochs = 10;            // 0: until stopped
    float learningRate = 8e-3F; // the schedule's peak
    Schedule schedule = Schedule::Fast;
    float beta2 = 0.99F;   // Adam's memory of squared gradients
    float epsilon = 1e-8F; // Adam's ε
    int warmUp = 0;        // epochs over which β rises linearly from 0
    float clip = 0;        // maximum norm of the gradient over all weights; 0: no limit
    /// Epochs without a lower loss on a held-out tenth of the training images after which the run ends with
    /// the best weights; 0: never, and nothing is held out.
    int earlyStop = 0;
    bool averaged = true; // whether to show, test and save the running average of the weights
    std::uint64_t seed = 1;
    int threads = 2;

    bool operator==(const TrainingSettings&) const = default;
};

/// Fast (the defaults): a high rate after a warm-up that falls early, and averaged weights. Classic: Adam at
/// a constant 0.001 with β₂ = 0.999, as in most papers and in PyTorch's example.
enum class Pace { Fast, Classic, Custom };

/// The settings with the rate, schedule, β₂ and averaging of a pace; Custom changes nothing.
TrainingSettings withPace(TrainingSettings settings, Pace pace);
Pace paceOf(const TrainingSettings& settings);

struct Configuration {
    Architecture architecture;
    Objective objective;
    TrainingSettings training;

    bool operator==(const Configuration&) const = default;
};

/// Limits that the window and the command line share.
inline constexpr int kMaxLatent = 64;
inline constexpr int kMaxHidden = 8192; // units per layer
inline constexpr int kMaxHiddenLayers = 8;
inline constexpr int kMaxConvolutions = 5;
inline constexpr int kMaxChannels = 512; // per convolution
inline constexpr int kMinKernel = 2;
inline constexpr int kMaxKernel = 7;
inline constexpr int kMaxBatch = 8192;

/// Throws Error with one sentence, naming no file, if a value is out of range.
void validate(const Configuration& configuration);

/// "400" or "512, 256" to sizes and back. Throws Error on anything else.
std::vector<int> parseHidden(const std::string& text);
std::vector<int> parseChannels(const std::string& text);
std::string hiddenText(const std::vector<int>& sizes);
/// "none", "mask:0.3", "gaussian:0.2" and back. Throws Error on anything else.
Corruption parseCorruption(const std::string& text);
std::string corruptionText(const Corruption& corruption);
/// "vae", "ae", "dae", "noise", "beta-vae" ("custom" is text only) and back. Throws Error on anything else.
Preset parsePreset(const std::string& text);
std::string presetText(Preset preset);
/// "fast", "classic" and back.
Pace parsePace(const std::string& text);
std::string paceText(Pace pace);
Schedule parseSchedule(const std::string& text);
std::string scheduleText(Schedule schedule);
/// "relu", "silu", "tanh" and back.
Activation parseActivation(const std::string& text);
std::string activationText(Activation activation);

} // namespace latent
