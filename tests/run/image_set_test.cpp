// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/image_set.h"

#include "core/base/random.h"

#include <QTest>

#include <set>

namespace latent {

class ImageSetTest : public QObject {
    Q_OBJECT
  private slots:
    void holdsWhatItWasGiven();
    void emptyOnesAreAlike();
    void combinesAsSetsDo();
    void allAreCounted_data();
    void allAreCounted();
};

void ImageSetTest::holdsWhatItWasGiven() {
    const ImageSet set = ImageSet::of({130, 3, -1, 63, 64, 3});
    QCOMPARE(set.count(), Index{4});
    QCOMPARE(set.images(), (std::vector<Index>{3, 63, 64, 130}));
    for (const Index image : {Index{3}, Index{63}, Index{64}, Index{130}}) QVERIFY(set.contains(image));
    for (const Index image : {Index{-1}, Index{0}, Index{65}, Index{131}, Index{1'000'000}})
        QVERIFY(!set.contains(image));
}

void ImageSetTest::emptyOnesAreAlike() {
    const ImageSet cleared = ImageSet::of({500}).without(ImageSet::of({500, 501}));
    QVERIFY(cleared.empty());
    QCOMPARE(cleared, ImageSet());
    QCOMPARE(ImageSet(ImageSet::Words(7)), ImageSet());
    QVERIFY(cleared.images().empty());
    QVERIFY(!(ImageSet::of({1}) == ImageSet::of({2})));
}

void ImageSetTest::combinesAsSetsDo() {
    Random random(5, Stream::Data);
    for (int round = 0; round < 50; ++round) {
        std::set<Index> a, b;
        for (int i = 0; i < round; ++i) {
            a.insert(static_cast<Index>(random.below(200)));
            b.insert(static_cast<Index>(random.below(300)));
        }
        const auto made = [](const std::set<Index>& from) {
            return ImageSet::of(std::vector<Index>(from.begin(), from.end()));
        };
        std::vector<Index> both, either, left;
        std::ranges::set_intersection(a, b, std::back_inserter(both));
        std::ranges::set_union(a, b, std::back_inserter(either));
        std::ranges::set_difference(a, b, std::back_inserter(left));
        QCOMPARE(combined(made(a), made(b), Combine::Add).images(), either);
        QCOMPARE(combined(made(a), made(b), Combine::Subtract).images(), left);
        QCOMPARE(combined(made(a), made(b), Combine::Intersect).images(), both);
        QCOMPARE(combined(made(a), made(b), Combine::Replace), made(b));
        QCOMPARE(made(a).with(made(b)).count(), static_cast<Index>(either.size()));
    }
}

void ImageSetTest::allAreCounted_data() {
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 63, 64, 65, 128}) QTest::addRow("%d", size) << size;
}

void ImageSetTest::allAreCounted() {
    QFETCH(int, size);
    const ImageSet all = ImageSet::all(size);
    QCOMPARE(all.count(), Index{size});
    QVERIFY(!all.contains(size));
    QVERIFY(size == 0 || all.contains(size - 1));
}

} // namespace latent

QTEST_APPLESS_MAIN(latent::ImageSetTest)
#include "image_set_test.moc"
