// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/model_file.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/network_layout.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>

using namespace latent;
using Json = nlohmann::ordered_json;

namespace {

Vector twoNumbers(float first, float second) {
    Vector values(2);
    values[0] = first;
    values[1] = second;
    return values;
}

ModelFile sample() {
    ModelFile file;
    Configuration& configuration = file.configuration;
    configuration.architecture = {
        .shape = {.width = 3, .height = 2, .channels = 1}, .hidden = {5, 4}, .latent = 2};
    configuration.objective = {
        .corruption = {Corruption::Kind::Mask, 0.3F}, .latentNoise = true, .beta = 0.1F};
    configuration.training.batch = 32;
    configuration.training.epochs = 0;
    configuration.training.learningRate = 1e-3F;
    configuration.training.schedule = Schedule::Cosine;
    configuration.training.seed = 0xfedcba9876543210ULL;
    file.model.architecture = configuration.architecture;
    file.model.objective = configuration.objective;
    file.model.weights.resize(static_cast<std::size_t>(weightCount(configuration.architecture)));
    Random(1, Stream::Initialisation)
        .fillNormal(file.model.weights.data(), static_cast<Index>(file.model.weights.size()));
    file.dataset = "Fashion-MNIST \"quoted\" é";
    file.pixelRule = "divided by 65,535";
    file.split = {.given = false,
                  .seed = 0xfedcba9876543211ULL,
                  .testFraction = 0.2,
                  .readAtMost = 5000,
                  .subset = {SubsetKind::Balanced, 100, {"Coat", "9 \"é\""}}};
    file.steps = 123456789012;
    file.posterior.kl = twoNumbers(1.5F, 0.1F);
    file.posterior.sigma = twoNumbers(0.2F, 0.9F);
    file.posterior.mean = twoNumbers(-3.3F, 1e-7F);
    file.posterior.spread = twoNumbers(4, 5);
    return file;
}

/// A model file taken apart, to be put together wrongly.
struct Parts {
    Json header;
    std::string data;

    explicit Parts(const std::string& bytes) {
        std::uint64_t length = 0;
        std::memcpy(&length, bytes.data(), 8);
        header = Json::parse(bytes.substr(8, length));
        data = bytes.substr(8 + length);
    }
    Json metadata() const {
        return Json::parse(header["__metadata__"]["latent_explorer"].get<std::string>());
    }
    void setMetadata(const Json& value) { header["__metadata__"]["latent_explorer"] = value.dump(); }
    std::string joined() const { return joined(header.dump(), data); }
    static std::string joined(const std::string& text, const std::string& data) {
        const std::uint64_t length = text.size();
        std::string bytes(8, '\0');
        std::memcpy(bytes.data(), &length, 8);
        return bytes + text + data;
    }
};

using Spoil = std::function<void(Parts&)>;

/// Spoils one value of the configuration in the metadata.
Spoil metadata(const std::function<void(Json&)>& change) {
    return [change](Parts& parts) {
        Json value = parts.metadata();
        change(value);
        parts.setMetadata(value);
    };
}

void swapLengths(Json& tensor, std::int64_t begin, std::int64_t end) {
    tensor["data_offsets"] = {tensor["data_offsets"][0].get<std::int64_t>() + begin,
                              tensor["data_offsets"][1].get<std::int64_t>() + end};
}

std::string failureOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

Q_DECLARE_METATYPE(Spoil)

class ModelFileTest : public QObject {
    Q_OBJECT

  private slots:
    void roundTripToTheBit() {
        const ModelFile file = sample();
        const std::string bytes = encodeModel(file);
        const ModelFile back = decodeModel(bytes, "model");
        QVERIFY(back.configuration == file.configuration);
        QVERIFY(back.model.architecture == file.model.architecture);
        QVERIFY(back.model.objective == file.model.objective);
        QCOMPARE(back.model.weights.size(), file.model.weights.size());
        QCOMPARE(
            std::memcmp(back.model.weights.data(), file.model.weights.data(), 4 * file.model.weights.size()),
            0);
        QCOMPARE(back.dataset, file.dataset);
        QCOMPARE(back.pixelRule, file.pixelRule);
        QVERIFY(back.split == file.split);
        QVERIFY(back.splitStated);
        QCOMPARE(back.steps, file.steps);
        QCOMPARE(back.posterior.kl, file.posterior.kl);
        QCOMPARE(back.posterior.mean, file.posterior.mean);
        QCOMPARE(back.posterior.spread, file.posterior.spread);
        QCOMPARE(encodeModel(back), bytes);
    }

    void anOldFileDrawsWithTheTrainingsSeed() {
        ModelFile file = sample();
        file.splitStated = false;
        file.split = {.seed = file.configuration.training.seed, .testFraction = 0.2};
        const ModelFile back = decodeModel(encodeModel(file), "model");
        QVERIFY(!back.splitStated);
        QVERIFY(back.split == file.split);
    }

    void manyClassesDoNotLoseTheModel() {
        ModelFile file = sample();
        file.split.subset.classes.assign(2'000, std::string(1'000, 'x'));
        const ModelFile back = decodeModel(encodeModel(file), "model");
        QVERIFY(back.split.subset.classes.empty());
        QCOMPARE(back.split.seed, file.split.seed);
    }

    void headerIsWhatOthersRead() {
        const std::string bytes = encodeModel(sample());
        std::uint64_t length = 0;
        std::memcpy(&length, bytes.data(), 8);
        QCOMPARE(length % 8, std::uint64_t{0});
        const Parts parts(bytes);
        QCOMPARE(parts.header["__metadata__"]["format"].get<std::string>(), std::string("pt"));
        QCOMPARE(parts.header["encoder.0.weight"].dump(),
                 std::string(R"({"dtype":"F32","shape":[5,6],"data_offsets":[0,120]})"));
        QCOMPARE(parts.header["mean.bias"]["shape"].dump(), std::string("[2]"));
        QCOMPARE(parts.header["output.weight"]["shape"].dump(), std::string("[6,5]"));
        QCOMPARE(parts.metadata()["training"]["learning_rate"].dump(), std::string("0.001"));
        QCOMPARE(parts.metadata()["version"].get<int>(), 1);
    }

    void withoutPosterior() {
        ModelFile file = sample();
        file.posterior = {};
        QVERIFY(decodeModel(encodeModel(file), "model").posterior.empty());
        file.posterior.kl = file.posterior.sigma = file.posterior.mean = file.posterior.spread =
            Vector::Constant(2, std::nanf(""));
        QVERIFY(decodeModel(encodeModel(file), "model").posterior.empty());
    }

    void tensorsMayComeInAnyOrder() {
        Parts parts(encodeModel(sample()));
        // Move the first tensor behind all others.
        const std::int64_t size = static_cast<std::int64_t>(parts.data.size());
        for (auto& [name, tensor] : parts.header.items()) {
            if (name != "__metadata__" && name != "encoder.0.weight") swapLengths(tensor, -120, -120);
        }
        parts.header["encoder.0.weight"]["data_offsets"] = {size - 120, size};
        parts.data = parts.data.substr(120) + parts.data.substr(0, 120);
        QVERIFY(decodeModel(parts.joined(), "model").model.weights == sample().model.weights);
    }

    void badFiles_data() {
        QTest::addColumn<Spoil>("spoil");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const Spoil& spoil, const char* sentence) {
            QTest::newRow(name) << spoil << QString::fromUtf8(sentence);
        };
        row(
            "missing tensor", [](Parts& p) { p.header.erase("mean.weight"); },
            "tensor mean.weight: is missing");
        row(
            "unknown tensor", [](Parts& p) { p.header["extra\n"] = p.header["mean.bias"]; },
            "tensor extra?: is unknown");
        row(
            "wrong type", [](Parts& p) { p.header["mean.bias"]["dtype"] = "F16"; },
            "tensor mean.bias: its type");
        row(
            "wrong shape",
            [](Parts& p) {
                p.header["mean.weight"]["shape"] = {4, 2};
            },
            "tensor mean.weight: its shape");
        row(
            "shape of text",
            [](Parts& p) {
                p.header["mean.weight"]["shape"] = {"2", "4"};
            },
            "tensor mean.weight: its shape");
        row(
            "absurd shape",
            [](Parts& p) {
                p.header["mean.weight"]["shape"] = {1ULL << 62, 4};
            },
            "tensor mean.weight: its shape");
        row(
            "extra member", [](Parts& p) { p.header["mean.weight"]["more"] = 1; },
            "tensor mean.weight: needs");
        row(
            "tensor is text", [](Parts& p) { p.header["mean.weight"] = "F32"; }, "tensor mean.weight: needs");
        row(
            "three offsets", [](Parts& p) { p.header["mean.bias"]["data_offsets"].push_back(9); },
            "tensor mean.bias: needs");
        row(
            "negative offset",
            [](Parts& p) {
                p.header["mean.bias"]["data_offsets"] = {-8, 0};
            },
            "tensor mean.bias: needs");
        row(
            "fractional offset",
            [](Parts& p) {
                p.header["mean.bias"]["data_offsets"] = {0.5, 8.5};
            },
            "tensor mean.bias: needs");
        row(
            "out of range",
            [](Parts& p) {
                p.header["output.bias"]["data_offsets"] = {1 << 20, (1 << 20) + 24};
            },
            "tensor output.bias: lies outside");
        row(
            "backwards",
            [](Parts& p) {
                p.header["mean.bias"]["data_offsets"] = {8, 0};
            },
            "tensor mean.bias: lies outside");
        row(
            "huge offset",
            [](Parts& p) {
                p.header["mean.bias"]["data_offsets"] = {0, ~0ULL};
            },
            "tensor mean.bias: lies outside");
        row(
            "short tensor", [](Parts& p) { swapLengths(p.header["mean.bias"], 0, -4); },
            "tensor mean.bias: its length");
        row(
            "hole",
            [](Parts& p) {
                p.data += "1234";
                swapLengths(p.header["output.bias"], 4, 4);
            },
            "tensor output.bias: there is a hole");
        row(
            "overlap", [](Parts& p) { swapLengths(p.header["output.bias"], -4, -4); },
            "tensor output.bias: overlaps");
        row(
            "trailing bytes", [](Parts& p) { p.data += "1234"; }, "4 bytes follow the last tensor");
        row(
            "not a number",
            [](Parts& p) {
                const float bad = std::nanf("");
                std::memcpy(p.data.data() + 8, &bad, 4);
            },
            "tensor encoder.0.weight: its value 2 is not");
        row(
            "infinite",
            [](Parts& p) {
                const float bad = -INFINITY;
                std::memcpy(p.data.data() + p.data.size() - 4, &bad, 4);
            },
            "tensor output.bias: its value 5 is not");
        row(
            "no metadata", [](Parts& p) { p.header.erase("__metadata__"); }, "header: has no metadata");
        row(
            "another program's", [](Parts& p) { p.header["__metadata__"].erase("latent_explorer"); },
            "header: has no latent_explorer");
        row(
            "metadata is a number", [](Parts& p) { p.header["__metadata__"]["format"] = 1; },
            "metadata format: is not text");
        row(
            "metadata is no JSON", [](Parts& p) { p.header["__metadata__"]["latent_explorer"] = "{"; },
            "is not valid JSON");
        row(
            "metadata repeats",
            [](Parts& p) { p.header["__metadata__"]["latent_explorer"] = R"({"version":1,"version":1})"; },
            "has the same key twice");
        row("newer", metadata([](Json& m) { m["version"] = 2; }), "version 2 is newer");
        row("no version", metadata([](Json& m) { m.erase("version"); }), "version: is missing");
        row("no architecture", metadata([](Json& m) { m.erase("architecture"); }),
            "architecture: is missing");
        row("architecture is a list", metadata([](Json& m) { m["architecture"] = {1}; }),
            "architecture: is not a JSON object");
        row("latent 0", metadata([](Json& m) { m["architecture"]["latent"] = 0; }),
            "architecture.latent: is not a whole");
        row("latent 65", metadata([](Json& m) { m["architecture"]["latent"] = 65; }),
            "architecture.latent: is not a whole");
        row("latent 2.0", metadata([](Json& m) { m["architecture"]["latent"] = 2.0; }),
            "architecture.latent: is not a whole");
        row("latent 2^32+2", metadata([](Json& m) { m["architecture"]["latent"] = 4294967298LL; }),
            "architecture.latent: is not a whole");
        row("other latent", metadata([](Json& m) {
                m["architecture"]["latent"] = 3;
                m.erase("posterior");
            }),
            "tensor mean.weight: its shape");
        row("other posterior", metadata([](Json& m) { m["architecture"]["latent"] = 3; }),
            "posterior.kl: is not a list of 3");
        row("absurd width", metadata([](Json& m) { m["architecture"]["width"] = 2000000000; }),
            "architecture.width: is not a whole");
        row("large architecture",
            metadata([](Json& m) { m["architecture"]["width"] = m["architecture"]["height"] = 16384; }),
            "tensor encoder.0.weight: its shape");
        row("negative height", metadata([](Json& m) { m["architecture"]["height"] = -2; }),
            "architecture.height: is not a whole");
        row("no hidden layer", metadata([](Json& m) { m["architecture"]["hidden"] = Json::array(); }),
            "hidden");
        row("nine hidden layers",
            metadata([](Json& m) { m["architecture"]["hidden"] = Json(std::vector<int>(9, 1)); }),
            "architecture.hidden");
        row("absurd hidden", metadata([](Json& m) { m["architecture"]["hidden"] = {9000}; }),
            "architecture.hidden");
        row("negative beta", metadata([](Json& m) { m["objective"]["beta"] = -1; }), "β");
        row("vast beta", metadata([](Json& m) { m["objective"]["beta"] = 1e300; }),
            "objective.beta: is too large");
        row("noise is 1", metadata([](Json& m) { m["objective"]["latent_noise"] = 1; }),
            "objective.latent_noise: is neither");
        row("corruption", metadata([](Json& m) { m["objective"]["corruption"] = "mask:2"; }),
            "objective.corruption: ");
        row("schedule", metadata([](Json& m) { m["training"]["schedule"] = "sine"; }), "training.schedule: ");
        row("seed", metadata([](Json& m) { m["training"]["seed"] = -1; }), "training.seed: is not a whole");
        row("steps", metadata([](Json& m) { m["steps"] = 1e30; }), "steps: is not a whole");
        row("pixel rule", metadata([](Json& m) { m["pixel_rule"] = 7; }), "pixel_rule: is not text");
        row("old test fraction", metadata([](Json& m) {
                m.erase("split");
                m["test_fraction"] = 1;
            }),
            "test_fraction: is not above 0 and below 1");
        row("split", metadata([](Json& m) { m["split"] = "random"; }), "split: is not a JSON object");
        row("split not given", metadata([](Json& m) { m["split"].erase("given"); }),
            "split.given: is missing");
        row("split seed", metadata([](Json& m) { m["split"]["seed"] = 0.5; }), "split.seed: is not a whole");
        row("subset", metadata([](Json& m) { m["split"]["subset"] = "last:5"; }), "split.subset: ");
        row("split fraction", metadata([](Json& m) { m["split"]["test_fraction"] = 1; }),
            "split.test_fraction: is not above 0 and below 1");
        row("first images", metadata([](Json& m) { m["split"]["first_images"] = 0; }),
            "split.first_images: is not a whole");
        row("classes", metadata([](Json& m) { m["split"]["classes"] = std::vector<int>{1}; }),
            "split.classes: is not text");
        row("data set", metadata([](Json& m) { m["dataset"] = std::string(5000, 'x'); }),
            "dataset: is too long");
        row("posterior", metadata([](Json& m) {
                m["posterior"]["mean"] = {1, 2, 3};
            }),
            "posterior.mean: is not a list of 2");
        const std::pair<const char*, const char*> reals[]{
            {"training", "clip"},  {"training", "adam_epsilon"}, {"training", "learning_rate"},
            {"objective", "beta"}, {"objective", "free_bits"},   {"objective", "deviation"}};
        for (const auto& [part, key] : reals) {
            for (const double value : {1e-40, 1e-300}) {
                QTest::addRow("%s %g", key, value)
                    << metadata([part = part, key = key, value](Json& m) { m[part][key] = value; })
                    << QString(value < 1e-100 ? "is too small" : " must be ");
            }
        }
    }

    void badFiles() {
        QFETCH(Spoil, spoil);
        QFETCH(QString, sentence);
        Parts parts(encodeModel(sample()));
        spoil(parts);
        const std::string bytes = parts.joined();
        const std::string failure = failureOf([&] { decodeModel(bytes, "bad.safetensors"); });
        QVERIFY2(failure.starts_with("bad.safetensors: "), failure.c_str());
        QVERIFY2(QString::fromStdString(failure).contains(sentence), failure.c_str());
        QVERIFY2(failure.find('\n') == std::string::npos, failure.c_str());
    }

    void badHeaders_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(sentence);
        };
        row("empty", "", "byte 0: is too short");
        row("seven bytes", "1234567", "byte 0: is too short");
        row("huge header", std::string(8, '\xff') + "{}", "byte 0: states a header of");
        row("header past the end", std::string("\x09\0\0\0\0\0\0\0{}", 10),
            "header: is longer than the file");
        row("empty header", Parts::joined("", ""), "header: does not start");
        row("a list", Parts::joined("[]", ""), "header: does not start");
        row("byte order mark", Parts::joined("\xef\xbb\xbf{}", ""), "header: does not start");
        row("no JSON", Parts::joined("{\"a\":}", ""), "header: is not valid JSON");
        row("broken UTF-8", Parts::joined("{\"\xff\":1}", ""), "header: is not valid JSON");
        row("two objects", Parts::joined("{}{}", ""), "header: is not valid JSON");
        row("same tensor twice", Parts::joined(R"({"mean.bias":{},"mean.bias":{}})", ""),
            "header: has the same key twice");
        row("deep", Parts::joined("{\"a\":" + std::string(100000, '['), ""), "header: nests too deeply");
        row("nothing in it", Parts::joined("{}", ""), "header: has no metadata");
    }

    void badHeaders() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const std::string failure = failureOf([&] { decodeModel(bytes.toStdString(), "bad"); });
        QVERIFY2(QString::fromStdString(failure).startsWith("bad: " + sentence), failure.c_str());
    }

    void everyPrefixIsRefused() {
        const std::string bytes = encodeModel(sample());
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            const std::string failure = failureOf([&] { decodeModel(bytes.substr(0, length), "bad"); });
            QVERIFY2(!failure.empty(), qPrintable(QString::number(length)));
        }
    }

    void whatCouldNotBeReadIsNotSaved_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<float>("value");
        QTest::addColumn<QString>("sentence");
        for (const float value : {NAN, INFINITY, -INFINITY}) {
            QTest::addRow("a weight of %g", static_cast<double>(value))
                << 0 << value << "the model's weights are no longer finite numbers";
            QTest::addRow("the last weight of %g", static_cast<double>(value))
                << 1 << value << "the model's weights are no longer finite numbers";
        }
        QTest::newRow("a learned deviation") << 2 << NAN << "standard deviation must be";
        QTest::newRow("a subnormal clip") << 3 << 1e-40F << "the clipping norm of the gradient must be";
    }
    void whatCouldNotBeReadIsNotSaved() {
        QFETCH(int, what);
        QFETCH(float, value);
        QFETCH(QString, sentence);
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("m").toStdString();
        saveModel(path, sample());
        ModelFile file = sample();
        float* const values[]{&file.model.weights.front(), &file.model.weights.back(),
                              &file.model.objective.likelihood.deviation, &file.configuration.training.clip};
        *values[what] = value;
        const std::string failure = failureOf([&] { saveModel(path, file); });
        QVERIFY2(QString::fromStdString(failure).contains("m: is not written"), failure.c_str());
        QVERIFY2(QString::fromStdString(failure).contains(sentence), failure.c_str());
        QCOMPARE(encodeModel(loadModel(path)), encodeModel(sample()));
    }

    void wordsLoseTheirControlCharacters() {
        Parts parts(encodeModel(sample()));
        Json value = parts.metadata();
        value["dataset"] = "\x1b[31mred\u009b5m";
        value["pixel_rule"] = "one\ntwo";
        parts.setMetadata(value);
        const ModelFile file = decodeModel(parts.joined(), "m");
        QCOMPARE(file.dataset, std::string("?[31mred?5m"));
        QCOMPARE(file.pixelRule, std::string("one?two"));
    }

    void filesOnDisk() {
        const QTemporaryDir folder;
        const std::filesystem::path base = folder.path().toStdString();
        saveModel(base / "model.safetensors", sample());
        QCOMPARE(encodeModel(loadModel(base / "model.safetensors")), encodeModel(sample()));
        QVERIFY(failureOf([&] { loadModel(base / "none"); }).ends_with("none: there is no such file"));
        QVERIFY(failureOf([&] { loadModel(base); }).ends_with("is a folder, not a model file"));
        QVERIFY(failureOf([&] { loadModel("/dev/zero"); }).ends_with("is not a regular file"));
        std::ofstream(base / "huge") << "12345678{}";
        std::filesystem::resize_file(base / "huge", kMaxModelBytes + 1); // sparse: takes no room
        QVERIFY(failureOf([&] {
                    loadModel(base / "huge");
                }).ends_with("is larger than any model of this program"));
        const std::string bytes = encodeModel(sample());
        for (const std::size_t length :
             {std::size_t{0}, std::size_t{5}, std::size_t{100}, bytes.size() - 1}) {
            std::ofstream(base / "cut", std::ios::binary)
                .write(bytes.data(), static_cast<std::streamsize>(length));
            QVERIFY(!failureOf([&] { loadModel(base / "cut"); }).empty());
        }
        QVERIFY(!failureOf([&] { saveModel(base / "none" / "model", sample()); }).empty());
    }
};

QTEST_GUILESS_MAIN(ModelFileTest)
#include "model_file_test.moc"
