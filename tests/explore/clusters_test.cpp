// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/values/clusters.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/explore/values/density_clusters.h"
#include "core/explore/values/k_means.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

using namespace latent;

namespace {

using Groups = std::set<std::vector<Index>>;

/// Gaussian blobs of different widths around the corners of a cube, and some noise between them.
Matrix blobs(Index each, Index noise, int count = 4, std::uint64_t seed = 3) {
    Matrix points(3, count * each + noise);
    Random random(seed, Stream::Noise);
    random.fillNormal(points.data(), points.size());
    for (int blob = 0; blob < count; ++blob) {
        const Vector centre = 12.0F * Vector::Unit(3, blob % 3) * (blob < 3 ? 1.0F : -1.0F);
        auto part = points.middleCols(blob * each, each);
        part = ((0.3F + 0.3F * static_cast<float>(blob)) * part).colwise() + centre;
    }
    points.rightCols(noise) *= 9;
    return points;
}

Groups groupsOf(const std::vector<int>& of) {
    std::map<int, std::vector<Index>> byCluster;
    for (std::size_t i = 0; i < of.size(); ++i)
        if (of[i] >= 0) byCluster[of[i]].push_back(static_cast<Index>(i));
    Groups groups;
    for (const auto& entry : byCluster) groups.insert(entry.second);
    return groups;
}

/// HDBSCAN* by its definition, in doubles: at every density the components of the points that reach one
/// another, from the whole down, recursively.
class NaiveHierarchy {
  public:
    NaiveHierarchy(const Matrix& points, Index smallest)
        : m_smallest(smallest)
        , m_reach(points.cols(), points.cols()) {
        const Eigen::MatrixXd x = points.cast<double>();
        for (Index a = 0; a < x.cols(); ++a)
            for (Index b = 0; b < x.cols(); ++b) m_reach(a, b) = (x.col(a) - x.col(b)).norm();
        Eigen::VectorXd core(x.cols());
        for (Index a = 0; a < x.cols(); ++a) {
            std::vector<double> sorted(m_reach.col(a).begin(), m_reach.col(a).end());
            std::sort(sorted.begin(), sorted.end());
            core[a] = sorted[kCoreNeighbours]; // [0] is the point itself
        }
        for (Index a = 0; a < x.cols(); ++a)
            for (Index b = 0; b < x.cols(); ++b) m_reach(a, b) = std::max({core[a], core[b], m_reach(a, b)});
    }

    Groups chosen() const {
        std::vector<Index> all(static_cast<std::size_t>(m_reach.cols()));
        std::iota(all.begin(), all.end(), Index{0});
        const Chosen whole = below(all, 0);
        return whole.split ? whole.groups : Groups();
    }

  private:
    struct Chosen {
        double mass = 0;
        Groups groups;
        bool split = false;
    };

    std::vector<std::vector<Index>> components(const std::vector<Index>& of, double length) const {
        std::vector<std::vector<Index>> found;
        std::set<Index> open(of.begin(), of.end());
        while (!open.empty()) {
            std::vector<Index> component{*open.begin()};
            open.erase(open.begin());
            for (std::size_t i = 0; i < component.size(); ++i) {
                for (auto it = open.begin(); it != open.end();) {
                    const bool reached = m_reach(component[i], *it) < length;
                    if (reached) component.push_back(*it);
                    it = reached ? open.erase(it) : std::next(it);
                }
            }
            std::sort(component.begin(), component.end());
            found.push_back(component);
        }
        return found;
    }

    /// The longest edge that holds the points together.
    double longestLink(const std::vector<Index>& of) const {
        std::set<Index> open(of.begin() + 1, of.end());
        std::vector<Index> in{of.front()};
        double longest = 0;
        while (!open.empty()) {
            double shortest = INFINITY;
            Index next = -1;
            for (const Index a : in)
                for (const Index b : open)
                    if (m_reach(a, b) < shortest) {
                        shortest = m_reach(a, b);
                        next = b;
                    }
            longest = std::max(longest, shortest);
            in.push_back(next);
            open.erase(next);
        }
        return longest;
    }

    // The cluster `of`, born at that density: itself, or what is best below it.
    Chosen below(const std::vector<Index>& of, double birth) const {
        double own = 0;
        std::vector<Index> rest = of;
        for (;;) {
            const double length = longestLink(rest);
            const double density = 1 / length;
            std::vector<std::vector<Index>> large;
            Index left = 0;
            for (const auto& component : components(rest, length)) {
                if (static_cast<Index>(component.size()) >= m_smallest)
                    large.push_back(component);
                else
                    left += static_cast<Index>(component.size());
            }
            if (large.size() == 1) {
                own += (density - birth) * static_cast<double>(left);
                rest = large.front();
                continue;
            }
            own += (density - birth) * static_cast<double>(rest.size());
            Chosen result;
            for (const auto& child : large) {
                const Chosen best = below(child, density);
                result.mass += best.mass;
                result.groups.insert(best.groups.begin(), best.groups.end());
                result.split = true;
            }
            if (birth > 0 && own >= result.mass) return {own, {of}, true};
            return result;
        }
    }

    Index m_smallest;
    Eigen::MatrixXd m_reach;
};

} // namespace

class ClustersTest : public QObject {
    Q_OBJECT

    ThreadTeam m_team{2};

    Clusters ask(const Matrix& codes, ClustersQuestion question) {
        return clustersOf(codes, question, m_team, {});
    }

  private slots:
    void kMeansAgainstANaiveLloyd() {
        const Matrix points = blobs(400, 300);
        for (const int k : {1, 4, 9}) {
            const std::vector<Index> seeds = kMeansSeeds(points, k, 5, m_team, {});
            QCOMPARE(seeds.size(), static_cast<std::size_t>(k));
            Eigen::MatrixXd centres(3, k);
            for (int c = 0; c < k; ++c)
                centres.col(c) = points.col(seeds[static_cast<std::size_t>(c)]).cast<double>();
            std::vector<int> naive(static_cast<std::size_t>(points.cols()), -1);
            for (int iteration = 0; iteration < 100; ++iteration) {
                const std::vector<int> before = naive;
                for (Index i = 0; i < points.cols(); ++i) {
                    Index best = 0;
                    (centres.colwise() - points.col(i).cast<double>()).colwise().norm().minCoeff(&best);
                    naive[static_cast<std::size_t>(i)] = static_cast<int>(best);
                }
                if (naive == before) break;
                for (int c = 0; c < k; ++c) {
                    Eigen::VectorXd sum = Eigen::VectorXd::Zero(3);
                    double count = 0;
                    for (Index i = 0; i < points.cols(); ++i) {
                        if (naive[static_cast<std::size_t>(i)] != c) continue;
                        sum += points.col(i).cast<double>();
                        ++count;
                    }
                    centres.col(c) = sum / count;
                }
            }
            QCOMPARE(kMeans(points, k, 5, m_team, {}), naive);
        }
    }

    void kMeansSeedsAreFarApart() {
        const Matrix points = blobs(300, 0);
        std::set<Index> hit;
        for (const Index seed : kMeansSeeds(points, 4, 1, m_team, {})) hit.insert(seed / 300);
        QCOMPARE(hit.size(), std::size_t{4}); // uniform seeds rarely meet all four
        // Of three different places there cannot be five seeds.
        Matrix few(2, 30);
        for (Index i = 0; i < 30; ++i) few.col(i).setConstant(static_cast<float>(i % 3));
        QCOMPARE(kMeansSeeds(few, 5, 1, m_team, {}).size(), std::size_t{3});
        const Clusters clusters = ask(few, {.k = 5});
        QCOMPARE(clusters.counts, (std::vector<Index>{10, 10, 10}));
        QCOMPARE(clusters.typical, (std::vector<Index>{0, 1, 2}));
    }

    void densityAgainstTheDefinition_data() {
        QTest::addColumn<int>("blobSize");
        QTest::addColumn<int>("noise");
        QTest::addColumn<int>("smallest");
        QTest::newRow("clear blobs") << 40 << 0 << 8;
        QTest::newRow("with noise") << 40 << 60 << 12;
        QTest::newRow("small clusters") << 30 << 80 << 3;
        QTest::newRow("noise only") << 0 << 150 << 20;
    }
    void densityAgainstTheDefinition() {
        QFETCH(int, blobSize);
        QFETCH(int, noise);
        QFETCH(int, smallest);
        for (const std::uint64_t seed : {1, 2, 3}) {
            const Matrix points = blobs(blobSize, noise, 4, seed);
            const Groups naive = NaiveHierarchy(points, smallest).chosen();
            QCOMPARE(groupsOf(densityClusters(points, smallest, m_team, {})), naive);
        }
    }

    void theGraphsTreeIsTheExactOneWhereClustersHangTogether() {
        const Matrix points = blobs(400, 0);
        const std::vector<TreeEdge> exact = exactReachabilityTree(points, m_team, {});
        QCOMPARE(exact.size(), static_cast<std::size_t>(points.cols() - 1));
        const std::vector<int> byGraph =
            clustersOfTree(graphReachabilityTree(points, m_team, {}), points.cols(), 40);
        QCOMPARE(groupsOf(byGraph), groupsOf(clustersOfTree(exact, points.cols(), 40)));
        QCOMPARE(groupsOf(byGraph).size(), std::size_t{4});
    }

    void largestFirstAndTheTypicalImageOfEach() {
        Matrix codes(2, 12);
        codes << 0, 0.1F, 0.2F, 5, 5.1F, 5.2F, 5.4F, 9, 0, 0, 5, 5, //
            0, 0, 0, 0, 0, 0, 0, 0, NAN, INFINITY, 0, 0;
        const Clusters clusters = ask(codes, {.k = 3, .seed = 2});
        QCOMPARE(clusters.counts, (std::vector<Index>{6, 3, 1}));
        QCOMPARE(clusters.of, (std::vector<int>{1, 1, 1, 0, 0, 0, 0, 2, -1, -1, 0, 0}));
        QCOMPARE(clusters.typical, (std::vector<Index>{4, 1, 7})); // 5.1 is nearest to 5.12
    }

    void theSameForAnyTeamAndSeed() {
        const Matrix points = blobs(700, 500);
        ThreadTeam alone(1);
        for (const auto method : {ClustersQuestion::Method::KMeans, ClustersQuestion::Method::Density}) {
            const ClustersQuestion question{.method = method, .k = 7, .seed = 9};
            const Clusters several = ask(points, question);
            const Clusters single = clustersOf(points, question, alone, {});
            QCOMPARE(several.of, single.of);
            QCOMPARE(several.typical, single.typical);
        }
        QVERIFY(ask(points, {.k = 7, .seed = 1}).of != ask(points, {.k = 7, .seed = 2}).of);
    }

    void fewPointsAndCoincidingOnes() {
        for (const auto method : {ClustersQuestion::Method::KMeans, ClustersQuestion::Method::Density}) {
            for (const Index count : {0, 1, 2, 6}) {
                const Clusters clusters = ask(Matrix::Zero(2, count), {.method = method, .k = 3});
                QCOMPARE(clusters.of.size(), static_cast<std::size_t>(count));
                QVERIFY(clusters.counts.size() <= 1);
            }
        }
        Matrix twice(2, 60); // two places of thirty points each
        for (Index i = 0; i < 60; ++i) twice.col(i).setConstant(static_cast<float>(i % 2));
        QCOMPARE(ask(twice, {.method = ClustersQuestion::Method::Density}).counts,
                 (std::vector<Index>{30, 30}));
        QVERIFY_THROWS_EXCEPTION(Error, ask(twice, {.k = 0}));
    }

    void cancels() {
        std::stop_source stop;
        stop.request_stop();
        const Progress progress{[](double) {}, stop.get_token()};
        const Matrix points = blobs(100, 0);
        QVERIFY_THROWS_EXCEPTION(Cancelled, kMeans(points, 3, 1, m_team, progress));
        QVERIFY_THROWS_EXCEPTION(Cancelled, densityClusters(points, 5, m_team, progress));
    }
};

QTEST_GUILESS_MAIN(ClustersTest)
#include "clusters_test.moc"
