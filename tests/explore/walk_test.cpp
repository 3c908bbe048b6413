// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/walk/walk.h"

#include "core/base/error.h"
#include "core/explore/walk/data_path.h"
#include "core/explore/walk/great_circle.h"
#include "core/explore/walk/metric_path.h"
#include "core/explore/walk/polyline.h"
#include "core/explore/walk/team_decoding.h"
#include "tests/explore/toy_model.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace latent;

namespace {

constexpr WalkPath kPaths[] = {WalkPath::Straight, WalkPath::Spherical, WalkPath::AlongData,
                               WalkPath::Metric};

Vector point(std::initializer_list<float> values) {
    return Eigen::Map<const Vector>(values.begin(), static_cast<Index>(values.size()));
}

Matrix normalColumns(Index rows, Index columns, std::uint64_t seed) {
    Matrix made(rows, columns);
    Random(seed, Stream::Prior).fillNormal(made.data(), made.size());
    return made;
}

Snapshot snapshotWith(const Matrix& codes) {
    Snapshot snapshot;
    snapshot.model = toyModel(static_cast<int>(codes.rows()));
    snapshot.codes = std::make_shared<const Matrix>(codes);
    return snapshot;
}

Walk walked(const Snapshot& snapshot, const WalkQuestion& question, int threads = 1) {
    ThreadTeam team(threads);
    return walk(snapshot, question, team, {});
}

/// The largest of these over the smallest.
double unevenness(const std::vector<double>& lengths) {
    const auto [least, most] = std::minmax_element(lengths.begin(), lengths.end());
    return *most / *least;
}

double squaredLength(const Matrix& path) {
    double sum = 0;
    for (Index i = 0; i + 1 < path.cols(); ++i)
        sum += (path.col(i + 1) - path.col(i)).cast<double>().squaredNorm();
    return sum;
}

/// The least sum of squared distances from the last but one column to the last, by Bellman and Ford in
/// double.
double naiveLeast(const Matrix& points) {
    const Index count = points.cols();
    std::vector<double> cost(static_cast<std::size_t>(count), std::numeric_limits<double>::infinity());
    cost[static_cast<std::size_t>(count - 2)] = 0;
    for (Index round = 0; round < count; ++round) {
        for (Index a = 0; a < count; ++a) {
            for (Index b = 0; b < count; ++b) {
                const double hop = (points.col(a) - points.col(b)).cast<double>().squaredNorm();
                double& reached = cost[static_cast<std::size_t>(b)];
                reached = std::min(reached, cost[static_cast<std::size_t>(a)] + hop);
            }
        }
    }
    return cost.back();
}

/// On three quarters of a circle of radius 2, open to the right.
Matrix horseshoe(Index count) {
    Matrix codes(2, count);
    for (Index i = 0; i < count; ++i) {
        const double angle =
            std::numbers::pi * (0.25 + 1.5 * static_cast<double>(i) / static_cast<double>(count - 1));
        codes.col(i) =
            point({static_cast<float>(2 * std::cos(angle)), static_cast<float>(2 * std::sin(angle))});
    }
    return codes;
}

} // namespace

class WalkTest : public QObject {
    Q_OBJECT
  private slots:
    void everyWalkBeginsAndEndsWhereItIsTold_data();
    void everyWalkBeginsAndEndsWhereItIsTold();
    void aLoopEndsOneStepBeforeItsBeginning();
    void oneStationIsARest();
    void straightIsEvenThroughCorners();
    void sphericalIsTheFormula();
    void sphericalWithoutACircleIsStraight();
    void sphericalIsEven();
    void theShortestWayIsTheNaiveOne();
    void farAwayGroupsAreReached();
    void stopsAreSpreadAndFinite();
    void alongTheDataStaysNearThem();
    void smoothingHoldsTheEnds();
    void metricLowersTheEnergyToAValley_data();
    void metricLowersTheEnergyToAValley();
    void metricDoesNotDriftWhereNothingChanges();
    void metricIsEvenInPictures();
    void changeAndNearnessAreTheNaiveOnes();
    void anyNumberOfThreadsWalksAlike();
    void cancelStopsEveryPath_data();
    void cancelStopsEveryPath();
    void alongTheDataNeedsCodes();
};

void WalkTest::everyWalkBeginsAndEndsWhereItIsTold_data() {
    QTest::addColumn<int>("path");
    QTest::addColumn<int>("latent");
    for (const WalkPath path : kPaths)
        for (const int latent : {1, 2, 5})
            QTest::addRow("%d %d", static_cast<int>(path), latent) << static_cast<int>(path) << latent;
}

void WalkTest::everyWalkBeginsAndEndsWhereItIsTold() {
    QFETCH(int, path);
    QFETCH(int, latent);
    const Snapshot snapshot = snapshotWith(normalColumns(latent, 60, 3));
    const Matrix stations = normalColumns(latent, 3, 8);
    WalkQuestion question{.path = static_cast<WalkPath>(path), .steps = 33};
    for (Index i = 0; i < 3; ++i) question.through.emplace_back(stations.col(i));
    const Walk walk = walked(snapshot, question);
    QCOMPARE(walk.points.cols(), Index{33});
    QCOMPARE(Vector(walk.points.col(0)), question.through.front());
    QCOMPARE(Vector(walk.points.rightCols(1)), question.through.back());
    QVERIFY(walk.points.allFinite());
    QCOMPARE(walk.shape, snapshot.model.architecture.shape);
    // decode() of other columns adds in another order.
    QVERIFY((walk.images - decode(snapshot.model, walk.points)).cwiseAbs().maxCoeff() < 2e-6F);
    question.steps = 2;
    QCOMPARE(Vector(walked(snapshot, question).points.rightCols(1)), question.through.back());
}

void WalkTest::aLoopEndsOneStepBeforeItsBeginning() {
    const Snapshot snapshot = snapshotWith(normalColumns(2, 60, 3));
    const WalkQuestion question{.through = {point({0, 0}), point({1, 0}), point({1, 1}), point({0, 1})},
                                .path = WalkPath::Straight,
                                .steps = 8,
                                .loop = true};
    const Walk walk = walked(snapshot, question);
    Matrix square(2, 8);
    square << 0, 0.5F, 1, 1, 1, 0.5F, 0, 0, //
        0, 0, 0, 0.5F, 1, 1, 1, 0.5F;
    QVERIFY((walk.points - square).cwiseAbs().maxCoeff() < 1e-6F);
    QCOMPARE(walk.change.size(), std::size_t{8}); // the last one back to the first frame
}

void WalkTest::oneStationIsARest() {
    const Snapshot snapshot = snapshotWith(normalColumns(2, 60, 3));
    for (const WalkPath path : kPaths) {
        for (const bool loop : {false, true}) {
            const Walk walk =
                walked(snapshot, {.through = {point({1, 2})}, .path = path, .steps = 5, .loop = loop});
            for (Index i = 0; i < 5; ++i) QVERIFY((walk.points.col(i) - point({1, 2})).norm() < 1e-6F);
        }
    }
}

void WalkTest::straightIsEvenThroughCorners() {
    const Snapshot snapshot = snapshotWith(normalColumns(2, 60, 3));
    const WalkQuestion question{.through = {point({0, 0}), point({3, 0}), point({3, 1})}, .steps = 9};
    const Matrix points = walked(snapshot, question).points;
    Matrix expected(2, 9);
    expected << 0, 0.5F, 1, 1.5F, 2, 2.5F, 3, 3, 3, //
        0, 0, 0, 0, 0, 0, 0, 0.5F, 1;
    QVERIFY((points - expected).cwiseAbs().maxCoeff() < 1e-6F);
}

void WalkTest::sphericalIsTheFormula() {
    const Snapshot snapshot = snapshotWith(normalColumns(3, 60, 3));
    const Vector a = point({2, 0, 0}), b = point({-1, std::sqrt(3.0F), 0}); // 120° apart, of one length
    const Matrix points =
        walked(snapshot, {.through = {a, b}, .path = WalkPath::Spherical, .steps = 13}).points;
    for (Index i = 0; i < 13; ++i) {
        const double angle = 2 * std::numbers::pi / 3, t = static_cast<double>(i) / 12;
        const Vector expected = static_cast<float>(std::sin((1 - t) * angle) / std::sin(angle)) * a +
                                static_cast<float>(std::sin(t * angle) / std::sin(angle)) * b;
        QVERIFY((points.col(i) - expected).norm() < 1e-5F);
    }
    // Of other lengths, around another centre.
    const Vector centre = point({1, 1, 1});
    const Vector half = onGreatCircle(centre + point({1, 0, 0}), centre + point({0, 3, 0}), centre, 0.5);
    QVERIFY((half - centre - point({std::sqrt(2.0F), std::sqrt(2.0F), 0})).norm() < 1e-5F);
}

void WalkTest::sphericalWithoutACircleIsStraight() {
    const Vector zero = point({0, 0}), a = point({1, 2});
    for (const auto& [from, to] :
         {std::pair(zero, a), std::pair(a, Vector(-a)), std::pair(a, Vector(2 * a)), std::pair(zero, zero)}) {
        const Vector quarter = onGreatCircle(from, to, zero, 0.25);
        QVERIFY((quarter - (0.75F * from + 0.25F * to)).norm() < 1e-6F);
    }
}

void WalkTest::sphericalIsEven() {
    const Snapshot snapshot = snapshotWith(normalColumns(3, 60, 3));
    const WalkQuestion question{.through = {point({2, 0, 0}), point({0, 1, 0}), point({0, 0, 4})},
                                .path = WalkPath::Spherical,
                                .steps = 200};
    std::vector<double> lengths = segmentLengths(walked(snapshot, question).points);
    std::erase(lengths, *std::min_element(lengths.begin(), lengths.end())); // the one that cuts the corner
    QVERIFY(unevenness(lengths) < 1.01);
}

void WalkTest::theShortestWayIsTheNaiveOne() {
    for (const Index latent : {1, 2, 7}) {
        const Matrix points = normalColumns(latent, 42, static_cast<std::uint64_t>(latent));
        const Matrix path = shortestThrough(points.leftCols(40), points.col(40), points.col(41), {});
        QCOMPARE(Vector(path.col(0)), Vector(points.col(40)));
        QCOMPARE(Vector(path.rightCols(1)), Vector(points.col(41)));
        // The sums are of floats: some units in their last place.
        QVERIFY(std::abs(squaredLength(path) / naiveLeast(points) - 1) < 1e-5);
    }
}

void WalkTest::farAwayGroupsAreReached() {
    Matrix stops = normalColumns(2, 100, 1);
    stops.rightCols(50).array() += 1e4F;
    const Matrix path = shortestThrough(stops, stops.col(0), stops.col(99), {});
    QVERIFY(path.allFinite());
    QCOMPARE(Vector(path.rightCols(1)), Vector(stops.col(99)));
    const Matrix none = shortestThrough(Matrix(2, 0), point({0, 1}), point({2, 3}), {});
    QCOMPARE(none.cols(), Index{2});
    const Matrix endless = shortestThrough(stops, point({-3e38F, 0}), point({3e38F, 0}), {});
    QCOMPARE(endless(0, 0), -3e38F);
}

void WalkTest::stopsAreSpreadAndFinite() {
    Matrix codes(1, 3 * kMostStops);
    for (Index i = 0; i < codes.cols(); ++i) codes(0, i) = static_cast<float>(i);
    const Matrix stops = stopsAmong(codes);
    QCOMPARE(stops.cols(), kMostStops);
    std::vector<float> sorted(stops.data(), stops.data() + stops.size());
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i + 1 < sorted.size(); ++i) {
        QVERIFY(sorted[i + 1] > sorted[i]); // none twice
        QVERIFY(sorted[i + 1] - sorted[i] < 9);
    }
    codes(0, 5) = std::numeric_limits<float>::quiet_NaN();
    QVERIFY(stopsAmong(codes).allFinite());
    QCOMPARE(stopsAmong(codes.leftCols(10)).cols(), Index{9});
    QCOMPARE(stopsAmong(Matrix(2, 0)).cols(), Index{0});
}

void WalkTest::alongTheDataStaysNearThem() {
    const Matrix codes = horseshoe(200);
    const Snapshot snapshot = snapshotWith(codes);
    const WalkQuestion question{
        .through = {codes.col(0), codes.rightCols(1)}, .path = WalkPath::AlongData, .steps = 50};
    const Walk around = walked(snapshot, question);
    for (Index i = 0; i < 50; ++i) QVERIFY(std::abs(around.points.col(i).norm() - 2) < 0.05F);
    QVERIFY(unevenness(segmentLengths(around.points)) < 1.05);
    const Walk straight = walked(snapshot, {.through = question.through, .steps = 50});
    QVERIFY(*std::max_element(around.nearness.begin(), around.nearness.end()) <
            *std::max_element(straight.nearness.begin(), straight.nearness.end()) / 4);
}

void WalkTest::smoothingHoldsTheEnds() {
    Matrix zigzag(2, 9);
    for (Index i = 0; i < 9; ++i) zigzag.col(i) = point({static_cast<float>(i), static_cast<float>(i % 2)});
    const Matrix curve = smoothed(zigzag, 129);
    QCOMPARE(Vector(curve.col(0)), Vector(zigzag.col(0)));
    QCOMPARE(Vector(curve.rightCols(1)), Vector(zigzag.col(8)));
    const auto turns = [](const Matrix& line) { // of all corners together
        double sum = 0;
        for (Index i = 1; i + 1 < line.cols(); ++i)
            sum += static_cast<double>((line.col(i + 1) - 2 * line.col(i) + line.col(i - 1)).norm());
        return sum;
    };
    QVERIFY(turns(curve) < 0.5 * turns(resampled(zigzag, segmentLengths(zigzag), 129)));
    Matrix line(2, 2);
    line << 0, 4, 1, 1;
    QVERIFY((smoothed(line, 5) - resampled(line, segmentLengths(line), 5)).norm() == 0);
}

void WalkTest::metricLowersTheEnergyToAValley_data() {
    QTest::addColumn<float>("weight");
    QTest::newRow("of the pictures") << 0.0F;
    QTest::newRow("of the latent space too") << 0.01F;
}

void WalkTest::metricLowersTheEnergyToAValley() {
    QFETCH(float, weight);
    const DecoderMetric metric{.weight = weight};
    const Snapshot snapshot = snapshotWith(normalColumns(3, 60, 3));
    const auto energy = [&](const Matrix& points) {
        return energyOf(decode(snapshot.model, points)) + static_cast<double>(weight) * energyOf(points);
    };
    ThreadTeam team(1);
    Matrix ends(3, 2);
    ends << point({-3, 1, 0}), point({2, -1, 3});
    const Matrix straight = resampled(ends, segmentLengths(ends), 9);
    const MetricCurve curve = shortened(snapshot.model, straight, metric, team, {});
    QVERIFY(std::abs(curve.energy / energy(curve.points) - 1) < 1e-4);
    QVERIFY2(curve.energy < 0.97 * energy(straight), qPrintable(QString::number(curve.energy)));
    QCOMPARE(Vector(curve.points.col(0)), Vector(ends.col(0)));
    QCOMPARE(Vector(curve.points.rightCols(1)), Vector(ends.col(1)));
    // No coordinate alone lowers it much further.
    for (Index i = 1; i < 8; ++i) {
        for (Index d = 0; d < 3; ++d) {
            for (const float nudge : {-0.05F, 0.05F}) {
                Matrix nudged = curve.points;
                nudged(d, i) += nudge;
                QVERIFY(energy(nudged) > 0.995 * curve.energy);
            }
        }
    }
    // From its own end it goes no higher.
    QVERIFY(shortened(snapshot.model, curve.points, metric, team, {}).energy <= curve.energy * (1 + 1e-6));
}

void WalkTest::metricDoesNotDriftWhereNothingChanges() {
    Snapshot snapshot = snapshotWith(normalColumns(3, 60, 3));
    const auto deaf = [&](Vector z) { // the decoder's first layer ignores z[2]
        z[2] += 5;
        return decode(snapshot.model, z);
    };
    const std::vector<NamedLayer> layers = networkLayers(snapshot.model.architecture);
    const auto decoder = std::find_if(layers.begin(), layers.end(),
                                      [](const NamedLayer& named) { return named.name == "decoder.0"; });
    QVERIFY(decoder != layers.end());
    const Linear& first = std::get<Linear>(decoder->layer);
    for (Index row = 0; row < first.out; ++row)
        snapshot.model.weights[static_cast<std::size_t>(first.weightOffset + row * first.in + 2)] = 0;
    QCOMPARE(deaf(point({1, 2, 3})), decode(snapshot.model, point({1, 2, 3})));
    Matrix bulge(3, 9);
    for (Index i = 0; i < 9; ++i) {
        const auto t = static_cast<float>(i) / 8;
        bulge.col(i) = point({-3 + 5 * t, 1 - 2 * t, 8 * t * (1 - t)});
    }
    ThreadTeam team(1);
    const auto height = [&](float weight) {
        return shortened(snapshot.model, bulge, {.weight = weight}, team, {}).points.row(2).maxCoeff();
    };
    QVERIFY(height(0) > 1);
    QVERIFY(height(1e-3F) < 0.1F);
}

void WalkTest::metricIsEvenInPictures() {
    Snapshot snapshot = snapshotWith(normalColumns(3, 60, 3));
    snapshot.model.architecture.activation =
        Activation::Tanh; // a ReLU's geodesics have kinks, which frames cut
    WalkQuestion question{.through = {point({-3, 1, 0}), point({2, -1, 3}), point({0, 3, -2})},
                          .path = WalkPath::Metric,
                          .steps = 40};
    const Walk shortest = walked(snapshot, question);
    question.path = WalkPath::Straight;
    const Walk straight = walked(snapshot, question);
    QVERIFY(energyOf(shortest.images) < energyOf(straight.images));
    std::vector<double> changes(shortest.change.begin(), shortest.change.end());
    std::erase(changes, *std::min_element(changes.begin(), changes.end())); // cuts the corner at the station
    QVERIFY2(unevenness(changes) < 1.1, qPrintable(QString::number(unevenness(changes))));
}

void WalkTest::changeAndNearnessAreTheNaiveOnes() {
    const Matrix codes = normalColumns(4, 300, 3);
    const Snapshot snapshot = snapshotWith(codes);
    const Walk walk = walked(snapshot, {.through = {codes.col(0), codes.col(1)}, .steps = 20});
    QCOMPARE(walk.change.size(), std::size_t{19});
    QCOMPARE(walk.nearness.size(), std::size_t{20});
    for (Index i = 0; i < 20; ++i) {
        std::vector<double> distances;
        for (Index c = 0; c < 300; ++c)
            distances.push_back((codes.col(c) - walk.points.col(i)).cast<double>().norm());
        std::sort(distances.begin(), distances.end());
        double mean = 0;
        for (std::size_t k = 0; k < 8; ++k) mean += distances[k] / 8;
        QVERIFY(std::abs(static_cast<double>(walk.nearness[static_cast<std::size_t>(i)]) - mean) < 1e-5);
        if (i == 19) break;
        double squares = 0;
        for (Index p = 0; p < walk.images.rows(); ++p) {
            const double difference = double{walk.images(p, i + 1)} - double{walk.images(p, i)};
            squares += difference * difference;
        }
        const double expected = std::sqrt(squares / static_cast<double>(walk.images.rows()));
        QVERIFY(std::abs(static_cast<double>(walk.change[static_cast<std::size_t>(i)]) - expected) < 1e-6);
    }
    Snapshot blind = snapshot;
    blind.codes = nullptr;
    QVERIFY(walked(blind, {.through = {codes.col(0), codes.col(1)}, .steps = 20}).nearness.empty());
}

void WalkTest::anyNumberOfThreadsWalksAlike() {
    const Matrix codes = normalColumns(4, 700, 3);
    const Snapshot snapshot = snapshotWith(codes);
    for (const WalkPath path : kPaths) {
        const WalkQuestion question{
            .through = {codes.col(0), codes.col(1), codes.col(2)}, .path = path, .steps = 70, .loop = true};
        const Walk one = walked(snapshot, question, 1), three = walked(snapshot, question, 3);
        QCOMPARE(one.points, three.points);
        QCOMPARE(one.images, three.images);
        QCOMPARE(one.change, three.change);
        QCOMPARE(one.nearness, three.nearness);
    }
}

void WalkTest::cancelStopsEveryPath_data() {
    QTest::addColumn<int>("path");
    for (const WalkPath path : kPaths) QTest::addRow("%d", static_cast<int>(path)) << static_cast<int>(path);
}

void WalkTest::cancelStopsEveryPath() {
    QFETCH(int, path);
    const Matrix codes = normalColumns(4, 300, 3);
    const Snapshot snapshot = snapshotWith(codes);
    const WalkQuestion question{
        .through = {codes.col(0), codes.col(1)}, .path = static_cast<WalkPath>(path), .steps = 20};
    ThreadTeam team(2);
    std::stop_source stop;
    int reports = 0;
    const Progress progress{.report =
                                [&](double fraction) {
                                    QVERIFY(fraction >= 0 && fraction <= 1);
                                    if (++reports == 2) stop.request_stop();
                                },
                            .stop = stop.get_token()};
    QVERIFY_THROWS_EXCEPTION(Cancelled, walk(snapshot, question, team, progress));
}

void WalkTest::alongTheDataNeedsCodes() {
    Snapshot snapshot = snapshotWith(normalColumns(2, 10, 3));
    const WalkQuestion question{.through = {point({0, 0}), point({1, 1})}, .path = WalkPath::AlongData};
    snapshot.codes = nullptr;
    QVERIFY_THROWS_EXCEPTION(Error, walked(snapshot, question));
    WalkQuestion metric = question;
    metric.path = WalkPath::Metric;
    QVERIFY(walked(snapshot, metric).points.allFinite());
}

QTEST_GUILESS_MAIN(WalkTest)
#include "walk_test.moc"
