// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fabricated.h"
#include "ui/controls/disclosure.h"
#include "ui/controls/style.h"
#include "ui/data/class_list.h"
#include "ui/data/data_page.h"
#include "ui/data/histogram_view.h"
#include "ui/data/opening_form.h"
#include "ui/images/contact_sheet.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace latent;

class DataPageTest : public QObject {
    Q_OBJECT

    Exploration m_exploration;
    std::unique_ptr<DataPage> m_page;

    template <class Widget>
    Widget* named(const QString& name) {
        for (Widget* one : m_page->findChildren<Widget*>())
            if (one->accessibleName() == name) return one;
        return nullptr;
    }
    QPushButton* button(const QString& text) {
        for (QPushButton* one : m_page->findChildren<QPushButton*>())
            if (one->text() == text) return one;
        return nullptr;
    }
    bool says(const QString& text) {
        for (QLabel* label : m_page->findChildren<QLabel*>())
            if (label->isVisibleTo(m_page.get()) && label->text().contains(text)) return true;
        return false;
    }
    static void choose(QComboBox* box, int index) {
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Home);
        for (int i = 0; i < index; ++i) QTest::keyClick(box, Qt::Key_Down);
    }
    static void fill(QSpinBox* field, const QString& text) {
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    Opening opening() const {
        return {
            .options = {}, .pictures = false, .classes = {{"Bag", "Bag", 50, 0}, {"Coat", "Coat", 50, 1}}};
    }
    void clickBox(int row) {
        QTest::mouseClick(m_page->classes()->viewport(), Qt::LeftButton, {},
                          m_page->classes()->checkRect(row).center());
    }
    QPushButton* apply() { return m_page->findChild<QPushButton*>("apply"); }
    OpenOptions applied() {
        QSignalSpy spy(m_page.get(), &DataPage::applied);
        QTest::mouseClick(apply(), Qt::LeftButton);
        return spy.isEmpty() ? OpenOptions{.seed = 999} : spy.first().first().value<OpenOptions>();
    }

  private slots:
    void initTestCase() {
        style::apply(*qApp, style::Appearance::Light);
        qRegisterMetaType<OpenOptions>();
    }

    void init() {
        m_exploration.setDataset(fabricated::dataset(100));
        m_page = std::make_unique<DataPage>(&m_exploration);
        m_page->showOpening(opening());
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }
    void cleanup() {
        m_page.reset();
        m_exploration.setDataset({});
    }

    void countsAndWhatWasDoneAreShown() {
        auto set = std::make_shared<ImageDataset>(*fabricated::dataset(100));
        set->pixelRule = "divided by 65,535";
        set->skipped = {{"a/1.png", "the file is truncated"}, {"a/2.txt", "it is text"}};
        set->skippedCount = 1002;
        m_exploration.setDataset(set);
        m_page->showOpening(opening());
        QVERIFY(says("90"));
        QVERIFY(says("10, drawn by the seed"));
        QVERIFY(says("8×8, 1 channel"));
        QVERIFY(says("divided by 65,535"));
        QPushButton* skipped = button("1,002 files skipped");
        QVERIFY(skipped != nullptr && skipped->isVisible());
        auto* list = named<QPlainTextEdit>("Skipped files");
        QVERIFY(!list->isVisible());
        QTest::mouseClick(skipped, Qt::LeftButton);
        QVERIFY(list->isVisible());
        QCOMPARE(list->toPlainText(),
                 QString("a/1.png: the file is truncated\na/2.txt: it is text\nand 1,000 more"));
    }

    void choicesStandAboveTheFormThatChangesThem() {
        auto* note = named<QLabel>("Decided while opening");
        QVERIFY(!note->isVisible());
        auto set = std::make_shared<ImageDataset>(*fabricated::dataset(100));
        set->choices = {"column <b> holds the labels (--label-column)",
                        "each file is a class (open one file alone)"};
        m_exploration.setDataset(set);
        m_page->showOpening(opening());
        QVERIFY(note->isVisible());
        QCOMPARE(note->text(), QString("Decided while opening:\n• Column <b> holds the labels\n"
                                       "• Each file is a class (open one file alone)"));
        QCOMPARE(note->textFormat(), Qt::PlainText);
        QVERIFY(note->mapTo(m_page.get(), QPoint()).y() < m_page->form()->mapTo(m_page.get(), QPoint()).y());
        m_exploration.setDataset(fabricated::dataset(100));
        m_page->showOpening(opening());
        QVERIFY(!note->isVisible());
    }

    void whereNothingWasSkippedNothingIsSaid() { QVERIFY(!m_page->findChild<Disclosure*>()->isVisible()); }

    void theSheetSelectsAndFollows() {
        ContactSheet* sheet = m_page->sheet();
        QTest::mouseClick(sheet->viewport(), Qt::LeftButton, {}, sheet->imageRect(4).center());
        QCOMPARE(m_exploration.selected(), Index{4});
        m_exploration.select(2);
        QCOMPARE(sheet->current(), Index{2});
    }

    void theFiltersFilter() {
        choose(named<QComboBox>("Class shown"), 2);
        QCOMPARE(m_page->sheet()->shownCount(), Index{50});
        QVERIFY(says("50 images"));
        choose(named<QComboBox>("Split shown"), 2);
        QCOMPARE(m_page->sheet()->shownCount(), Index{10}); // 9, 19, … are coats
        choose(named<QComboBox>("Class shown"), 1);
        QCOMPARE(m_page->sheet()->shownCount(), Index{0});
        QVERIFY(says("0 images"));
    }

    void nothingToApplyAtFirst() {
        QVERIFY(!apply()->isEnabled());
        clickBox(0);
        QVERIFY(apply()->isEnabled());
        clickBox(0);
        QVERIFY(!apply()->isEnabled());
    }

    void chosenClassesAreApplied() {
        clickBox(1);
        QVERIFY(!m_page->classes()->isChosen(1));
        QCOMPARE(m_page->classes()->currentIndex().row(), 1); // F2 refers to this row
        QCOMPARE(applied().subset.classes, std::vector<std::string>{"Bag"});
        QTest::mouseClick(button("None"), Qt::LeftButton);
        QVERIFY(!apply()->isEnabled()); // without a class there is no set
        QTest::mouseClick(button("All"), Qt::LeftButton);
        QCOMPARE(m_page->classes()->chosen().size(), std::size_t{2});
    }

    void theSpaceBarChoosesAClass() {
        m_page->classes()->setFocus();
        m_page->classes()->setCurrentIndex(m_page->classes()->model()->index(1, 0));
        QTest::keyClick(m_page->classes(), Qt::Key_Space);
        QVERIFY(!m_page->classes()->isChosen(1));
    }

    void splitAndSubsetAreApplied() {
        choose(named<QComboBox>("Split"), 1);
        fill(named<QSpinBox>("Held out"), "25");
        choose(named<QComboBox>("Subset"), 3);
        fill(named<QSpinBox>("How many"), "40");
        fill(named<QSpinBox>("Seed"), "7");
        QVERIFY(m_page->isVisible()); // Return must not close the page
        const OpenOptions options = applied();
        QCOMPARE(options.testFraction, 0.25);
        QVERIFY(options.subset.kind == SubsetKind::Balanced);
        QCOMPARE(options.subset.count, Index{40});
        QCOMPARE(options.seed, std::uint64_t{7});
        QVERIFY(options.subset.classes.empty());
    }

    void whatTheFormDoesNotKnowStays() {
        Opening known = opening();
        known.options.imagesKey = std::string("x"); // assigning a char* triggers a false warning in GCC 12
        known.options.cacheFolder = "/cache";
        known.options.testFraction = 0.125;
        m_page->showOpening(known);
        QVERIFY(!apply()->isEnabled()); // 12.5 % is unchanged, although the field shows 13
        clickBox(0);
        const OpenOptions options = applied();
        QCOMPARE(options.imagesKey, std::string("x"));
        QCOMPARE(options.cacheFolder, std::string("/cache"));
        QCOMPARE(options.testFraction, 0.125);
    }

    void picturesCanBeReadOtherwise() {
        QVERIFY(!named<QSpinBox>("Side")->isVisible());
        Opening pictures = opening();
        pictures.pictures = true;
        m_page->showOpening(pictures);
        QVERIFY(named<QSpinBox>("Side")->isVisibleTo(m_page.get()));
        fill(named<QSpinBox>("Side"), "32");
        choose(named<QComboBox>("Fit"), 1);
        choose(named<QComboBox>("Channels"), 2);
        auto* ground = named<QLineEdit>("Ground");
        ground->setFocus();
        ground->selectAll();
        QTest::keyClicks(ground, "#0080f");
        QVERIFY(!apply()->isEnabled()); // not a colour yet
        QTest::keyClicks(ground, "f");
        const OpenOptions options = applied();
        QCOMPARE(options.side, 32);
        QVERIFY(options.fit == ImageFit::Stretch);
        QVERIFY(options.colour == ImageColour::Colour);
        QCOMPARE(options.ground, (std::array<std::uint8_t, 3>{0, 128, 255}));
    }

    void aClassIsRenamedInPlace() {
        QSignalSpy names(m_page.get(), &DataPage::classesNamed);
        ClassList* list = m_page->classes();
        list->setFocus();
        list->setCurrentIndex(list->model()->index(1, 0));
        QTest::keyClick(list, Qt::Key_F2);
        auto* editor = list->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        QTest::keyClicks(editor, "Mantel");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(names.size(), 1);
        QCOMPARE(names.first().first().value<std::vector<std::string>>(),
                 (std::vector<std::string>{"Bag", "Mantel"}));
        QVERIFY(m_page->isVisible());
    }

    void aDoubleClickEditsAndNoNameIsNone() {
        QSignalSpy names(m_page.get(), &DataPage::classesNamed);
        ClassList* list = m_page->classes();
        const QPoint name = list->checkRect(0).center() + QPoint(60, 0);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, name);
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, name);
        auto* editor = list->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        editor->selectAll();
        QTest::keyClicks(editor, "  ");
        QTest::keyClick(editor, Qt::Key_Return);
        QCoreApplication::processEvents();
        QCOMPARE(names.size(), 0);
        QCOMPARE(list->name(0), QString("Bag"));
    }

    void otherNamesLeaveTheChoiceAlone() {
        clickBox(0);
        std::vector<FileClass> classes = opening().classes;
        classes[1].name = "Mantel";
        m_page->showClassNames(classes);
        QCOMPARE(m_page->classes()->name(1), QString("Mantel"));
        QVERIFY(!m_page->classes()->isChosen(0));
        QVERIFY(named<QComboBox>("Class shown")->findText("Mantel") > 0);
        QCOMPARE(applied().subset.classes, std::vector<std::string>{"Coat"}); // by its name in the files
    }

    void classesThatAreNotOpenCanBeChosenAgain() {
        Opening some = opening();
        some.options.subset.classes = {"Coat"};
        some.classes[0].label = -1;
        some.classes[1].label = 0;
        m_page->showOpening(some);
        QVERIFY(!m_page->classes()->isChosen(0));
        QCOMPARE(named<QComboBox>("Class shown")->count(), 2);
        clickBox(0);
        QVERIFY(applied().subset.classes.empty()); // all classes
    }

    void whileASetIsOpenedNothingIsApplied() {
        clickBox(0);
        m_page->setLoading(true);
        QVERIFY(!apply()->isEnabled());
        m_page->setLoading(false);
        m_page->showFailure("set: the chosen classes have no test images");
        QVERIFY(apply()->isEnabled());
        QVERIFY(says("set: the chosen classes have no test images"));
        m_page->setLoading(true);
        QVERIFY(!says("no test images"));
    }

    void theHistogramTellsItsNumbers() {
        HistogramView* view = m_page->histogram();
        QCOMPARE(view->valueAt(QPointF(5, 5)), -1);
        auto statistics = std::make_shared<PixelStatistics>();
        statistics->shape = {8, 8, 1};
        statistics->mean = Vector::Constant(64, 0.5F);
        statistics->histogram[0] = 3000;
        statistics->histogram[255] = 1000;
        m_page->showStatistics(statistics);
        QCOMPARE(view->barShare(0), 1.0);
        QVERIFY(view->barShare(255) > 0.8 && view->barShare(255) < 1); // the scale is logarithmic
        QCOMPARE(view->barShare(7), 0.0);
        QCOMPARE(view->valueAt(QPointF(view->width() - 1.0, 5)), 255);
        QCOMPARE(view->tipOf(255), QString("Value 255: 1,000 pixels, 25.00 %"));
    }

    void withoutImagesItIsEmpty() {
        m_exploration.setDataset({});
        m_page->showOpening({});
        QVERIFY(!apply()->isEnabled());
        QCOMPARE(m_page->sheet()->shownCount(), Index{0});
        QVERIFY(!m_page->classes()->isVisible());
    }
};

QTEST_MAIN(DataPageTest)
#include "data_page_test.moc"
