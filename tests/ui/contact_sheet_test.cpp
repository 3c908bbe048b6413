// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fabricated.h"
#include "ui/controls/style.h"
#include "ui/images/contact_sheet.h"

#include <QApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace latent;

namespace {

/// A set of any size whose images all share the memory of one.
DatasetPtr huge(std::uint32_t images) {
    auto set = std::make_shared<ImageDataset>();
    set->shape = {1, 1, 1};
    set->pixels = PixelStore::own(std::vector<std::uint8_t>(images, 128));
    set->labels.assign(images, 0);
    set->labels.back() = 1;
    set->classNames = {"many", "one"};
    for (std::uint32_t i = 0; i < images; ++i) (i % 2 == 0 ? set->train : set->test).push_back(i);
    return set;
}

} // namespace

class ContactSheetTest : public QObject {
    Q_OBJECT

    std::unique_ptr<ContactSheet> m_sheet;

    QPoint centreOf(Index image) const { return m_sheet->imageRect(image).center(); }
    bool isInSight(Index image) const {
        return m_sheet->viewport()->rect().contains(m_sheet->imageRect(image));
    }
    QColor colourAt(QPoint point) const { return m_sheet->viewport()->grab().toImage().pixelColor(point); }

  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }

    void init() {
        m_sheet = std::make_unique<ContactSheet>();
        m_sheet->resize(460, 320);
        m_sheet->setDataset(fabricated::dataset(200));
        m_sheet->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_sheet.get()));
    }

    void imagesAreLargeEnoughAndStandInRows() {
        QCOMPARE(m_sheet->shownCount(), Index{200});
        QVERIFY(m_sheet->columns() > 2);
        QCOMPARE(m_sheet->imageRect(0).size(), QSize(48, 48)); // 6 × 8: whole multiples
        QCOMPARE(m_sheet->imageRect(m_sheet->columns()).left(), m_sheet->imageRect(0).left());
        QVERIFY(m_sheet->imageRect(m_sheet->columns()).top() > m_sheet->imageRect(0).bottom());
        for (const ImageShape shape : {ImageShape{28, 28, 1}, ImageShape{1, 1, 1}, ImageShape{25, 25, 1},
                                       ImageShape{128, 128, 1}, ImageShape{64, 16, 1}}) {
            auto set = std::make_shared<ImageDataset>();
            set->shape = shape;
            set->pixels =
                PixelStore::own(std::vector<std::uint8_t>(static_cast<std::size_t>(shape.pixels())));
            m_sheet->setDataset(set);
            const QSize size = m_sheet->imageRect(0).size();
            QVERIFY(std::max(size.width(), size.height()) >= 28);
            QVERIFY(std::max(size.width(), size.height()) <= 48);
        }
    }

    void aClickChoosesAnImage() {
        QSignalSpy chosen(m_sheet.get(), &ContactSheet::imageChosen);
        const Index image = m_sheet->columns() + 2;
        QTest::mouseClick(m_sheet->viewport(), Qt::LeftButton, {}, centreOf(image));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().value<Index>(), image);
        QCOMPARE(m_sheet->current(), image);
        const QRect rect = m_sheet->imageRect(image);
        QCOMPARE(colourAt({rect.center().x(), rect.top() - 1}),
                 style::themeOf(m_sheet->palette()).accent); // outlined
        QTest::mouseClick(m_sheet->viewport(), Qt::RightButton, {}, centreOf(0));
        QCOMPARE(chosen.size(), 1);
    }

    void keysWalk() {
        const int columns = m_sheet->columns();
        QSignalSpy chosen(m_sheet.get(), &ContactSheet::imageChosen);
        const auto press = [&](Qt::Key key) {
            QTest::keyClick(m_sheet.get(), key);
            return m_sheet->current();
        };
        QCOMPARE(press(Qt::Key_Right), Index{0}); // none was chosen: starts with the first
        QCOMPARE(press(Qt::Key_Right), Index{1});
        QCOMPARE(press(Qt::Key_Down), Index{1 + columns});
        QCOMPARE(press(Qt::Key_Left), Index{columns});
        QCOMPARE(press(Qt::Key_Up), Index{0});
        QCOMPARE(press(Qt::Key_Up), Index{0}); // there is no row above
        const Index page = press(Qt::Key_PageDown);
        QVERIFY(page >= columns && page % columns == 0);
        QVERIFY(isInSight(page));
        QCOMPARE(press(Qt::Key_PageUp), Index{0});
        QCOMPARE(press(Qt::Key_End), Index{199});
        QVERIFY(isInSight(199));
        QVERIFY(!isInSight(0));
        QCOMPARE(press(Qt::Key_Home), Index{0});
        QCOMPARE(m_sheet->verticalScrollBar()->value(), 0);
        QCOMPARE(chosen.size(), 10);
    }

    void classAndSplitAreFilters() {
        m_sheet->setFilter(1, SheetSplit::All);
        QCOMPARE(m_sheet->shownCount(), Index{100});
        QVERIFY(m_sheet->imageRect(0).isEmpty());
        QTest::mouseClick(m_sheet->viewport(), Qt::LeftButton, {}, centreOf(3));
        QCOMPARE(m_sheet->current(), Index{3});
        const int columns = m_sheet->columns();
        m_sheet->setFilter(-1, SheetSplit::Test);
        QCOMPARE(m_sheet->verticalScrollBar()->maximum(), 0);
        QCOMPARE(m_sheet->columns(), columns); // the scroll bar moves nothing
        QCOMPARE(m_sheet->shownCount(), Index{20});
        QVERIFY(!m_sheet->imageRect(9).isEmpty());
        m_sheet->setFilter(0, SheetSplit::Test); // images 9, 19, … are all of class 1
        QCOMPARE(m_sheet->shownCount(), Index{0});
        QTest::keyClick(m_sheet.get(), Qt::Key_End);
        QCOMPARE(m_sheet->current(), Index{3});
        m_sheet->setFilter(-1, SheetSplit::Training);
        QCOMPARE(m_sheet->shownCount(), Index{180});
    }

    void whatIsDrawnIsTheImage() {
        auto set = std::make_shared<ImageDataset>();
        set->shape = {2, 1, 3};
        set->pixels = PixelStore::own({255, 0, 0, 0, 0, 255, 0, 128, 0, 9, 9, 9});
        m_sheet->setDataset(set);
        const QRect second = m_sheet->imageRect(1);
        QCOMPARE(colourAt(second.topLeft() + QPoint(3, 3)), QColor(0, 128, 0));
        QCOMPARE(colourAt(second.bottomRight() - QPoint(3, 3)), QColor(9, 9, 9));
        QCOMPARE(colourAt(m_sheet->imageRect(0).topLeft() + QPoint(3, 3)), QColor(255, 0, 0));
    }

    void aMillionImagesAreScrolledThrough() {
        const DatasetPtr million = huge(1'000'000);
        m_sheet->setDataset(million);
        QTest::keyClick(m_sheet.get(), Qt::Key_End);
        QCOMPARE(m_sheet->current(), Index{999'999});
        QVERIFY(isInSight(999'999));
        QCOMPARE(m_sheet->imageAt(centreOf(999'999)), Index{999'999});
        QVERIFY(colourAt(centreOf(999'999)) != style::themeOf(m_sheet->palette()).ground);
        m_sheet->setFilter(1, SheetSplit::Test);
        QCOMPARE(m_sheet->shownCount(), Index{1});
        QVERIFY(isInSight(999'999));
    }

    void anotherWidthKeepsThePlace() {
        m_sheet->setDataset(huge(10'000));
        m_sheet->verticalScrollBar()->setValue(m_sheet->verticalScrollBar()->maximum() / 2);
        const Index top = m_sheet->imageAt({10, 10});
        m_sheet->resize(700, 320);
        QCoreApplication::processEvents();
        QVERIFY(m_sheet->viewport()->rect().intersects(m_sheet->imageRect(top)));
    }

    void whatIsSelectedElsewhereIsScrolledTo() {
        QSignalSpy chosen(m_sheet.get(), &ContactSheet::imageChosen);
        m_sheet->setCurrent(150);
        QVERIFY(isInSight(150));
        QVERIFY(chosen.isEmpty());
    }
};

QTEST_MAIN(ContactSheetTest)
#include "contact_sheet_test.moc"
