// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/state/exploration.h"

#include <cmath>

// Small made-up values for the tests of views; no model computes anything here.
namespace latent::fabricated {

inline constexpr int kSide = 8; // pixels along an image

inline DatasetPtr dataset(int images) {
    ImageDataset set;
    set.name = "Made up";
    set.shape = ImageShape{kSide, kSide, 1};
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(images * kSide * kSide));
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 % 251);
    set.pixels = PixelStore::own(std::move(bytes));
    set.classNames = {"Bag", "Coat"};
    for (int i = 0; i < images; ++i) {
        set.labels.push_back(static_cast<std::uint16_t>(i % 2));
        (i % 10 == 9 ? set.test : set.train).push_back(static_cast<std::uint32_t>(i));
    }
    return std::make_shared<const ImageDataset>(std::move(set));
}

/// A snapshot without weights. codes: column i is i / images in every dimension.
inline std::shared_ptr<Snapshot> snapshot(const std::vector<float>& kl, int images = 0, float beta = 1) {
    std::shared_ptr<Snapshot> made = std::make_shared<Snapshot>();
    const Index latent = static_cast<Index>(kl.size());
    made->model.architecture.shape = ImageShape{kSide, kSide, 1};
    made->model.architecture.latent = static_cast<int>(latent);
    made->model.objective.beta = beta;
    made->posterior.kl = Eigen::Map<const Vector>(kl.data(), latent);
    made->posterior.sigma = Vector::Constant(latent, 0.5F);
    made->posterior.mean = Vector::Constant(latent, 1.0F);
    made->posterior.spread =
        (made->posterior.kl.array() > 0.01F).select(Vector::Constant(latent, 2.0F), 0.05F);
    if (images > 0) {
        Matrix codes(latent, images);
        for (Index i = 0; i < images; ++i)
            codes.col(i).setConstant(static_cast<float>(i) / static_cast<float>(images));
        made->codes = std::make_shared<const Matrix>(std::move(codes));
    }
    return made;
}

inline Matrix images(Index count) {
    Matrix made(kSide * kSide, count);
    for (Index i = 0; i < made.size(); ++i)
        made.data()[i] = 0.5F + 0.5F * std::sin(0.05F * static_cast<float>(i));
    return made;
}

inline Inspection inspection(Index image, int latent, std::vector<Index> neighbours) {
    Inspection made;
    made.image = image;
    made.original = images(1).col(0);
    made.reconstruction = images(2).col(1);
    made.mean = Vector::LinSpaced(latent, -1.0F, 1.0F);
    made.sigma = Vector::Constant(latent, 0.25F);
    made.kl = Vector::LinSpaced(latent, 0.0F, 3.0F);
    made.reconstructionNats = 221.4F;
    made.klNats = 12.3F;
    made.neighbours = std::move(neighbours);
    return made;
}

} // namespace latent::fabricated
