// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/objective.h"

namespace latent {
namespace {

template <class S>
using Column = Eigen::Array<S, Eigen::Dynamic, 1>;

// Σ ln t for 1 ≤ t ≤ 2, as the logarithm of products of up to 64 factors (at most 2^64): one logarithm
// instead of 64. Overwrites t.
template <class S>
S sumOfLogs(Column<S>& t) {
    Index n = t.size();
    for (int round = 0; round < 6 && n % 2 == 0; ++round) {
        n /= 2;
        t.head(n) *= t.segment(n, n);
    }
    return t.head(n).log().sum();
}

} // namespace

template <class S>
void bernoulliForward(const ConstMatrixRef<S>& x, const ConstMatrixRef<S>& logits,
                      Eigen::Ref<VectorOf<S>> nats) {
    Column<S> t(x.rows());
    for (Index c = 0; c < x.cols(); ++c) {
        const Eigen::Map<const Column<S>> l(logits.col(c).data(), x.rows());
        t = (-l.abs()).exp() + S(1);
        nats[c] = (l.max(S(0)) - l * x.col(c).array()).sum() + sumOfLogs(t);
    }
}

template <class S>
void sampleForward(const ConstByFeatureRef<S>& statistics, const ConstByFeatureRef<S>& e, bool noise,
                   ByFeatureRef<S> z) {
    const Index latent = z.rows();
    z = statistics.topRows(latent);
    if (noise) z.array() += (statistics.bottomRows(latent).array() * S(0.5)).exp() * e.array();
}

template <class S>
void sampleAndKlBackward(const ConstByFeatureRef<S>& statistics, const ConstByFeatureRef<S>& e, bool noise,
                         const ConstByFeatureRef<S>& dz, S klScale, ByFeatureRef<S> dStatistics) {
    const Index latent = dz.rows();
    const ConstByFeatureRef<S> m = statistics.topRows(latent);
    const ConstByFeatureRef<S> s = statistics.bottomRows(latent);
    dStatistics.topRows(latent) = dz + klScale * m;
    ByFeatureRef<S> ds = dStatistics.bottomRows(latent);
    ds.array() = (klScale * S(0.5)) * (s.array().exp() - S(1));
    if (noise) ds.array() += dz.array() * e.array() * (s.array() * S(0.5)).exp() * S(0.5);
}

template <class S>
void klForward(const ConstByFeatureRef<S>& statistics, ByFeatureRef<S> kl) {
    const Index latent = kl.rows();
    const ConstByFeatureRef<S> m = statistics.topRows(latent);
    const ConstByFeatureRef<S> s = statistics.bottomRows(latent);
    kl.array() = S(0.5) * (m.array().square() + s.array().exp() - S(1) - s.array());
}

#define LATENT_INSTANTIATE(S)                                                                                \
    template void bernoulliForward<S>(const ConstMatrixRef<S>&, const ConstMatrixRef<S>&,                    \
                                      Eigen::Ref<VectorOf<S>>);                                              \
    template void sampleForward<S>(const ConstByFeatureRef<S>&, const ConstByFeatureRef<S>&, bool,           \
                                   ByFeatureRef<S>);                                                         \
    template void sampleAndKlBackward<S>(const ConstByFeatureRef<S>&, const ConstByFeatureRef<S>&, bool,     \
                                         const ConstByFeatureRef<S>&, S, ByFeatureRef<S>);                   \
    template void klForward<S>(const ConstByFeatureRef<S>&, ByFeatureRef<S>)
LATENT_INSTANTIATE(float);
LATENT_INSTANTIATE(double);
#undef LATENT_INSTANTIATE

} // namespace latent
