// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/model/recipe.h"

#include <QTest>

using namespace latent;

class RecipeTest : public QObject {
    Q_OBJECT
  private slots:
    void allAreValidAndExplained();
    void saysWhatThePapersSay();
    void unknownNamesAreExplained();
};

void RecipeTest::allAreValidAndExplained() {
    QVERIFY(recipes().size() >= 3);
    for (const Recipe& recipe : recipes()) {
        validate(recipe.configuration);
        QVERIFY(recipeNamed(recipe.name).configuration == recipe.configuration);
        QVERIFY(!recipe.title.empty() && !recipe.source.empty() && recipe.sentence.ends_with('.'));
    }
}

void RecipeTest::saysWhatThePapersSay() {
    const Configuration example = recipeNamed("pytorch-example").configuration;
    QCOMPARE(example.architecture.hidden, std::vector{400});
    QCOMPARE(example.architecture.latent, 20);
    QCOMPARE(paceOf(example.training), Pace::Classic);
    QVERIFY(example.objective == Objective{});

    const Configuration burda = recipeNamed("burda").configuration;
    QCOMPARE(burda.training.epochs, 1 + 3 + 9 + 27 + 81 + 243 + 729 + 2187);
    QCOMPARE(burda.training.learningRate, 1e-3F);
    QCOMPARE(burda.training.epsilon, 1e-4F);
    QVERIFY(burda.objective.likelihood.isBinary() && burda.objective.likelihood.threshold == 0);

    Configuration shortened = recipeNamed("burda-short").configuration;
    QCOMPARE(shortened.training.epochs, 82);
    shortened.training.epochs = burda.training.epochs;
    QVERIFY(shortened == burda);
}

void RecipeTest::unknownNamesAreExplained() {
    try {
        recipeNamed("beurda");
        QFAIL("accepted");
    } catch (const Error& error) {
        QVERIFY(QString::fromUtf8(error.what()).contains("pytorch-example, burda, burda-short"));
    }
}

QTEST_GUILESS_MAIN(RecipeTest)
#include "recipe_test.moc"
