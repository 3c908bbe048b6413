// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/projection.h"

#include "core/base/random.h"

#include <Eigen/QR>
#include <QTest>

#include <limits>

using namespace latent;

namespace {

constexpr Index kLatent = 6;
constexpr Index kImages = 5000; // several blocks, the last one not full

Matrix rotation(Index size, std::uint64_t seed) {
    Matrix noise(size, size);
    Random(seed, Stream::Data).fillNormal(noise.data(), noise.size());
    return Eigen::HouseholderQR<Matrix>(noise).householderQ() * Matrix::Identity(size, size);
}

/// Codes with these spreads along the columns of `turned`, around `centre`.
Matrix cloud(const Matrix& turned, const Vector& spreads, const Vector& centre, std::uint64_t seed) {
    Matrix codes(turned.rows(), kImages);
    Random(seed, Stream::Noise).fillNormal(codes.data(), codes.size());
    return (turned * spreads.asDiagonal() * codes).colwise() + centre;
}

Vector spreadsOf(float first, float second) {
    Vector spreads = Vector::Constant(kLatent, 0.3F);
    spreads[0] = first;
    spreads[1] = second;
    return spreads;
}

} // namespace

class ProjectionTest : public QObject {
    Q_OBJECT

  private slots:
    void pcaFindsTheAxesOfATurnedCloud() {
        const Matrix turned = rotation(kLatent, 3);
        const Vector centre = Vector::Constant(kLatent, 50); // a mean far from zero must cost no digits
        const Matrix codes = cloud(turned, spreadsOf(4, 2), centre, 5);
        const MapFrame frame = projectCodes(codes, MapAxes{.pca = true}, nullptr);
        const Projection& found = frame.projection;
        // 5,000 draws leave the axes about 1 % of sampling error; its cosine is off by far less.
        QVERIFY(std::abs(found.axes.row(0).dot(turned.col(0))) > 0.999F);
        QVERIFY(std::abs(found.axes.row(1).dot(turned.col(1))) > 0.999F);
        QVERIFY((found.axes * found.axes.transpose()).isIdentity(1e-5F));
        const float total = 16 + 4 + 4 * 0.09F;
        QVERIFY(std::abs(found.explained[0] - 16 / total) < 0.03F);
        QVERIFY(std::abs(found.explained[1] - 4 / total) < 0.03F);
        QCOMPARE(frame.x.size(), static_cast<std::size_t>(kImages));
        for (const Index image : {Index{0}, Index{1024}, kImages - 1}) {
            const Eigen::Vector2f p = found.project(codes.col(image));
            QVERIFY(std::abs(p[0] - frame.x[static_cast<std::size_t>(image)]) < 1e-3F);
            QVERIFY(std::abs(p[1] - frame.y[static_cast<std::size_t>(image)]) < 1e-3F);
        }
    }

    void axesOfASampleAreNearThoseOfAll() {
        const Matrix turned = rotation(kLatent, 9);
        const Matrix codes = cloud(turned, spreadsOf(4, 2), Vector::Constant(kLatent, 1), 5);
        for (const bool pca : {true, false}) {
            const MapFrame exact = projectCodes(codes, {.pca = pca}, nullptr);
            const MapFrame fast = projectCodes(codes, {.pca = pca}, &exact.projection, AxesFrom::Sample);
            // 2,048 of 5,000: some 2 % of sampling error, and never the very same numbers.
            QVERIFY(fast.projection.explained != exact.projection.explained);
            for (const Index axis : {0, 1}) {
                const auto a = static_cast<std::size_t>(axis);
                QVERIFY(exact.projection.axes.row(axis).dot(fast.projection.axes.row(axis)) > 0.99F);
                QVERIFY(std::abs(exact.projection.explained[a] - fast.projection.explained[a]) < 0.05F);
            }
            QCOMPARE(fast.x.size(), static_cast<std::size_t>(kImages)); // all of them are projected
            const Eigen::Vector2f last = fast.projection.project(codes.col(kImages - 1));
            QVERIFY(std::abs(last[0] - fast.x.back()) < 1e-3F);
            QVERIFY(std::abs(last[1] - fast.y.back()) < 1e-3F);
        }
    }

    // A set that goes round its classes must not show the sample one class only.
    void sampleMeetsEveryClass() {
        Matrix codes = Matrix::Zero(2, 8192);
        for (Index image = 0; image < codes.cols(); ++image)
            codes(0, image) = static_cast<float>(image % 4); // 4 divides the stride of an even sample
        const MapFrame frame = projectCodes(codes, {.pca = true}, nullptr, AxesFrom::Sample);
        QVERIFY(frame.projection.explained[0] > 0.999F);
        QVERIFY(std::abs(frame.projection.origin[0] - 1.5F) < 0.05F);
    }

    void axesDoNotFlip() {
        const Matrix turned = rotation(kLatent, 7);
        const Vector centre = Vector::Zero(kLatent);
        Projection before =
            projectCodes(cloud(turned, spreadsOf(4, 2), centre, 1), {.pca = true}, nullptr).projection;
        // Noise, and a previous projection of either sign.
        for (std::uint64_t seed = 2; seed < 12; ++seed) {
            if (seed % 2 == 0) before.axes.row(seed % 4 == 0 ? 0 : 1) *= -1;
            const Projection now =
                projectCodes(cloud(turned, spreadsOf(4, 2), centre, seed), {.pca = true}, &before).projection;
            QVERIFY(before.axes.row(0).dot(now.axes.row(0)) > 0.99F);
            QVERIFY(before.axes.row(1).dot(now.axes.row(1)) > 0.99F);
            before = now;
        }
    }

    void axesKeepTheirPlacesWhenVariancesCross() {
        const Matrix turned = rotation(kLatent, 9);
        const Vector centre = Vector::Zero(kLatent);
        const Projection before =
            projectCodes(cloud(turned, spreadsOf(3, 2), centre, 1), {.pca = true}, nullptr).projection;
        const Projection now =
            projectCodes(cloud(turned, spreadsOf(2, 3), centre, 2), {.pca = true}, &before).projection;
        QVERIFY(before.axes.row(0).dot(now.axes.row(0)) > 0.99F);
        QVERIFY(before.axes.row(1).dot(now.axes.row(1)) > 0.99F);
        QVERIFY(now.explained[1] > now.explained[0]); // the shares moved with them
    }

    void plainDimensions() {
        const Matrix codes =
            cloud(Matrix::Identity(kLatent, kLatent), spreadsOf(2, 1), Vector::Zero(kLatent), 1);
        const MapFrame frame = projectCodes(codes, {.pca = false, .x = 4, .y = 1}, nullptr);
        for (Index image = 0; image < kImages; ++image) {
            QCOMPARE(frame.x[static_cast<std::size_t>(image)], codes(4, image));
            QCOMPARE(frame.y[static_cast<std::size_t>(image)], codes(1, image));
        }
        QVERIFY(std::abs(frame.projection.explained[1] - 1 / (4 + 1 + 4 * 0.09F)) < 0.02F);
    }

    void liftIsShownWhereAskedAndMovesOnlyInThePlane() {
        const Matrix codes = cloud(rotation(kLatent, 3), spreadsOf(3, 2), Vector::Constant(kLatent, 1), 5);
        for (const bool pca : {false, true}) {
            const Projection projection =
                projectCodes(codes, {.pca = pca, .x = 2, .y = 5}, nullptr).projection;
            const Vector z = codes.col(17);
            const Eigen::Vector2f p(1.5F, -0.25F);
            const Vector lifted = projection.lift(z, p);
            QVERIFY((projection.project(lifted) - p).norm() < 1e-4F);
            QVERIFY((projection.lift(lifted, projection.project(z)) - z).norm() < 1e-4F);
            const Vector moved = lifted - z;
            const Vector outside = moved - projection.axes.transpose() * (projection.axes * moved);
            QVERIFY(moved.norm() > 0.1F);
            QVERIFY(outside.norm() < 1e-4F);
        }
    }

    void oneDimensionIsShownAgainstZero() {
        Matrix codes(1, 3);
        codes << -1, 0.5F, 2;
        for (const bool pca : {false, true}) {
            const MapFrame frame = projectCodes(codes, {.pca = pca}, nullptr);
            QCOMPARE(frame.x, (std::vector<float>{-1, 0.5F, 2}));
            QCOMPARE(frame.y, (std::vector<float>{0, 0, 0}));
            const Vector lifted = frame.projection.lift(codes.col(0), {2, 5});
            QCOMPARE(lifted[0], 2.0F);
        }
    }

    void codesThatAreNotFiniteAreShownAtTheOrigin() {
        Matrix codes = cloud(rotation(kLatent, 3), spreadsOf(4, 2), Vector::Zero(kLatent), 5);
        const Projection clean = projectCodes(codes, {.pca = true}, nullptr).projection;
        codes(2, 10) = std::numeric_limits<float>::quiet_NaN();
        codes(0, 4999) = std::numeric_limits<float>::infinity();
        const MapFrame frame = projectCodes(codes, {.pca = true}, &clean);
        for (const std::size_t image : {std::size_t{10}, std::size_t{4999}}) {
            QCOMPARE(frame.x[image], 0.0F);
            QCOMPARE(frame.y[image], 0.0F);
        }
        QVERIFY(frame.x[11] != 0);
        QVERIFY(clean.axes.row(0).dot(frame.projection.axes.row(0)) > 0.999F);
        codes.setConstant(std::numeric_limits<float>::quiet_NaN());
        const MapFrame none = projectCodes(codes, {.pca = true}, nullptr);
        QVERIFY(none.projection.axes.allFinite());
        QCOMPARE(none.x, std::vector<float>(kImages, 0.0F));
    }

    void degenerateInputs() {
        QCOMPARE(projectCodes(Matrix(3, 0), {.pca = true}, nullptr).x.size(), std::size_t{0});
        const MapFrame equal = projectCodes(Matrix::Constant(3, 4, 2), {.pca = true}, nullptr);
        QVERIFY(equal.projection.axes.allFinite());
        QCOMPARE(equal.projection.explained[0], 0.0F);
        QCOMPARE(equal.x, std::vector<float>(4, 0.0F));
        const MapFrame vast = projectCodes(Matrix::Random(3, 9) * 1e30F, {.pca = true}, nullptr);
        QVERIFY(vast.projection.axes.allFinite());
        // Axes of another latent size say nothing about these.
        Projection other = equal.projection;
        other.axes = Matrix::Identity(2, 5);
        QVERIFY(projectCodes(Matrix::Random(3, 9), {.pca = true}, &other).projection.axes.allFinite());
    }

    // A turned, mirrored, scaled and shifted copy of a map comes to lie on it.
    void anAlignedMapLiesOnTheOther() {
        const Matrix codes =
            cloud(rotation(3, 1), Vector(Eigen::Vector3f(3, 2, 1)), Vector::Constant(3, 1), 2);
        const auto question = [](const Matrix& of, MapFramePtr onto) {
            auto snapshot = std::make_shared<Snapshot>();
            snapshot->codes = std::make_shared<const Matrix>(of);
            return answer(Evidence{.snapshot = snapshot},
                          MapQuestion{{.x = 0, .y = 2}, nullptr, std::move(onto)});
        };
        const auto first = std::make_shared<const MapFrame>(question(codes, nullptr));
        Matrix other = 0.5F * codes;
        other.row(0) *= -1;
        other.row(0).swap(other.row(2));
        other.colwise() += Vector(Eigen::Vector3f(7, 8, 9));
        const MapFrame aligned = question(other, first);
        QVERIFY(std::abs(aligned.projection.scale - 2) < 1e-4F);
        QCOMPARE(aligned.own.scale, 1.0F);
        for (const Index image : {Index{0}, Index{1234}, kImages - 1}) {
            const auto at = static_cast<std::size_t>(image);
            const Eigen::Vector2f shown(aligned.x[at], aligned.y[at]);
            QVERIFY((shown - Eigen::Vector2f(first->x[at], first->y[at])).norm() < 1e-3F);
            QVERIFY((aligned.projection.project(other.col(image)) - shown).norm() < 1e-3F);
            const Eigen::Vector2f elsewhere = shown + Eigen::Vector2f(1, -2);
            const Vector lifted = aligned.projection.lift(other.col(image), elsewhere);
            QVERIFY((aligned.projection.project(lifted) - elsewhere).norm() < 1e-3F);
        }
    }
};

QTEST_GUILESS_MAIN(ProjectionTest)
#include "projection_test.moc"
