// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/duplicates.h"

#include "core/base/error.h"
#include "core/explore/curate/close_pairs.h"
#include "tests/explore/toy_model.h"

#include <QTest>

#include <cmath>
#include <map>

using namespace latent;

namespace {

constexpr double kRounding = 1e-5;

double pixelDistance(const ImageDataset& dataset, Index a, Index b) {
    double sum = 0;
    for (std::size_t p = 0; p < dataset.image(a).size(); ++p) {
        const double difference = (dataset.image(a)[p] - dataset.image(b)[p]) / 255.0;
        sum += difference * difference;
    }
    return std::sqrt(sum / static_cast<double>(dataset.shape.pixels()));
}

/// All pairs, joined one by one.
template <class Distance>
std::vector<DuplicateGroup> naiveGroups(Index count, double threshold, Distance distance) {
    std::vector<Index> group(static_cast<std::size_t>(count));
    for (Index i = 0; i < count; ++i) group[static_cast<std::size_t>(i)] = i;
    std::vector<double> nearest(group.size(), INFINITY);
    for (Index a = 0; a < count; ++a) {
        for (Index b = a + 1; b < count; ++b) {
            const double d = distance(a, b);
            if (!(d <= threshold)) continue;
            const auto i = static_cast<std::size_t>(a);
            const auto j = static_cast<std::size_t>(b);
            nearest[i] = std::min(nearest[i], d);
            nearest[j] = std::min(nearest[j], d);
            const Index from = group[j];
            for (Index& each : group)
                if (each == from) each = group[i];
        }
    }
    std::map<Index, DuplicateGroup> byGroup;
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (nearest[i] == INFINITY) continue;
        byGroup[group[i]].images.push_back(static_cast<Index>(i));
        byGroup[group[i]].distance.push_back(static_cast<float>(nearest[i]));
    }
    std::vector<DuplicateGroup> groups;
    for (const auto& entry : byGroup) groups.push_back(entry.second);
    std::stable_sort(groups.begin(), groups.end(), [](const DuplicateGroup& a, const DuplicateGroup& b) {
        return a.images.size() != b.images.size() ? a.images.size() > b.images.size()
                                                  : a.nearest() < b.nearest();
    });
    return groups;
}

bool same(const std::vector<DuplicateGroup>& found, const std::vector<DuplicateGroup>& expected) {
    if (found.size() != expected.size()) return false;
    for (std::size_t g = 0; g < found.size(); ++g) {
        if (found[g].images != expected[g].images) return false;
        for (std::size_t i = 0; i < found[g].distance.size(); ++i)
            if (std::abs(found[g].distance[i] - expected[g].distance[i]) > kRounding) return false;
    }
    return true;
}

/// Random images, of which some are repeated, with more and more noise.
ImageDataset withCopies(const ImageShape& shape, Index images) {
    const ImageDataset plain = toyDataset(shape, images);
    std::vector<std::uint8_t> bytes(plain.pixels.bytes.begin(), plain.pixels.bytes.end());
    Random random(8, Stream::Noise);
    const auto size = static_cast<std::size_t>(shape.pixels());
    for (std::size_t i = 0; i + 1 < static_cast<std::size_t>(images); i += 3) {
        const std::size_t of = random.below(static_cast<std::uint32_t>(images));
        for (std::size_t p = 0; p < size; ++p) {
            const int noise =
                i < 30 ? 0 : static_cast<int>(random.below(2 + static_cast<std::uint32_t>(i) / 4));
            bytes[i * size + p] = static_cast<std::uint8_t>(std::min(255, bytes[of * size + p] + noise));
        }
    }
    ImageDataset dataset = plain;
    dataset.pixels = PixelStore::own(std::move(bytes));
    return dataset;
}

Matrix clumpedCodes(Index count) {
    Matrix codes(6, count);
    Random(3, Stream::Noise).fillNormal(codes.data(), codes.size());
    for (Index i = 0; i + 7 < count; i += 5)
        codes.col(i) = codes.col(i + 7) + (0.001F * static_cast<float>(i)) * codes.col(i);
    codes.col(4) = codes.col(11);
    codes(2, 40) = std::nanf("");
    codes(0, 41) = INFINITY;
    return codes;
}

} // namespace

class DuplicatesTest : public QObject {
    Q_OBJECT

    ThreadTeam m_team{2};

  private slots:
    void byPixelsAgainstAllPairs_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("channels");
        QTest::newRow("grey") << 9 << 7 << 1;
        QTest::newRow("colour") << 5 << 6 << 3;
        QTest::newRow("smaller than the coarse grid") << 3 << 2 << 1;
        QTest::newRow("one row") << 13 << 1 << 1;
    }
    void byPixelsAgainstAllPairs() {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, channels);
        const ImageDataset dataset = withCopies({width, height, channels}, 300);
        for (const float threshold : {0.0F, 0.01F, 0.05F, 0.2F}) {
            const auto naive = naiveGroups(300, static_cast<double>(threshold),
                                           [&](Index a, Index b) { return pixelDistance(dataset, a, b); });
            QVERIFY(!naive.empty());
            QVERIFY(same(duplicatesByPixels(dataset, threshold, m_team, {}).groups, naive));
        }
    }

    void largePicturesDoNotOverflow() {
        ImageDataset dataset;
        dataset.shape = {.width = 128, .height = 128, .channels = 4};
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(3 * dataset.shape.pixels()), 255);
        std::fill_n(bytes.begin(), dataset.shape.pixels(), std::uint8_t{0});
        bytes.back() = 254;
        dataset.pixels = PixelStore::own(std::move(bytes));
        const auto groups = duplicatesByPixels(dataset, 0.5F, m_team, {}).groups;
        QCOMPARE(groups.size(), std::size_t{1});
        QCOMPARE(groups[0].images, (std::vector<Index>{1, 2}));
        QVERIFY(groups[0].distance[0] > 0 && groups[0].distance[0] < 1e-4F);
        QCOMPARE(duplicatesByPixels(dataset, 1, m_team, {}).groups.at(0).images.size(), std::size_t{3});
    }

    void manyEqualImagesAreOneGroup() {
        ImageDataset dataset;
        dataset.shape = {.width = 2, .height = 2};
        dataset.pixels = PixelStore::own(std::vector<std::uint8_t>(std::size_t{4} * 20'000, 7));
        const auto groups = duplicatesByPixels(dataset, 0.1F, m_team, {}).groups;
        QCOMPARE(groups.size(), std::size_t{1});
        QCOMPARE(groups[0].images.size(), std::size_t{20'000});
    }

    void byCodesAgainstAllPairs() {
        const Matrix codes = clumpedCodes(900);
        std::vector<double> nearest; // of every code
        const auto distance = [&](Index a, Index b) {
            return (codes.col(a).cast<double>() - codes.col(b).cast<double>()).norm();
        };
        for (Index a = 0; a < codes.cols(); ++a) {
            double best = INFINITY;
            for (Index b = 0; b < codes.cols(); ++b)
                if (a != b && distance(a, b) < best) best = distance(a, b);
            if (best < INFINITY) nearest.push_back(best);
        }
        std::sort(nearest.begin(), nearest.end());
        const double usual = nearest[nearest.size() / 2];
        for (const float threshold : {0.05F, 0.3F, 0.9F}) {
            const Duplicates found = duplicatesByCodes(codes, threshold, m_team, {});
            QVERIFY(std::abs(static_cast<double>(found.usual) - usual) < kRounding);
            const auto naive = naiveGroups(codes.cols(), static_cast<double>(threshold),
                                           [&](Index a, Index b) { return distance(a, b) / usual; });
            QVERIFY(naive.size() > 3);
            QVERIFY(same(found.groups, naive));
        }
        const auto equal = duplicatesByCodes(codes, 0, m_team, {}).groups;
        QCOMPARE(equal.size(), std::size_t{2});
        QCOMPARE(equal[0].images, (std::vector<Index>{0, 7})); // they differ by 0 times a code
        QCOMPARE(equal[1].images, (std::vector<Index>{4, 11}));
    }

    void theSameForAnyTeam() {
        ThreadTeam alone(1);
        const ImageDataset dataset = withCopies({9, 7, 1}, 400);
        QVERIFY(same(duplicatesByPixels(dataset, 0.1F, alone, {}).groups,
                     duplicatesByPixels(dataset, 0.1F, m_team, {}).groups));
    }

    void smallestDifferenceOfCoarseImages() {
        const ImageDataset dataset = withCopies({9, 7, 1}, 120);
        const Matrix coarse = coarseImages(dataset.pixels.bytes, 9, 7, 1, m_team, {});
        for (Index a = 0; a < 120; ++a)
            for (Index b = 0; b < a; ++b)
                QVERIFY(static_cast<double>((coarse.col(a) - coarse.col(b)).norm()) <=
                        pixelDistance(dataset, a, b) * 255 * std::sqrt(63.0) * (1 + 1e-5) + 1e-3);
    }

    void badThresholdsEmptySetsAndCancel() {
        const ImageDataset dataset = withCopies({4, 3, 1}, 100);
        QVERIFY_THROWS_EXCEPTION(Error, duplicatesByPixels(dataset, -1, m_team, {}));
        QVERIFY_THROWS_EXCEPTION(Error, duplicatesByCodes(clumpedCodes(50), std::nanf(""), m_team, {}));
        QVERIFY(duplicatesByCodes(Matrix(3, 0), 1, m_team, {}).groups.empty());
        QVERIFY(duplicatesByCodes(Matrix::Ones(3, 1), 1, m_team, {}).groups.empty());
        std::stop_source stop;
        stop.request_stop();
        const Progress progress{[](double) {}, stop.get_token()};
        QVERIFY_THROWS_EXCEPTION(Cancelled, duplicatesByPixels(dataset, 0.1F, m_team, progress));
        QVERIFY_THROWS_EXCEPTION(Cancelled, duplicatesByCodes(clumpedCodes(50), 0.1F, m_team, progress));
    }
};

QTEST_GUILESS_MAIN(DuplicatesTest)
#include "duplicates_test.moc"
