// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/nn/convolution_grid.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace latent;

namespace {

constexpr Index kBatch = 21; // one full lane group and part of another
constexpr double kUntouched = 1234;

/// The definition, in double: every pair of pixels that a window position joins.
template <class Pair>
void forEachPair(const ConvolutionGrid& grid, Pair pair) {
    for (int y = 0; y < grid.smallHeight(); ++y) {
        for (int x = 0; x < grid.smallWidth(); ++x) {
            for (int ky = 0; ky < grid.kernel; ++ky) {
                for (int kx = 0; kx < grid.kernel; ++kx) {
                    const int largeY = 2 * y + ky - (grid.kernel - 1) / 2;
                    const int largeX = 2 * x + kx - (grid.kernel - 1) / 2;
                    if (largeY < 0 || largeY >= grid.height || largeX < 0 || largeX >= grid.width) continue;
                    for (int large = 0; large < grid.largeChannels; ++large) {
                        for (int small = 0; small < grid.smallChannels; ++small) {
                            pair(((ky * grid.kernel + kx) * grid.largeChannels + large) * grid.smallChannels +
                                     small,
                                 (largeY * grid.width + largeX) * grid.largeChannels + large,
                                 (y * grid.smallWidth() + x) * grid.smallChannels + small);
                        }
                    }
                }
            }
        }
    }
}

template <class S>
void fill(MatrixOf<S>& matrix, Index rows, Index columns, std::uint64_t seed) {
    Random random(seed, Stream::Data);
    matrix.resize(rows, columns);
    for (S& value : matrix.reshaped()) value = static_cast<S>(2 * random.uniform() - 1);
}

// Numbers in the batch, and NaN in the rest of the last row's padding: they may be computed, but must not
// affect results.
template <class S>
ByFeature<S> padded(const MatrixOf<S>& values) {
    ByFeature<S> matrix = ByFeature<S>::Constant(values.rows(), paddedStride(values.cols()),
                                                 std::numeric_limits<S>::quiet_NaN());
    matrix.leftCols(values.cols()) = values;
    return matrix;
}

template <class S>
MatrixOf<double> wide(const MatrixOf<S>& values) {
    return values.template cast<double>();
}

// The error of sums of up to `terms` products of numbers up to 1 is below this many roundings.
template <class S>
bool isClose(const MatrixOf<double>& expected, const MatrixOf<double>& found, Index terms) {
    const double allowed =
        static_cast<double>(std::numeric_limits<S>::epsilon()) * static_cast<double>(terms + 4);
    return (expected - found).cwiseAbs().maxCoeff() < allowed; // false for NaN
}

} // namespace

/// The engine's convolutions against the definition, written as loops over all pairs of pixels.
class ConvolutionGridTest : public QObject {
    Q_OBJECT
  private slots:
    void isTheDefinition_data();
    void isTheDefinition();

  private:
    template <class S>
    void check(const ConvolutionGrid& grid);
    template <class S>
    void checkToSmall(const ConvolutionGrid& grid, const MatrixOf<S>& weights, const MatrixOf<S>& large);
    template <class S>
    void checkToLarge(const ConvolutionGrid& grid, const MatrixOf<S>& weights, const MatrixOf<S>& small);
    template <class S>
    void checkGradient(const ConvolutionGrid& grid, const MatrixOf<S>& large, const MatrixOf<S>& small);
};

Q_DECLARE_METATYPE(latent::ConvolutionGrid)

void ConvolutionGridTest::isTheDefinition_data() {
    QTest::addColumn<ConvolutionGrid>("grid");
    for (int kernel = 2; kernel <= 7; ++kernel) {
        for (const auto& [height, width] :
             {std::pair{1, 1}, std::pair{2, 6}, std::pair{5, 4}, std::pair{7, 9}, std::pair{8, 8}}) {
            for (const auto& [large, small] : {std::pair{1, 1}, std::pair{3, 5}, std::pair{2, 19}}) {
                QTest::addRow("%d, %d×%d, %d to %d", kernel, height, width, large, small)
                    << ConvolutionGrid{.height = height,
                                       .width = width,
                                       .kernel = kernel,
                                       .largeChannels = large,
                                       .smallChannels = small};
            }
        }
    }
}

void ConvolutionGridTest::isTheDefinition() {
    QFETCH(ConvolutionGrid, grid);
    check<float>(grid);
    check<double>(grid);
}

template <class S>
void ConvolutionGridTest::check(const ConvolutionGrid& grid) {
    MatrixOf<S> weights, large, small;
    fill(weights, grid.weightCount(), 1, 1);
    fill(large, grid.largeFeatures(), kBatch, 2);
    fill(small, grid.smallFeatures(), kBatch, 3);
    checkToSmall(grid, weights, large);
    checkToLarge(grid, weights, small);
    checkGradient(grid, large, small);
}

template <class S>
void ConvolutionGridTest::checkToSmall(const ConvolutionGrid& grid, const MatrixOf<S>& weights,
                                       const MatrixOf<S>& large) {
    MatrixOf<S> bias;
    fill(bias, grid.smallChannels, 1, 4);
    MatrixOf<double> expected = wide(bias).replicate(grid.smallFeatures() / bias.size(), kBatch);
    forEachPair(grid, [&](Index weight, Index from, Index to) {
        expected.row(to) += static_cast<double>(weights(weight)) * large.row(from).template cast<double>();
    });
    const ByFeature<S> x = padded(large);
    const Index columns = paddedToLanes(kBatch);
    ByFeature<S> y = ByFeature<S>::Constant(grid.smallFeatures(), columns + 16, S(kUntouched));
    grid.toSmall<S>(weights.data(), bias.data(), x.leftCols(columns), y.leftCols(columns));
    const Index terms = grid.windowSize() * grid.largeChannels;
    QVERIFY(isClose<S>(expected, wide<S>(y.leftCols(kBatch)), terms));
    QVERIFY((y.rightCols(16).array() == S(kUntouched)).all()); // a neighbour's
    grid.toSmall<S>(weights.data(), nullptr, x.leftCols(columns), y.leftCols(columns));
    expected -= wide(bias).replicate(grid.smallFeatures() / bias.size(), kBatch);
    QVERIFY(isClose<S>(expected, wide<S>(y.leftCols(kBatch)), terms));
}

template <class S>
void ConvolutionGridTest::checkToLarge(const ConvolutionGrid& grid, const MatrixOf<S>& weights,
                                       const MatrixOf<S>& small) {
    MatrixOf<S> bias;
    fill(bias, grid.largeChannels, 1, 5);
    MatrixOf<double> expected = wide(bias).replicate(grid.largeFeatures() / bias.size(), kBatch);
    forEachPair(grid, [&](Index weight, Index to, Index from) {
        expected.row(to) += static_cast<double>(weights(weight)) * small.row(from).template cast<double>();
    });
    const ByFeature<S> x = padded(small);
    const Index columns = paddedToLanes(kBatch);
    ByFeature<S> y = ByFeature<S>::Constant(grid.largeFeatures(), columns + 16, S(kUntouched));
    grid.toLarge<S>(weights.data(), bias.data(), x.leftCols(columns), y.leftCols(columns));
    QVERIFY(isClose<S>(expected, wide<S>(y.leftCols(kBatch)), grid.windowSize() * grid.smallChannels));
    QVERIFY((y.rightCols(16).array() == S(kUntouched)).all());
}

template <class S>
void ConvolutionGridTest::checkGradient(const ConvolutionGrid& grid, const MatrixOf<S>& large,
                                        const MatrixOf<S>& small) {
    MatrixOf<double> expected = MatrixOf<double>::Zero(grid.weightCount(), 1);
    forEachPair(grid, [&](Index weight, Index atLarge, Index atSmall) {
        expected(weight) +=
            large.row(atLarge).template cast<double>().dot(small.row(atSmall).template cast<double>());
    });
    const Sharding sharding = Sharding::of(kBatch, 2);
    MatrixOf<S> byImage = MatrixOf<S>::Zero(paddedStride(small.rows()), sharding.images() + 1);
    byImage.topLeftCorner(small.rows(), kBatch) = small;
    ShardedMatrix<S> x(large.rows(), sharding);
    for (Index shard = 0; shard < sharding.shards; ++shard) {
        const Index first = shard * sharding.width, count = std::min(sharding.width, kBatch - first);
        x.columns(shard, 0, count) = large.middleCols(first, count);
    }
    MatrixOf<S> found = MatrixOf<S>::Constant(grid.weightCount(), 1, S(kUntouched));
    const Index half = grid.windowSize() / 2; // in two parts, as with threads
    grid.windowGradient<S>(x, byImage, sharding, half, grid.windowSize() - half,
                           found.data() + half * grid.channelPairs());
    QVERIFY((found.topRows(half * grid.channelPairs()).array() == S(kUntouched)).all());
    grid.windowGradient<S>(x, byImage, sharding, 0, half, found.data());
    QVERIFY(isClose<S>(expected, wide(found), kBatch * grid.smallHeight() * grid.smallWidth()));
}

QTEST_GUILESS_MAIN(ConvolutionGridTest)
#include "convolution_grid_test.moc"
