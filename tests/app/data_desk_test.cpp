// SPDX-License-Identifier: GPL-3.0-or-later
// The page about the data, from the window to the files and back.
#include "app/workbench.h"
#include "tests/data/opening.h"
#include "ui/data/class_list.h"
#include "ui/data/data_panel.h"
#include "ui/data/histogram_view.h"
#include "ui/data/opening_form.h"
#include "ui/images/contact_sheet.h"
#include "ui/map/map_legend.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace latent;
using namespace latent::testing;

namespace {

constexpr int kPatience = 30000; // nothing waits in vain

/// A hundred images of each of three classes in a table: label, then four pixels.
QByteArray table() {
    QByteArray text;
    for (int i = 0; i < 300; ++i) text += QByteArray::number(i % 3) + ",0,255,51,0\n";
    return text;
}

} // namespace

class DataDeskTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_cache;
    std::unique_ptr<TestFolder> m_folder;
    std::unique_ptr<Workbench> m_bench;
    QString m_table;

    DataPage* page() const { return m_bench->desk()->page(); }
    DatasetPtr dataset() const { return m_bench->exploration()->dataset(); }
    std::filesystem::path settings() const { return m_folder->path("window.json").toStdString(); }
    void start() {
        m_bench.reset();
        m_bench = std::make_unique<Workbench>(settings());
        m_bench->window()->resize(1280, 800);
        m_bench->window()->show();
        m_bench->window()->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_bench->window()));
    }
    void open(const QString& path) {
        const DatasetPtr before = dataset();
        m_bench->open(path);
        QTRY_VERIFY_WITH_TIMEOUT(dataset() != nullptr && dataset() != before, kPatience);
    }
    void showPage() {
        QTest::keyClick(m_bench->window(), Qt::Key_I, Qt::ControlModifier);
        QTRY_VERIFY(page() != nullptr && page()->isVisible());
    }
    void renameClass(int row, const QString& name) {
        ClassList* list = page()->classes();
        list->setFocus();
        list->setCurrentIndex(list->model()->index(row, 0));
        QTest::keyClick(list, Qt::Key_F2);
        auto* editor = list->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        editor->selectAll();
        QTest::keyClicks(editor, name);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(list->name(row), name);
        QCoreApplication::sendPostedEvents();
    }
    void clickBox(int row) {
        QTest::mouseClick(page()->classes()->viewport(), Qt::LeftButton, {},
                          page()->classes()->checkRect(row).center());
    }
    void apply() {
        const DatasetPtr before = dataset();
        auto* button = page()->findChild<QPushButton*>("apply");
        QVERIFY(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(dataset() != before, kPatience);
    }
    bool pageSays(const QString& text) const {
        for (const QLabel* label : page()->findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(text)) return true;
        return false;
    }

  private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", m_cache.path().toUtf8()); }
    void init() {
        m_folder = std::make_unique<TestFolder>();
        m_table = m_folder->put("table.csv", table());
        start();
        open(m_table);
        QCOMPARE(dataset()->classNames, (std::vector<std::string>{"0", "1", "2"}));
        showPage();
    }
    void cleanup() { m_bench.reset(); }

    void statisticsComeByThemselves() {
        QTRY_VERIFY_WITH_TIMEOUT(page()->histogram()->barShare(0) == 1, kPatience); // half of all pixels
        QVERIFY(page()->histogram()->barShare(255) > 0);
        QCOMPARE(page()->histogram()->barShare(128), 0.0);
        page()->hide();
        open("moons"); // hidden: computed when it is looked at
        QCOMPARE(page()->histogram()->barShare(0), 0.0);
        QTest::mouseClick(m_bench->window()->findChild<QPushButton*>("details"), Qt::LeftButton);
        QVERIFY(page()->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(page()->histogram()->barShare(0) > 0, kPatience);
    }

    void aNewNameReachesTheMapAndEndsNoRun() {
        m_bench->run()->stepOnce();
        QTRY_VERIFY_WITH_TIMEOUT(
            m_bench->exploration()->snapshot() && m_bench->exploration()->snapshot()->step == 1, kPatience);
        m_bench->exploration()->select(4);
        m_bench->exploration()->setClassHidden(2, true);
        const DatasetPtr before = dataset();
        renameClass(1, "boots");
        QCOMPARE(dataset()->classNames, (std::vector<std::string>{"0", "boots", "2"}));
        QCOMPARE(dataset()->pixels.bytes.data(), before->pixels.bytes.data()); // shared
        QCOMPARE(m_bench->exploration()->snapshot()->step, std::int64_t{1});
        QVERIFY(m_bench->run()->hasStarted());
        QCOMPARE(m_bench->exploration()->selected(), Index{4});
        QCOMPARE(m_bench->exploration()->hiddenClasses(), std::set<int>{2});
        const auto* legend = m_bench->window()->findChild<MapLegend*>();
        const int width = legend->sizeHint().width();
        renameClass(1, "boots with laces");
        QVERIFY(legend->sizeHint().width() > width);
    }

    void namesAreKeptWithTheirSet() {
        renameClass(1, "boots");
        open("moons");
        open(m_table);
        QCOMPARE(dataset()->classNames, (std::vector<std::string>{"0", "boots", "2"}));
        start(); // another day
        open(m_table);
        QCOMPARE(dataset()->classNames, (std::vector<std::string>{"0", "boots", "2"}));
        showPage();
        renameClass(1, "1"); // what the files say
        start();
        open(m_table);
        QCOMPARE(dataset()->classNames, (std::vector<std::string>{"0", "1", "2"}));
    }

    void namesComeFromATextFile() {
        m_bench->desk()->loadNames(m_folder->put("names.txt", "bag\nboot\ncoat\n"));
        QTRY_COMPARE(dataset()->classNames, (std::vector<std::string>{"bag", "boot", "coat"}));
        QCOMPARE(page()->classes()->name(2), QString("coat"));
        m_bench->desk()->loadNames(m_folder->put("few.txt", "bag\nboot\n"));
        QTRY_VERIFY(pageSays("few.txt: it holds 2 names; the set has 3 classes"));
        QCOMPARE(dataset()->classNames.back(), std::string("coat"));
    }

    void chosenClassesAreOpenedAndAllOfThemAgain() {
        renameClass(1, "boots");
        clickBox(0);
        apply();
        QCOMPARE(dataset()->classNames, (std::vector<std::string>{"boots", "2"}));
        QCOMPARE(dataset()->size(), Index{200});
        QCOMPARE(page()->classes()->count(), 3);
        QVERIFY(!page()->classes()->isChosen(0));
        renameClass(2, "coats");
        QCOMPARE(dataset()->classNames, (std::vector<std::string>{"boots", "coats"}));
        clickBox(0);
        apply();
        QCOMPARE(dataset()->classNames, (std::vector<std::string>{"0", "boots", "coats"}));
        QCOMPARE(dataset()->size(), Index{300});
    }

    void splitAndSubsetAreOpened() {
        OpenOptions options = page()->form()->options();
        options.testFraction = 0.5;
        options.subset = {SubsetKind::Balanced, 6};
        page()->form()->showOptions(options, false, true);
        emit page()->form()->edited();
        apply();
        QCOMPARE(dataset()->test.size(), std::size_t{150});
        QCOMPARE(dataset()->train.size(), std::size_t{6});
        QCOMPARE(page()->form()->options().subset, options.subset); // still there to be changed
        open("moons");
        QVERIFY(page()->form()->options().subset == Subset{}); // another set begins whole
    }

    void aFailureLeavesWhatIsOpen() {
        const DatasetPtr before = dataset();
        QFile::remove(m_table);
        clickBox(0);
        QTest::mouseClick(page()->findChild<QPushButton*>("apply"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(pageSays("table.csv: "), kPatience);
        QCOMPARE(dataset(), before);
        QVERIFY(page()->findChild<QPushButton*>("apply")->isEnabled());
    }

    void aFolderOfPicturesIsReadOtherwise() {
        for (const char* name : {"cats/1.png", "cats/2.png", "dogs/1.png", "dogs/2.png"}) {
            QImage image(20, 10, QImage::Format_Grayscale8);
            image.fill(100);
            const QString file = m_folder->path(QString("pets/") + name);
            QVERIFY(QDir().mkpath(QFileInfo(file).path()));
            QVERIFY(image.save(file));
        }
        m_folder->put("pets/cats/3.png", "no picture");
        open(m_folder->path("pets"));
        QCOMPARE(dataset()->classNames, (std::vector<std::string>{"cats", "dogs"}));
        QCOMPARE(dataset()->skippedCount, Index{1});
        QVERIFY(m_bench->desk()->page()->form()->isVisible());
        OpenOptions options = page()->form()->options();
        options.side = 16;
        page()->form()->showOptions(options, true, true);
        emit page()->form()->edited();
        apply();
        QCOMPARE(dataset()->shape.width, 16);
        start();                            // another day
        open(m_folder->path("pets") + "/"); // the same folder
        QCOMPARE(dataset()->shape.width, 16);
        QCOMPARE(m_bench->desk()->recent().count(m_folder->path("pets")), 1);
        QCOMPARE(m_bench->desk()->recent().first(), m_folder->path("pets"));
    }

    void whatHasChangedIsReadAsUsual() {
        const QString path = m_folder->put("changing.csv", QByteArray("0,51,102,153,204,255\n").repeated(30));
        m_bench.reset();
        DataMemory(settings().parent_path() / "data.json")
            .addRecent(path, {.testFraction = 0.5, .width = 3, .height = 2, .fit = ImageFit::Stretch});
        start();
        open(path);
        QCOMPARE(dataset()->shape.width, 3);
        QCOMPARE(dataset()->test.size(), std::size_t{3}); // the split is anew
        showPage();
        QCOMPARE(page()->form()->options().fit, ImageFit::Stretch);
        m_folder->put("changing.csv", table()); // no longer of six pixels
        open(path);
        QCOMPARE(dataset()->shape.width, 2);
        start();
        open(path); // which is how it was read last
        QCOMPARE(m_bench->desk()->recent().first(), path);
        showPage();
        QCOMPARE(page()->form()->options().fit, ImageFit::Crop);
    }

    void filesOpenedBeforeAreRemembered() {
        const QString other = m_folder->put("other.csv", table());
        open(other);
        QCOMPARE(m_bench->desk()->recent(), (QStringList{other, m_table}));
        open("moons"); // has its name already
        QCOMPARE(m_bench->desk()->recent(), (QStringList{other, m_table}));
        start();
        open("moons");
        auto* choice = m_bench->window()->findChild<DataPanel*>()->findChild<QComboBox*>();
        QVERIFY(choice->findData(other) < choice->findData(m_table));
        const int index = choice->findData(m_table);
        QCOMPARE(choice->itemText(index), QString("table.csv"));
        choice->setFocus();
        choice->setCurrentIndex(index);
        emit choice->activated(index);
        QTRY_COMPARE_WITH_TIMEOUT(dataset()->origin, m_table.toStdString(), kPatience);
        QCOMPARE(choice->currentData().toString(), m_table);
        QFile::remove(other);
        start();
        QCOMPARE(m_bench->desk()->recent(), QStringList{m_table});
    }

    void noMoreThanEightAreRemembered() {
        DataMemory memory(m_folder->path("memory.json").toStdString());
        for (int i = 0; i < 10; ++i) memory.addRecent(m_folder->put(QString("%1.csv").arg(i), "x"), {});
        QCOMPARE(memory.recent().size(), 8);
        QCOMPARE(memory.recent().first(), m_folder->path("9.csv"));
        m_folder->put("memory.json", "{ broken");
        QVERIFY(DataMemory(m_folder->path("memory.json").toStdString()).recent().isEmpty());
    }
};

QTEST_MAIN(DataDeskTest)
#include "data_desk_test.moc"
