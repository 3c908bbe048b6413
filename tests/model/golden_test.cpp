// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/adam.h"
#include "tests/model/test_network.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <fstream>

using namespace latent;
using test::Bench;

namespace {

// PyTorch ran in double. In double the two differ by the order of summation alone; in float by its
// 24 bits, over sums of a few hundred terms and, after ten Adam steps, their accumulation.
template <class S>
constexpr double kTolerance = std::is_same_v<S, double> ? 1e-10 : 2e-4;

template <class S>
void compare(const S* values, const nlohmann::json& golden, const char* what) {
    for (std::size_t i = 0; i < golden.size(); ++i) {
        const double expected = golden[i].get<double>();
        QVERIFY2(std::abs(static_cast<double>(values[i]) - expected) <=
                     kTolerance<S> * (1 + std::abs(expected)),
                 qPrintable(QString("%1[%2] is %3, PyTorch says %4")
                                .arg(what)
                                .arg(i)
                                .arg(double(values[i]))
                                .arg(expected)));
    }
}

} // namespace

/// The same weights, images and noise give PyTorch's logits, losses, gradients and ten Adam steps.
class GoldenTest : public QObject {
    Q_OBJECT
  private slots:
    void inDouble() { check<double>(); }
    void inFloat() { check<float>(); }

  private:
    template <class S>
    void check();
};

template <class S>
void GoldenTest::check() {
    const nlohmann::json golden = nlohmann::json::parse(std::ifstream(LATENT_TEST_DATA "/golden/dense.json"));
    const Architecture architecture{
        .shape = {golden["pixels"], 1, 1}, .hidden = golden["hidden"], .latent = golden["latent"]};
    const Index batch = golden["batch"];
    Bench<S> bench(architecture, {.corruption = {}, .latentNoise = true, .beta = golden["beta"]}, batch);
    const auto take = [](const nlohmann::json& from, S* to) {
        for (const nlohmann::json& value : from) *to++ = value.get<S>();
    };
    QCOMPARE(golden["weights"].size(), bench.weights.size());
    take(golden["weights"], bench.weights.data());
    MatrixOf<S> images(architecture.shape.pixels(), batch); // PyTorch's rows are our columns
    take(golden["images"], images.data());
    bench.work.targetImages(0, batch) = images;
    MatrixOf<S> noise(architecture.latent, batch);
    take(golden["noise"], noise.data());
    bench.work.noise.leftCols(batch) = noise;

    MatrixOf<S> logits(architecture.shape.pixels(), batch);
    bench.loss(paddedToLanes(batch));
    bench.network.decode(bench.weights.data(), bench.work.z.byImage.topLeftCorner(architecture.latent, batch),
                         logits);
    compare(logits.data(), golden["logits"], "logits");
    compare(&(const S&)S(bench.reconstruction), nlohmann::json::array({golden["reconstruction"]}),
            "reconstruction");
    compare(&(const S&)S(bench.kl), nlohmann::json::array({golden["kl"]}), "kl");
    bench.weightGradients();
    compare(bench.gradient.data(), golden["gradient"], "gradient");

    Adam<S> adam(bench.network.weightCount());
    for (int step = 0; step < golden["steps"].get<int>(); ++step) {
        bench.loss(paddedToLanes(batch));
        bench.weightGradients();
        adam.beginStep(golden["rate"]);
        adam.update(bench.weights.data(), bench.gradient.data(), 0, bench.network.weightCount());
    }
    compare(bench.weights.data(), golden["weights_after"], "weights after ten steps");
}

QTEST_GUILESS_MAIN(GoldenTest)
#include "golden_test.moc"
