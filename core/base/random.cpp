// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <Eigen/Dense>
#include <algorithm>
#include <bit>
#include <numbers>

namespace latent {
namespace {

std::uint64_t splitMix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

// Two uniform numbers give two normal ones; computed in blocks so that log, sin and cos are vectorised.
constexpr Index kPairs = 64;

} // namespace

Random::Random(std::uint64_t seed, Stream purpose, std::uint64_t counter, std::uint64_t subCounter) {
    std::uint64_t mix = seed;
    for (const std::uint64_t part : {static_cast<std::uint64_t>(purpose), counter, subCounter}) {
        mix = splitMix(mix) ^ (part * 0xd1342543de82ef95ULL + 0x2545f4914f6cdd1dULL);
    }
    for (std::uint64_t& word : m_state) word = splitMix(mix);
}

std::uint64_t Random::next() {
    const std::uint64_t result = std::rotl(m_state[0] + m_state[3], 23) + m_state[0];
    const std::uint64_t t = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= t;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

float Random::uniform() {
    return static_cast<float>(next() >> 40) * 0x1p-24F;
}

std::uint32_t Random::below(std::uint32_t bound) {
    std::uint64_t product = (next() >> 32) * bound;
    if (static_cast<std::uint32_t>(product) < bound) {
        const std::uint32_t threshold = (0U - bound) % bound;
        while (static_cast<std::uint32_t>(product) < threshold) product = (next() >> 32) * bound;
    }
    return static_cast<std::uint32_t>(product >> 32);
}

void Random::fillNormal(float* values, Index count) {
    using Block = Eigen::Array<float, kPairs, 1>;
    while (count > 0) {
        Block radius;
        Block angle;
        for (Index i = 0; i < kPairs; ++i) {
            const std::uint64_t bits = next();
            radius[i] = (static_cast<float>(bits >> 40) + 0.5F) * 0x1p-24F;
            angle[i] = static_cast<float>(bits & 0xffffff) * (0x1p-24F * 2 * std::numbers::pi_v<float>);
        }
        radius = (radius.log() * -2.0F).sqrt();
        const Block first = radius * angle.cos();
        const Block second = radius * angle.sin();
        const Index half = std::min(count, kPairs);
        const Index rest = std::min(count - half, kPairs);
        std::copy_n(first.data(), half, values);
        std::copy_n(second.data(), rest, values + half);
        values += half + rest;
        count -= half + rest;
    }
}

void Random::fillNormal(double* values, Index count) {
    VectorOf<float> single(count);
    fillNormal(single.data(), count);
    for (Index i = 0; i < count; ++i) values[i] = single[i];
}

void Random::fillNormal(ByFeatureRef<float> matrix) {
    ByFeature<float> numbers(matrix.rows(), matrix.cols());
    fillNormal(numbers.data(), numbers.size());
    matrix = numbers;
}

} // namespace latent
