// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/packed_codes.h"

#include "tests/run/moments.h"

#include <QTest>

#include <limits>

using namespace latent;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

Matrix noise(Index latent, Index images, std::uint64_t seed = 1) {
    Matrix codes(latent, images);
    Random(seed, Stream::Noise).fillNormal(codes.data(), codes.size());
    return codes;
}

/// Half a step, and the rounding of the few floats in between.
bool near(const Matrix& unpacked, const Matrix& codes, const CodeScale& scale) {
    for (Index i = 0; i < codes.cols(); ++i) {
        for (Index d = 0; d < codes.rows(); ++d) {
            const float code = codes(d, i);
            if (!std::isfinite(code)) {
                if (!std::isnan(unpacked(d, i))) return false;
                continue;
            }
            const float rounding = 4e-7F * (std::abs(code) + std::abs(scale.offset[d]));
            if (!(std::abs(unpacked(d, i) - code) <= 0.51F * scale.step[d] + rounding)) return false;
        }
    }
    return true;
}

std::shared_ptr<CodeSheet> sheetOf(const Matrix& codes) {
    return std::make_shared<CodeSheet>(codes);
}

Matrix unpacked(std::shared_ptr<const CodeSheet> sheet, std::shared_ptr<const CodeSheet> before, int moment) {
    return PackedCodes(std::move(sheet), std::move(before), moment).unpack();
}

} // namespace

class PackedCodesTest : public QObject {
    Q_OBJECT
  private slots:
    void comeBackWithinHalfAStep_data();
    void comeBackWithinHalfAStep();
    void errorIsASmallShareOfTheRange();
    void momentsStayAsTheyWere();
    void secondChangeNeedsANewSheet();
    void leavingTheScaleNeedsANewSheet();
    void nextSheetGoesOnExactly_data();
    void nextSheetGoesOnExactly();
    void mergedSheetsKeepTheirEnds();
    void imagesBetweenKnownCodesMoveEvenly();
    void fractionBetweenMoments();
};

void PackedCodesTest::comeBackWithinHalfAStep_data() {
    QTest::addColumn<Matrix>("codes");
    QTest::newRow("20 dimensions") << noise(20, 1000);
    QTest::newRow("one dimension") << noise(1, 777);
    QTest::newRow("64 dimensions, one image") << noise(64, 1);
    QTest::newRow("large") << Matrix(noise(3, 100) * 1e30F);
    QTest::newRow("largest") << Matrix(Matrix::Constant(2, 3, std::numeric_limits<float>::max()));
    QTest::newRow("small") << Matrix(noise(3, 100) * 1e-25F);
    QTest::newRow("far from zero") << Matrix(noise(5, 200).array() + 1000.0F);
    QTest::newRow("all alike") << Matrix(Matrix::Constant(4, 50, -2.5F));
    QTest::newRow("all zero") << Matrix(Matrix::Zero(4, 50));
    Matrix strange = noise(4, 100);
    strange(1, 3) = kNan;
    strange(2, 99) = kInfinity;
    strange(0, 0) = -kInfinity;
    strange.row(3).setConstant(kNan);
    QTest::newRow("not finite") << strange;
}

void PackedCodesTest::comeBackWithinHalfAStep() {
    QFETCH(Matrix, codes);
    const auto sheet = sheetOf(codes);
    QVERIFY((sheet->scale().step.array() > 0).all());
    QVERIFY(sheet->scale().step.allFinite());
    QVERIFY(near(unpacked(sheet, nullptr, 0), codes, sheet->scale()));
}

void PackedCodesTest::errorIsASmallShareOfTheRange() {
    const Matrix codes = noise(20, 5000);
    const Matrix error = (unpacked(sheetOf(codes), nullptr, 0) - codes).cwiseAbs();
    for (Index d = 0; d < codes.rows(); ++d) {
        const float range = codes.row(d).maxCoeff() - codes.row(d).minCoeff();
        QVERIFY(error.row(d).maxCoeff() <= range / 25000);
    }
}

void PackedCodesTest::momentsStayAsTheyWere() {
    testing::PretendedRun run(7, 1000);
    const auto first = sheetOf(run.codes());
    std::vector<Matrix> seen{run.codes()};
    run.advance(1, 100);
    seen.push_back(run.codes());
    const auto sheet = std::make_shared<CodeSheet>(*first, run.codes());
    QVERIFY(sheet->scale() == first->scale());
    for (int moment = 1; moment < 9; ++moment) {
        run.advance(1, 100);
        seen.push_back(run.codes());
        QVERIFY(sheet->take(run.codes(), moment));
    }
    QVERIFY(near(unpacked(first, nullptr, 0), seen[0], first->scale()));
    for (int moment = 0; moment < 9; ++moment) {
        const Matrix& codes = seen[static_cast<std::size_t>(moment) + 1];
        QVERIFY(near(unpacked(sheet, first, moment), codes, sheet->scale()));
    }
    QVERIFY(near(unpacked(sheet, nullptr, 8), seen.back(), sheet->scale())); // which needs nothing else
}

void PackedCodesTest::secondChangeNeedsANewSheet() {
    const Matrix codes = noise(3, 200);
    const auto first = sheetOf(codes);
    Matrix changed = codes;
    changed.col(199).array() += 0.5F;
    const auto sheet = std::make_shared<CodeSheet>(*first, changed);
    changed.col(0).array() += 0.5F;
    QVERIFY(sheet->take(changed, 1));
    const Matrix known = changed;
    changed.col(5).array() += 0.5F;
    changed.col(199).array() += 0.5F; // for the second time
    QVERIFY(!sheet->take(changed, 2));
    // What was refused leaves no trace, and the moments are as before.
    QVERIFY(near(unpacked(sheet, first, 1), known, sheet->scale()));
    QVERIFY(sheet->take(known, 2));
}

void PackedCodesTest::leavingTheScaleNeedsANewSheet() {
    const Matrix codes = noise(3, 200);
    const auto first = sheetOf(codes);
    const auto sheet = std::make_shared<CodeSheet>(*first, codes);
    Matrix far = codes;
    far(1, 150) = 1000;
    QVERIFY(!sheet->take(far, 1));
    const auto next = std::make_shared<CodeSheet>(*sheet, far);
    QVERIFY(!(next->scale() == sheet->scale()));
    QVERIFY(near(unpacked(next, sheet, 0), far, next->scale()));
    Matrix strange = codes;
    strange(2, 7) = kNan; // is no place on any scale
    QVERIFY(sheet->take(strange, 1));
    QVERIFY(near(unpacked(sheet, first, 1), strange, sheet->scale()));
}

void PackedCodesTest::nextSheetGoesOnExactly_data() {
    QTest::addColumn<float>("factor");
    QTest::addColumn<bool>("sameScale");
    QTest::newRow("as before") << 1.0F << true;
    QTest::newRow("wider") << 1.5F << true;
    QTest::newRow("much wider") << 20.0F << false;
    QTest::newRow("much narrower") << 0.01F << false; // else it would be coarse
}

void PackedCodesTest::nextSheetGoesOnExactly() {
    QFETCH(float, factor);
    QFETCH(bool, sameScale);
    const Matrix codes = noise(5, 500);
    const auto first = sheetOf(codes);
    Matrix half = codes;
    half.leftCols(250) *= factor;
    if (!sameScale) half *= factor;
    const auto sheet = std::make_shared<CodeSheet>(*first, half);
    QCOMPARE(sheet->scale() == first->scale(), sameScale);
    QVERIFY(near(unpacked(sheet, first, 0), half, sheet->scale()));
    Matrix later = half;
    later.rightCols(sameScale && factor == 1.0F ? 500 : 0) *= 1.01F;
    QVERIFY(sheet->take(later, 1));
    QVERIFY(near(unpacked(sheet, first, 0), half, sheet->scale()));
    QVERIFY(near(unpacked(sheet, first, 1), later, sheet->scale()));
}

void PackedCodesTest::mergedSheetsKeepTheirEnds() {
    const Matrix start = noise(2, 3);
    const auto first = sheetOf(start);
    Matrix codes = start;
    codes.col(0) += Vector::Constant(2, 0.5F);
    const auto earlier = std::make_shared<CodeSheet>(*first, codes); // image 0 at its moment 0
    codes.col(1) += Vector::Constant(2, 0.5F);
    QVERIFY(earlier->take(codes, 1)); // image 1 at 1
    codes.col(1) += Vector::Constant(2, 0.5F);
    const auto later = std::make_shared<CodeSheet>(*earlier, codes); // image 1 again, at 0
    codes.col(2) += Vector::Constant(2, 0.5F);
    QVERIFY(later->take(codes, 3)); // image 2 at 3
    const std::array<int, 1> keptEarlier{1};
    const std::array<int, 2> keptLater{2, 3};
    const auto merged =
        std::make_shared<CodeSheet>(CodeSheet::merged(*earlier, keptEarlier, *later, keptLater));
    merged->reading([](const CodeSheet::Content& content) {
        // Image 0: from the first moment left; 1: when it changed last, and that moment has gone; 2: at the
        // end.
        QCOMPARE(content.stamps, (std::vector<std::uint8_t>{0, 1, 2}));
    });
    QVERIFY(near(unpacked(merged, first, 2), codes, merged->scale()));
    QVERIFY(near(unpacked(merged, first, 0).col(2), start.col(2), first->scale()));
}

void PackedCodesTest::imagesBetweenKnownCodesMoveEvenly() {
    const Matrix start = noise(6, 50);
    const Matrix shift = Matrix::Constant(6, 1, 0.5F);
    const auto before = sheetOf(start);
    Matrix codes = start;
    codes.col(0) += shift;
    const auto sheet = std::make_shared<CodeSheet>(*before, codes);
    codes.col(1) += shift;
    QVERIFY(sheet->take(codes, 1));
    PackedCodes::Ways ways{};
    ways[0] = 1;
    ways[1] = 0.25F;
    const PackedCodes packed(sheet, before, ways);
    QVERIFY(packed.interpolated());
    const Matrix found = packed.unpack();
    QVERIFY(near(found.col(0), codes.col(0), sheet->scale()));
    QVERIFY(near(found.rightCols(48), start.rightCols(48), sheet->scale()));
    const Matrix expected = start.col(1) + 0.25F * shift;
    QVERIFY((found.col(1) - expected).cwiseAbs().maxCoeff() < 1e-3F);
    QVERIFY(!PackedCodes(sheet, before, 1).interpolated());
}

void PackedCodesTest::fractionBetweenMoments() {
    const auto a = sheetOf(Matrix::Constant(2, 4, 1));
    const auto b = sheetOf(Matrix::Constant(2, 4, 3));
    const PackedCodes before(a, nullptr, 0);
    const PackedCodes after(b, nullptr, 0);
    Matrix codes;
    unpackBetween(before, after, 0, codes);
    QCOMPARE(codes, before.unpack());
    unpackBetween(before, after, 1, codes);
    QCOMPARE(codes, after.unpack());
    unpackBetween(before, after, 0.25F, codes);
    QVERIFY((codes.array() - 1.5F).abs().maxCoeff() < 1e-4F);
}

QTEST_GUILESS_MAIN(PackedCodesTest)
#include "packed_codes_test.moc"
