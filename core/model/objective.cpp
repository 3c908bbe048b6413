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
double bernoulliForwardBackward(const ConstMatrixRef<S>& x, MatrixRef<S> logits, S scale) {
    Column<S> e(x.rows());
    Column<S> t(x.rows());
    double nats = 0;
    for (Index c = 0; c < x.cols(); ++c) {
        Eigen::Map<Column<S>> l(logits.col(c).data(), x.rows());
        const Eigen::Map<const Column<S>> target(x.col(c).data(), x.rows());
        e = (-l.abs()).exp();
        t = e + S(1);
        nats += static_cast<double>((l.max(S(0)) - l * target).sum());
        l = ((l >= S(0)).select(S(1), e) / t - target) * scale;
        nats += static_cast<double>(sumOfLogs(t));
    }
    return nats;
}

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
void sampleForward(const ConstMatrixRef<S>& statistics, const ConstMatrixRef<S>& e, bool noise,
                   MatrixRef<S> z) {
    const Index latent = z.rows();
    z = statistics.topRows(latent);
    if (noise) z.array() += (statistics.bottomRows(latent).array() * S(0.5)).exp() * e.array();
}

template <class S>
void sampleAndKlBackward(const ConstMatrixRef<S>& statistics, const ConstMatrixRef<S>& e, bool noise,
                         const ConstMatrixRef<S>& dz, S klScale, MatrixRef<S> dStatistics) {
    const Index latent = dz.rows();
    const ConstMatrixRef<S> m = statistics.topRows(latent);
    const ConstMatrixRef<S> s = statistics.bottomRows(latent);
    dStatistics.topRows(latent) = dz + klScale * m;
    MatrixRef<S> ds = dStatistics.bottomRows(latent);
    ds.array() = (klScale * S(0.5)) * (s.array().exp() - S(1));
    if (noise) ds.array() += dz.array() * e.array() * (s.array() * S(0.5)).exp() * S(0.5);
}

template <class S>
void klForward(const ConstMatrixRef<S>& statistics, MatrixRef<S> kl) {
    const Index latent = kl.rows();
    const ConstMatrixRef<S> m = statistics.topRows(latent);
    const ConstMatrixRef<S> s = statistics.bottomRows(latent);
    kl.array() = S(0.5) * (m.array().square() + s.array().exp() - S(1) - s.array());
}

#define LATENT_INSTANTIATE(S)                                                                                \
    template double bernoulliForwardBackward<S>(const ConstMatrixRef<S>&, MatrixRef<S>, S);                  \
    template void bernoulliForward<S>(const ConstMatrixRef<S>&, const ConstMatrixRef<S>&,                    \
                                      Eigen::Ref<VectorOf<S>>);                                              \
    template void sampleForward<S>(const ConstMatrixRef<S>&, const ConstMatrixRef<S>&, bool, MatrixRef<S>);  \
    template void sampleAndKlBackward<S>(const ConstMatrixRef<S>&, const ConstMatrixRef<S>&, bool,           \
                                         const ConstMatrixRef<S>&, S, MatrixRef<S>);                         \
    template void klForward<S>(const ConstMatrixRef<S>&, MatrixRef<S>)
LATENT_INSTANTIATE(float);
LATENT_INSTANTIATE(double);
#undef LATENT_INSTANTIATE

} // namespace latent
