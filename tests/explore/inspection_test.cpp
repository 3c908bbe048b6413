// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/inspection.h"

#include "core/base/error.h"
#include "tests/explore/toy_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace latent;

class InspectionTest : public QObject {
    Q_OBJECT

  private slots:
    void neighboursAgainstANaiveSort() {
        Matrix codes(5, 700);
        Random(2, Stream::Noise).fillNormal(codes.data(), codes.size());
        codes.col(40) = codes.col(650); // equally far: the lower index comes first
        codes.col(651) = codes.col(650);
        codes(3, 77) = std::nanf("");
        codes(0, 78) = INFINITY;
        const Vector z = codes.col(650);
        std::vector<Index> naive;
        for (Index i = 0; i < codes.cols(); ++i) {
            if (i != 650 && i != 77 && i != 78) naive.push_back(i);
        }
        std::stable_sort(naive.begin(), naive.end(), [&](Index a, Index b) {
            return (codes.col(a) - z).norm() < (codes.col(b) - z).norm();
        });
        for (const int count : {1, 8, 697, 5000}) {
            const std::vector<Index> found = nearestCodes(codes, z, count, 650);
            QCOMPARE(found.size(), std::min(naive.size(), static_cast<std::size_t>(count)));
            QVERIFY(std::equal(found.begin(), found.end(), naive.begin()));
        }
        QCOMPARE(nearestCodes(codes, z, 3, -1)[0], Index{40});
        QCOMPARE(nearestCodes(codes, z, 3, -1)[1], Index{650});
        QVERIFY(nearestCodes(codes, z, 0, -1).empty());
        QVERIFY(nearestCodes(codes, Vector::Zero(4), 8, -1).empty());
        QVERIFY(nearestCodes(Matrix(5, 0), z, 8, -1).empty());
    }

    void numbersAgainstTheirFormulas() {
        Snapshot snapshot;
        snapshot.model = toyModel(3);
        const ImageDataset dataset = toyDataset(snapshot.model.architecture.shape, 30);
        const Inspection seen = inspect(snapshot, dataset, 12);
        QCOMPARE(seen.image, Index{12});
        for (Index pixel = 0; pixel < 12; ++pixel) {
            const double stored = dataset.pixels.bytes[static_cast<std::size_t>(12 * 12 + pixel)];
            QVERIFY(std::abs(seen.original[pixel] - stored / 255) < 1e-6);
        }
        const Posterior posterior = encode(snapshot.model, seen.original);
        double klTotal = 0;
        for (Index i = 0; i < 3; ++i) {
            const double m = posterior.mean(i, 0);
            const double s = posterior.logVariance(i, 0);
            QCOMPARE(seen.mean[i], posterior.mean(i, 0));
            QVERIFY(std::abs(seen.sigma[i] - std::exp(s / 2)) < 1e-5);
            QVERIFY(std::abs(seen.kl[i] - 0.5 * (m * m + std::exp(s) - 1 - s)) < 1e-5);
            klTotal += 0.5 * (m * m + std::exp(s) - 1 - s);
        }
        QVERIFY(std::abs(seen.klNats - klTotal) < 1e-5);
        const Matrix p = decode(snapshot.model, seen.mean);
        double nats = 0;
        for (Index pixel = 0; pixel < 12; ++pixel) {
            QVERIFY(std::abs(seen.reconstruction[pixel] - p(pixel, 0)) < 1e-6F);
            const double x = seen.original[pixel];
            nats -= x * std::log(double{p(pixel, 0)}) + (1 - x) * std::log(1 - double{p(pixel, 0)});
        }
        QVERIFY(std::abs(seen.reconstructionNats - nats) < 1e-4);
        QVERIFY(seen.neighbours.empty()); // no codes yet
    }

    void neighboursAreThoseOfTheSnapshot() {
        Snapshot snapshot;
        snapshot.model = toyModel(3);
        const ImageDataset dataset = toyDataset(snapshot.model.architecture.shape, 30);
        Matrix images(12, 30);
        for (Index i = 0; i < 30; ++i) images.col(i) = inspect(snapshot, dataset, i).original;
        snapshot.codes = std::make_shared<const Matrix>(encode(snapshot.model, images).mean);
        const Inspection seen = inspect(snapshot, dataset, 12);
        QCOMPARE(seen.neighbours.size(), std::size_t{kNeighbours});
        QCOMPARE(seen.neighbours, nearestCodes(*snapshot.codes, seen.mean, kNeighbours, 12));
        QVERIFY(std::find(seen.neighbours.begin(), seen.neighbours.end(), 12) == seen.neighbours.end());
    }

    void imagesOfAnotherShapeAreRefused() {
        Snapshot snapshot;
        snapshot.model = toyModel(3);
        const ImageDataset dataset = toyDataset({.width = 5, .height = 3}, 4);
        QVERIFY_THROWS_EXCEPTION(Error, inspect(snapshot, dataset, 0));
    }
};

QTEST_GUILESS_MAIN(InspectionTest)
#include "inspection_test.moc"
