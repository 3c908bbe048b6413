// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/selection_summary.h"

#include "core/explore/shown_images.h"
#include "core/model/model.h"
#include "tests/explore/toy_model.h"

#include <QTest>

#include <limits>

namespace latent {
namespace {

constexpr Index kImages = 200;

Evidence someEvidence() {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model = toyModel(3);
    auto codes = std::make_shared<Matrix>(3, kImages);
    Random(4, Stream::Noise).fillNormal(codes->data(), codes->size());
    snapshot->codes = codes;
    auto dataset = std::make_shared<ImageDataset>(toyDataset(snapshot->model.architecture.shape, kImages));
    dataset->classNames = {"a", "b", "c"};
    for (Index i = 0; i < kImages; ++i) {
        dataset->labels.push_back(static_cast<std::uint16_t>(i % 3));
        (i % 10 == 9 ? dataset->test : dataset->train).push_back(static_cast<std::uint32_t>(i));
    }
    return {snapshot, dataset, "run", 0};
}

} // namespace

class SelectionSummaryTest : public QObject {
    Q_OBJECT
  private slots:
    void meansAreThoseOfTheImages();
    void sumsAreBroughtUpToDate();
    void unknownCodesAreLeftOut();
    void ordersByDistance();
    void shownImagesAreOfTheSplit();
};

void SelectionSummaryTest::meansAreThoseOfTheImages() {
    const Evidence evidence = someEvidence();
    const std::vector<Index> images{3, 7, 150};
    const SelectionSummary summary = answer(evidence, SelectionQuestion{ImageSet::of(images), nullptr});
    QCOMPARE(summary.classes, (std::vector<Index>{2, 1, 0}));
    Vector code = Vector::Zero(3);
    for (Index p = 0; p < summary.meanImage.size(); ++p) {
        double sum = 0;
        for (const Index image : images) sum += evidence.dataset->image(image)[static_cast<std::size_t>(p)];
        QVERIFY(std::abs(summary.meanImage[p] - sum / 765) < 1e-6);
    }
    for (const Index image : images) code += evidence.snapshot->codes->col(image) / 3;
    QVERIFY(summary.meanCode.isApprox(code, 1e-5F));
    QCOMPARE(summary.decoded, Vector(decode(evidence.snapshot->model, summary.meanCode)));
    const SelectionSummary none = answer(evidence, SelectionQuestion{{}, nullptr});
    QVERIFY(none.meanImage.size() == 0 && none.meanCode.size() == 0 && none.decoded.size() == 0);
}

void SelectionSummaryTest::sumsAreBroughtUpToDate() {
    const Evidence evidence = someEvidence();
    std::shared_ptr<const SelectionSummary> before;
    for (const Index last : {Index{50}, Index{90}, Index{60}, Index{199}, Index{2}}) {
        const ImageSet set = ImageSet::all(last).without(ImageSet::of({last / 2}));
        auto now = std::make_shared<const SelectionSummary>(answer(evidence, SelectionQuestion{set, before}));
        QCOMPARE(now->pixelSums, answer(evidence, SelectionQuestion{set, nullptr}).pixelSums);
        before = now;
    }
    Evidence other = evidence; // of other images, whose sums these are not
    auto inverted = std::make_shared<ImageDataset>(*evidence.dataset);
    std::vector<std::uint8_t> bytes(inverted->pixels.bytes.begin(), inverted->pixels.bytes.end());
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(255 - byte);
    inverted->pixels = PixelStore::own(std::move(bytes));
    other.dataset = inverted;
    const SelectionQuestion question{before->images.with(ImageSet::of({9})), before};
    QCOMPARE(answer(other, question).pixelSums,
             answer(other, SelectionQuestion{question.images, nullptr}).pixelSums);
}

void SelectionSummaryTest::unknownCodesAreLeftOut() {
    Evidence evidence = someEvidence();
    auto snapshot = std::make_shared<Snapshot>(*evidence.snapshot);
    auto codes = std::make_shared<Matrix>(*snapshot->codes);
    codes->col(1).setConstant(std::numeric_limits<float>::quiet_NaN());
    snapshot->codes = codes;
    evidence.snapshot = snapshot;
    QCOMPARE(answer(evidence, SelectionQuestion{ImageSet::of({0, 1}), nullptr}).meanCode,
             Vector(codes->col(0)));
    QVERIFY(answer(evidence, SelectionQuestion{ImageSet::of({1}), nullptr}).meanCode.size() == 0);
    const SelectionOrderQuestion typical{ImageSet::of({0, 1, 2}), SelectionOrder::NearestToMean};
    QCOMPARE(answer(evidence, typical).back(), std::uint32_t{1});
}

void SelectionSummaryTest::ordersByDistance() {
    const Evidence evidence = someEvidence();
    const ImageSet set = ImageSet::all(100);
    const Vector mean = answer(evidence, SelectionQuestion{set, nullptr}).meanCode;
    const auto distance = [&](std::uint32_t image) {
        return (evidence.snapshot->codes->col(image) - mean).squaredNorm();
    };
    const auto near = answer(evidence, SelectionOrderQuestion{set, SelectionOrder::NearestToMean});
    QCOMPARE(near.size(), std::size_t{100});
    QVERIFY(std::ranges::is_sorted(near, {}, distance));
    const auto far = answer(evidence, SelectionOrderQuestion{set, SelectionOrder::FarthestFromMean});
    QVERIFY(std::ranges::is_sorted(far, std::ranges::greater(), distance));
}

void SelectionSummaryTest::shownImagesAreOfTheSplit() {
    const Evidence evidence = someEvidence();
    Looking looking;
    looking.split = MapSplit::Test;
    looking.hiddenClasses = {0, 7};
    looking.hiddenImages = ImageSet::of({19, 5'000});
    std::vector<Index> expected;
    for (const std::uint32_t image : evidence.dataset->test)
        if (image % 3 != 0 && image != 19) expected.push_back(image);
    QCOMPARE(shownImages(*evidence.dataset, looking).images(), expected);
    looking = {};
    looking.split = MapSplit::All;
    QCOMPARE(shownImages(*evidence.dataset, looking), ImageSet::all(kImages));
}

} // namespace latent

QTEST_APPLESS_MAIN(latent::SelectionSummaryTest)
#include "selection_summary_test.moc"
