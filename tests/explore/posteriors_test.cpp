// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/posteriors.h"

#include "core/base/error.h"
#include "core/explore/inspection.h"
#include "tests/explore/toy_model.h"

#include <QTest>

using namespace latent;

class PosteriorsTest : public QObject {
    Q_OBJECT

  private slots:
    void sigmasAreThoseOfEachImage() {
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->model = toyModel(3);
        const auto dataset =
            std::make_shared<const ImageDataset>(toyDataset(snapshot->model.architecture.shape, 30));
        const std::vector<std::uint32_t> images{7, 0, 29, 7};
        const Matrix sigma = answer({.snapshot = snapshot, .dataset = dataset}, PosteriorsQuestion{images});
        QCOMPARE(sigma.cols(), Index{4});
        for (std::size_t i = 0; i < images.size(); ++i) {
            const Vector alone = inspect(*snapshot, *dataset, images[i]).sigma;
            // One column of many and one alone may add in another order.
            QVERIFY((sigma.col(static_cast<Index>(i)) - alone).cwiseAbs().maxCoeff() < 1e-5F);
        }
    }

    void largeImagesAreAskedForFewAtATime() {
        Snapshot small, large;
        small.model.architecture = {.shape = {4, 4, 1}, .hidden = {9}, .latent = 2};
        large.model.architecture = {.shape = {1024, 1024, 3}, .hidden = {2000}, .latent = 2};
        QVERIFY(posteriorsAtOnce(small) > 100);
        QCOMPARE(posteriorsAtOnce(large), std::size_t{1});
    }

    void imagesOfAnotherSizeAreRefused() {
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->model = toyModel(3);
        const auto dataset = std::make_shared<const ImageDataset>(toyDataset({5, 5, 1}, 3));
        const Evidence evidence{.snapshot = snapshot, .dataset = dataset};
        QVERIFY_THROWS_EXCEPTION(Error, answer(evidence, PosteriorsQuestion{{0}}));
    }
};

QTEST_GUILESS_MAIN(PosteriorsTest)
#include "posteriors_test.moc"
