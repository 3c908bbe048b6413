// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/moment_bytes.h"

#include <QTest>

#include <limits>

using namespace latent;

namespace {

MomentInfoPtr momentAt(std::int64_t step, Index latent) {
    auto info = std::make_shared<MomentInfo>();
    info->step = step;
    info->epoch = 0.25;
    info->seconds = 1.5;
    info->objective = {.corruption = {Corruption::Kind::Mask, 0.3F},
                       .latentNoise = false,
                       .beta = 4,
                       .freeBits = 0.5F,
                       .likelihood = {Likelihood::Kind::Sigma, 0.5F, 0.2F}};
    for (const auto statistic : {&PosteriorStatistics::kl, &PosteriorStatistics::sigma,
                                 &PosteriorStatistics::mean, &PosteriorStatistics::spread})
        info->posterior.*statistic = Vector::LinSpaced(latent, 1, static_cast<float>(step));
    return info;
}

bool equal(const MomentInfo& a, const MomentInfo& b) {
    const PosteriorStatistics& p = a.posterior;
    const PosteriorStatistics& q = b.posterior;
    return a.step == b.step && a.epoch == b.epoch && a.seconds == b.seconds && a.objective == b.objective &&
           p.kl == q.kl && p.sigma == q.sigma && p.mean == q.mean && p.spread == q.spread;
}

SheetFront sheet(Index latent) {
    return {.first = 3,
            .last = 7,
            .whole = false,
            .cut = true,
            .latent = latent,
            .images = 70'000,
            .moments = {{momentAt(5, latent), 0}, {momentAt(9, 0), 4}, {momentAt(800, latent), 254}}};
}

} // namespace

class MomentBytesTest : public QObject {
    Q_OBJECT
  private slots:
    void sheetsComeBack_data();
    void sheetsComeBack();
    void weightsComeBack();
    void onlyWholeFrontsAreTaken();
    void strangeFrontsAreRefused_data();
    void strangeFrontsAreRefused();
    void frontsFitWhatIsLeftForThem();
};

void MomentBytesTest::sheetsComeBack_data() {
    QTest::addColumn<int>("latent");
    for (const int latent : {1, 20, kMaxLatent}) QTest::addRow("%d dimensions", latent) << latent;
}

void MomentBytesTest::sheetsComeBack() {
    QFETCH(int, latent);
    const SheetFront front = sheet(latent);
    const std::optional<SheetFront> found = sheetFrontOf(bytesOf(front));
    QVERIFY(found);
    QCOMPARE(found->first, front.first);
    QCOMPARE(found->last, front.last);
    QVERIFY(!found->whole && found->cut && found->merged());
    QCOMPARE(found->latent, front.latent);
    QCOMPARE(found->images, front.images);
    QCOMPARE(found->moments.size(), front.moments.size());
    for (std::size_t i = 0; i < front.moments.size(); ++i) {
        QCOMPARE(found->moments[i].place, front.moments[i].place);
        QVERIFY(equal(*found->moments[i].info, *front.moments[i].info));
    }
}

void MomentBytesTest::weightsComeBack() {
    const std::optional<WeightsFront> found = weightsFrontOf(bytesOf(WeightsFront{momentAt(17, 3), 650'000}));
    QVERIFY(found);
    QCOMPARE(found->count, std::uint64_t{650'000});
    QVERIFY(equal(*found->info, *momentAt(17, 3)));
}

void MomentBytesTest::onlyWholeFrontsAreTaken() {
    const std::string front = bytesOf(sheet(2));
    const std::string weights = bytesOf(WeightsFront{momentAt(17, 3), 650'000});
    for (std::size_t size = 0; size < front.size(); ++size)
        QVERIFY(!sheetFrontOf(std::string_view(front).substr(0, size)));
    for (std::size_t size = 0; size < weights.size(); ++size)
        QVERIFY(!weightsFrontOf(std::string_view(weights).substr(0, size)));
    QVERIFY(!sheetFrontOf(front + '\0'));
    QVERIFY(!weightsFrontOf(weights + '\0'));
}

void MomentBytesTest::strangeFrontsAreRefused_data() {
    QTest::addColumn<std::string>("front");
    const auto row = [](const char* name, auto change) {
        SheetFront front = sheet(2);
        change(front);
        QTest::newRow(name) << bytesOf(front);
    };
    const auto changed = [](auto change) {
        auto info = std::make_shared<MomentInfo>(*momentAt(900, 2));
        change(*info);
        return SheetMoment{info, 255 - 1};
    };
    row("number 0", [](SheetFront& f) { f.first = 0; });
    row("numbers the wrong way round", [](SheetFront& f) { f.first = 8; });
    row("no dimensions", [](SheetFront& f) { f.latent = 0; });
    row("too many dimensions", [](SheetFront& f) { f.latent = kMaxLatent + 1; });
    row("no images", [](SheetFront& f) { f.images = 0; });
    row("too many images", [](SheetFront& f) { f.images = Index{1} << 40; });
    row("no moments", [](SheetFront& f) { f.moments.clear(); });
    row("steps descend", [](SheetFront& f) { f.moments[1].info = momentAt(4, 2); });
    row("one step twice", [](SheetFront& f) { f.moments[1].info = momentAt(5, 2); });
    row("places descend", [](SheetFront& f) { f.moments[1].place = 0; });
    row("place of no moment", [](SheetFront& f) { f.moments[2].place = CodeSheet::kEarlier; });
    row("step below 0", [](SheetFront& f) { f.moments[0].info = momentAt(-5, 2); });
    row("epoch", [&](SheetFront& f) {
        f.moments[2] = changed([](MomentInfo& i) { i.epoch = std::numeric_limits<double>::quiet_NaN(); });
    });
    row("beta", [&](SheetFront& f) {
        f.moments[2] =
            changed([](MomentInfo& i) { i.objective.beta = std::numeric_limits<float>::infinity(); });
    });
    row("likelihood", [&](SheetFront& f) {
        f.moments[2] =
            changed([](MomentInfo& i) { i.objective.likelihood.kind = static_cast<Likelihood::Kind>(5); });
    });
    row("posterior", [&](SheetFront& f) {
        f.moments[2] =
            changed([](MomentInfo& i) { i.posterior.mean[1] = std::numeric_limits<float>::quiet_NaN(); });
    });
}

void MomentBytesTest::strangeFrontsAreRefused() {
    QFETCH(std::string, front);
    QVERIFY(sheetFrontOf(bytesOf(sheet(2))));
    QVERIFY(!sheetFrontOf(front));
}

void MomentBytesTest::frontsFitWhatIsLeftForThem() {
    SheetFront front = sheet(20);
    front.moments.clear();
    for (int i = 0; i < CodeSheet::kMostMoments; ++i) front.moments.push_back({momentAt(i, 20), i});
    QCOMPARE(bytesOf(front).size(), mostFrontBytes(20));
    QVERIFY(sheetFrontOf(bytesOf(front)));
}

QTEST_GUILESS_MAIN(MomentBytesTest)
#include "moment_bytes_test.moc"
