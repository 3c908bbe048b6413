// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/adam.h"
#include "tests/model/test_network.h"

#include <QDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <fstream>

using namespace latent;
using test::Bench;

namespace {

// PyTorch ran in double. In double the results differ only by the order of summation; in float by its 24
// bits, accumulated over sums of a few hundred terms and ten Adam steps.
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

nlohmann::json single(double value) {
    return nlohmann::json::array({value});
}

Architecture architectureOf(const nlohmann::json& golden) {
    const nlohmann::json& shape = golden["shape"];
    return {.shape = {shape[0], shape[1], shape[2]},
            .channels = golden["channels"],
            .kernel = golden["kernel"],
            .hidden = golden["hidden"],
            .latent = golden["latent"],
            .activation = parseActivation(golden["activation"])};
}

Objective objectiveOf(const nlohmann::json& golden) {
    return {.beta = golden["beta"],
            .freeBits = golden["free_bits"],
            .likelihood = parseLikelihood(golden["likelihood"])};
}

template <class S>
void take(const nlohmann::json& from, S* to) {
    for (const nlohmann::json& value : from) *to++ = value.get<S>();
}

template <class S>
Bench<S> benchOf(const nlohmann::json& golden) {
    const Architecture architecture = architectureOf(golden);
    const Index batch = golden["batch"];
    Bench<S> bench(architecture, objectiveOf(golden), batch);
    take(golden["weights"], bench.weights.data());
    MatrixOf<S> images(architecture.shape.pixels(), batch); // PyTorch's rows are columns here
    take(golden["images"], images.data());
    bench.work.targetImages(0, batch) = images;
    MatrixOf<S> noise(architecture.latent, batch);
    take(golden["noise"], noise.data());
    bench.setNoise(noise);
    return bench;
}

template <class S>
S clippingScale(const FlatVector<S>& gradient, double longest) {
    double squares = 0;
    for (const S value : gradient) squares += static_cast<double>(value) * static_cast<double>(value);
    return longest > 0 ? static_cast<S>(std::min(1.0, longest / std::sqrt(squares))) : S(1);
}

} // namespace

/// The same weights, images and noise give PyTorch's logits, losses, gradients and ten Adam steps.
class GoldenTest : public QObject {
    Q_OBJECT
  private slots:
    void inDouble_data() { cases(); }
    void inDouble() { check<double>(); }
    void inFloat_data() { cases(); }
    void inFloat() { check<float>(); }

  private:
    void cases();
    template <class S>
    void check();
};

void GoldenTest::cases() {
    QTest::addColumn<QString>("file");
    const QDir folder(LATENT_TEST_DATA "/golden");
    for (const QString& name : folder.entryList({"*.json"}))
        QTest::newRow(qPrintable(name.chopped(5))) << folder.filePath(name);
    QVERIFY(folder.entryList({"*.json"}).size() >= 10);
}

template <class S>
void GoldenTest::check() {
    QFETCH(QString, file);
    const nlohmann::json golden = nlohmann::json::parse(std::ifstream(file.toStdString()));
    const Architecture architecture = architectureOf(golden);
    const Index batch = golden["batch"];
    Bench<S> bench = benchOf<S>(golden);
    const Index weights = bench.network.weightCount();
    QCOMPARE(static_cast<Index>(golden["weights"].size()), weights);

    const S loss = static_cast<S>(bench.loss());
    MatrixOf<S> logits(architecture.shape.pixels(), batch);
    bench.network.decode(bench.weights.data(), bench.work.z.byImage.topLeftCorner(architecture.latent, batch),
                         logits);
    compare(logits.data(), golden["logits"], "logits");
    const S reconstruction = static_cast<S>(bench.reconstruction);
    const S kl = static_cast<S>(bench.kl);
    compare(&reconstruction, single(golden["reconstruction"]), "reconstruction");
    compare(&kl, single(golden["kl"]), "kl");
    compare(&loss, single(golden["loss"]), "loss");
    bench.weightGradients();
    compare(bench.gradient.data(), golden["gradient"], "gradient");

    Adam<S> adam(weights, golden["beta2"], golden["epsilon"]);
    for (int step = 0; step < golden["steps"].get<int>(); ++step) {
        bench.loss();
        bench.weightGradients();
        adam.beginStep(golden["rate"]);
        adam.update({.weights = bench.weights.data(),
                     .count = weights,
                     .gradient = bench.gradient.data(),
                     .gradientScale = clippingScale(bench.gradient, golden["clip"])});
    }
    compare(bench.weights.data(), golden["weights_after"], "weights after ten steps");
}

QTEST_GUILESS_MAIN(GoldenTest)
#include "golden_test.moc"
