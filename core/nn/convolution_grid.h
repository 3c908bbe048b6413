// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/activations.h"

namespace latent {

/// Two grids of pixels, the small one half as wide and high (rounded up), and a window of kernel × kernel
/// weights between them: window position (ky, kx) joins small pixel (y, x) with large pixel (2y + ky −
/// margin, 2x + kx − margin), margin = (kernel − 1) / 2; positions beyond the border contribute nothing. A
/// pixel's channels are neighbouring features. Weights are [kernel, kernel, large channels, small channels].
/// A convolution maps the large grid to the small one, a transposed one the small to the large; each is the
/// other's gradient.
struct ConvolutionGrid {
    int height = 0; // of the large grid
    int width = 0;
    int kernel = 4;
    int largeChannels = 1;
    int smallChannels = 1;

    int smallHeight() const { return (height + 1) / 2; }
    int smallWidth() const { return (width + 1) / 2; }
    int margin() const { return (kernel - 1) / 2; }
    Index windowSize() const { return Index{kernel} * kernel; }
    Index channelPairs() const { return Index{largeChannels} * smallChannels; }
    Index weightCount() const { return windowSize() * channelPairs(); }
    Index largeFeatures() const { return Index{height} * width * largeChannels; }
    Index smallFeatures() const { return Index{smallHeight()} * smallWidth() * smallChannels; }
    /// Multiplications per sample, borders included.
    Index cost() const { return weightCount() * smallHeight() * smallWidth(); }

    /// large [largeFeatures, B]; overwrites small [smallFeatures, B]. bias [smallChannels], or null.
    template <class S>
    void toSmall(const S* weights, const S* bias, const ConstByFeatureRef<S>& large,
                 ByFeatureRef<S> small) const;
    /// small [smallFeatures, B]; overwrites large [largeFeatures, B]. bias [largeChannels], or null.
    template <class S>
    void toLarge(const S* weights, const S* bias, const ConstByFeatureRef<S>& small,
                 ByFeatureRef<S> large) const;
    /// Overwrites the gradients [largeChannels, smallChannels] of window positions [first, first + count),
    /// from large by feature and small by image, over whole shards.
    template <class S>
    void windowGradient(const ShardedMatrix<S>& large, const MatrixOf<S>& small, Sharding used, Index first,
                        Index count, S* gradient) const;
};

} // namespace latent
