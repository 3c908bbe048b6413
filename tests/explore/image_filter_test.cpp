// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/image_filter.h"

#include "core/base/error.h"
#include "core/base/random.h"

#include <QString>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace latent;

namespace {

using Kind = ImageField::Kind;

constexpr Index kImages = 40;
const std::vector<std::string> kClasses{"Bag", "Ankle boot", "Not a bag"};

double numberOf(const ImageField& field, Index image) {
    const auto i = static_cast<double>(image);
    switch (field.kind) {
    case Kind::Number:
        return i;
    case Kind::Loss:
        return 10 * i;
    case Kind::Kl:
        return image % 7 == 3 ? std::nan("") : std::fmod(i, 7);
    case Kind::Mean:
        return std::sin(i) * (field.dimension + 1);
    case Kind::Sigma:
        return 1 / (i + field.dimension + 1);
    default:
        return 20 - i; // Distance
    }
}

std::string textOf(const ImageField& field, Index image) {
    if (field.kind == Kind::Class) return kClasses[static_cast<std::size_t>(image % 3)];
    if (field.kind == Kind::Split) return image % 4 == 0 ? "test" : "training";
    return "cats/Tom " + std::to_string(image) + ".png";
}

const ImageFacts kFacts{numberOf, textOf};

std::vector<Index> matching(std::string_view text) {
    return ImageFilter::parse(text, {.latent = 3, .classes = kClasses}).matching(kImages, kFacts);
}

template <class Meets>
std::vector<Index> imagesThat(Meets meets) {
    std::vector<Index> images;
    for (Index i = 0; i < kImages; ++i)
        if (meets(i)) images.push_back(i);
    return images;
}

/// A random condition as text, and whether each image meets it. Brackets are written only where the language
/// needs them.
class RandomCondition {
  public:
    struct Made {
        std::string text;
        std::vector<bool> met; // [kImages]
        int strength = 3;      // 1 or, 2 and, 3 not and comparisons
    };

    explicit RandomCondition(std::uint64_t seed)
        : m_random(seed, Stream::Data) {}

    Made make(int depth) {
        const std::uint32_t choice = depth == 0 ? 3 : m_random.below(4);
        if (choice == 3) return comparison();
        if (choice == 2) {
            Made inner = make(depth - 1);
            inner.text = "not " + (inner.strength < 3 ? "(" + inner.text + ")" : inner.text);
            inner.met.flip();
            inner.strength = 3;
            return inner;
        }
        const int strength = choice == 0 ? 1 : 2;
        const Made left = make(depth - 1);
        const Made right = make(depth - 1);
        const auto part = [&](const Made& of) {
            return of.strength < strength ? "( " + of.text + ")" : of.text;
        };
        Made made{part(left) + (strength == 1 ? " or " : " AND ") + part(right), left.met, strength};
        for (std::size_t i = 0; i < made.met.size(); ++i)
            made.met[i] = strength == 1 ? left.met[i] || right.met[i] : left.met[i] && right.met[i];
        return made;
    }

  private:
    Made comparison() {
        struct Field {
            const char* name;
            ImageField field;
        };
        const Field fields[] = {{"number", {Kind::Number}},
                                {"kl", {Kind::Kl}},
                                {"m2", {Kind::Mean, 1}},
                                {"S3", {Kind::Sigma, 2}},
                                {"distance", {Kind::Distance}}};
        const Field& chosen = fields[m_random.below(5)];
        const int low = static_cast<int>(m_random.below(24)) - 4;
        Made made{chosen.name, std::vector<bool>(kImages), 3};
        const std::uint32_t relation = m_random.below(7);
        const char* const signs[] = {" = ", "!=", "<", " <= ", ">", ">=", " in "};
        made.text +=
            signs[relation] + std::to_string(low) + (relation == 6 ? ".." + std::to_string(low + 5) : "");
        for (Index i = 0; i < kImages; ++i) {
            const double v = numberOf(chosen.field, i);
            const bool results[] = {v == low, v != low && !std::isnan(v), v<low, v <= low, v> low, v >= low,
                                    v >= low && v <= low + 5};
            made.met[static_cast<std::size_t>(i)] = results[relation];
        }
        return made;
    }

    Random m_random;
};

} // namespace

class ImageFilterTest : public QObject {
    Q_OBJECT

  private slots:
    void theExampleOfTheManual() {
        const auto expected = imagesThat([](Index i) {
            return i % 3 == 0 && 10 * i > 100 && !(numberOf({Kind::Kl}, i) < 2 || (i >= 5 && i <= 20));
        });
        QVERIFY(!expected.empty());
        QCOMPARE(matching("class = Bag and loss > 100 and not (kl < 2 or number in 5..20)"), expected);
    }

    void randomConditionsAgainstANaiveEvaluator() {
        int mixed = 0;
        for (std::uint64_t seed = 1; seed <= 500; ++seed) {
            const RandomCondition::Made made = RandomCondition(seed).make(4);
            const auto expected = imagesThat([&](Index i) { return made.met[static_cast<std::size_t>(i)]; });
            QVERIFY2(matching(made.text) == expected, made.text.c_str());
            if (!expected.empty() && expected.size() < static_cast<std::size_t>(kImages)) ++mixed;
        }
        QVERIFY(mixed > 200);
    }

    void precedence() {
        QCOMPARE(matching("number = 1 or number = 2 and number = 3"), std::vector<Index>{1});
        QCOMPARE(matching("(number = 1 or number = 2) and number = 3"), std::vector<Index>());
        QCOMPARE(matching("not number > 3 and not number < 3"), std::vector<Index>{3});
        QCOMPARE(matching("not not number = 3"), std::vector<Index>{3});
        QCOMPARE(matching("not (number > 3 or number < 3)"), std::vector<Index>{3});
    }

    void texts() {
        const auto boots = imagesThat([](Index i) { return i % 3 == 1; });
        for (const char* text : {"class = \"Ankle boot\"", "class=Ankle boot", "CLASS == 'ankle BOOT'",
                                 "(class = “Ankle boot”)", "not class != Ankle  boot"})
            QCOMPARE(matching(text), boots);
        QCOMPARE(matching("class = \"Not a bag\" and number < 9"), (std::vector<Index>{2, 5, 8}));
        QCOMPARE(matching("file = \"tom 7\""), std::vector<Index>{7});
        QCOMPARE(matching("file = 39.PNG"), std::vector<Index>{39});
        QCOMPARE(matching("file != cats/Tom"), std::vector<Index>());
        QCOMPARE(matching("split = test and number < 9"), (std::vector<Index>{0, 4, 8}));
        QCOMPARE(matching("split = train"), matching("split != test"));
    }

    void numbers() {
        QCOMPARE(matching("index = 4"), std::vector<Index>{4});
        QCOMPARE(matching("number <= 1"), (std::vector<Index>{0, 1}));
        QCOMPARE(matching("number ≥ 3.85e1 and number≠39"), std::vector<Index>());
        QCOMPARE(matching("loss in 90..110"), (std::vector<Index>{9, 10, 11}));
        QCOMPARE(matching("distance in -19…-18"), (std::vector<Index>{38, 39}));
        QCOMPARE(matching("m1 > 0.99 and s1 < 1"),
                 imagesThat([](Index i) { return i > 0 && std::sin(static_cast<double>(i)) > 0.99; }));
        // What is unknown is not known to be different either.
        QCOMPARE(matching("kl != 1").size() + matching("kl = 1").size(), std::size_t{kImages - 6});
    }

    void fieldsAreNamedOnce() {
        const auto fields = ImageFilter::parse("m2 > 1 and (m2 < 3 or s1 = 2) or class = x").fields();
        QCOMPARE(fields.size(), std::size_t{3});
        QVERIFY((fields[0] == ImageField{Kind::Mean, 1}));
        QVERIFY((fields[1] == ImageField{Kind::Sigma, 0}));
        QVERIFY((fields[2] == ImageField{Kind::Class}));
    }

    void mistakes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* text, const char* sentence) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(sentence);
        };
        const char* const fields =
            "; the fields are number, loss, kl, m1, s1, distance, class, file and split";
        row("", QByteArray("at character 1: a condition is missing").append(fields).constData());
        row("loss > 3 and", QByteArray("at character 13: a condition is missing").append(fields).constData());
        row("lost > 3", QByteArray("at character 1: “lost” is no field").append(fields).constData());
        row("m0 > 3", QByteArray("at character 1: “m0” is no field").append(fields).constData());
        row("kl = 1 or m4 > 3", "at character 11: the model has no dimension 4; the last is 3");
        row("loss 3", "at character 6: a comparison is missing before “3”: = != < <= > >= or in");
        row("class", "at character 6: a comparison is missing before the end: = or !=");
        row("loss > much", "at character 8: a number is needed here, not “much”");
        row("loss > inf", "at character 8: a number is needed here, not “inf”");
        row("loss > 3x", "at character 8: a number is needed here, not “3x”");
        row("class > Bag", "at character 7: a text is compared by = or !=, not by “>”");
        row("class in 1..2", "at character 7: a text is compared by = or !=, not by “in”");
        row("class = Hat",
            "at character 9: there is no class “hat”; the classes are Bag, Ankle boot, Not a bag");
        row("split = both", "at character 9: “both” is neither training nor test");
        row("file =", "at character 7: a name is needed here, not the end");
        row("class = \"Bag", "at character 9: the quotation mark is not closed");
        row("file = “ü” and kl # 3", "at character 19: this character has no meaning here");
        row("number in 5", "at character 12: “..” is missing between the ends of the range");
        row("number in 5..3", "at character 14: the range ends before it begins");
        row("(kl = 1", "at character 1: the bracket is not closed");
        row("kl = 1)", "at character 7: there is no opening bracket for this closing one");
        row("kl = 1 loss = 2", "at character 8: “and” or “or” is missing before “loss”");
        row("(kl = 1 loss = 2)", "at character 9: “and” or “or” is missing before “loss”");
    }
    void mistakes() {
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        QString said;
        try {
            matching(text.toStdString());
        } catch (const Error& error) {
            said = QString::fromUtf8(error.what());
        }
        QCOMPARE(said, sentence);
    }

    void nestingHasABound() {
        const auto nested = [](int depth) {
            return std::string(static_cast<std::size_t>(depth), '(') + "kl = 1" +
                   std::string(static_cast<std::size_t>(depth), ')');
        };
        QCOMPARE(matching(nested(99)), matching("kl = 1"));
        QVERIFY_THROWS_EXCEPTION(Error, matching(nested(100'000)));
        std::string wide = "kl = 0";
        for (int i = 0; i < 20'000; ++i) wide += " or kl = 1";
        QCOMPARE(matching(wide), matching("kl = 0 or kl = 1"));
    }
};

QTEST_GUILESS_MAIN(ImageFilterTest)
#include "image_filter_test.moc"
