// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/style.h"
#include "ui/data/open_question.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace latent;

class OpenQuestionTest : public QObject {
    Q_OBJECT

    std::unique_ptr<OpenQuestionDialog> m_dialog;
    QString m_source;
    OpenOptions m_options;
    int m_answers = 0;

    QComboBox* choice(const QString& name) {
        for (QComboBox* one : m_dialog->findChildren<QComboBox*>())
            if (one->accessibleName() == name) return one;
        return nullptr;
    }
    void click(const QString& text) {
        for (QPushButton* one : m_dialog->findChildren<QPushButton*>())
            if (one->text() == text) return QTest::mouseClick(one, Qt::LeftButton);
        QFAIL(qPrintable("no button " + text));
    }
    QString saying() {
        QStringList text;
        for (QLabel* label : m_dialog->findChildren<QLabel*>()) text << label->text();
        return text.join(' ');
    }
    void ask(const OpenQuestion& question) {
        OpenOptions options;
        options.seed = 7; // must be passed through
        m_dialog->ask("/data/letters.npz", options, question);
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    static ArraysUnclear arrays() {
        return {"letters.npz",
                "unclear",
                {{"left", "(3, 2, 2)", 3, true, false},
                 {"right", "(5, 2, 2)", 5, true, false},
                 {"kinds", "(3,)", 3, false, true},
                 {"others", "(5,)", 5, false, true},
                 {"notes", "(3,)", 3, false, false}}};
    }

  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }
    void init() {
        m_dialog = std::make_unique<OpenQuestionDialog>();
        m_answers = 0;
        connect(m_dialog.get(), &OpenQuestionDialog::answered, this,
                [this](const QString& source, const OpenOptions& options) {
                    m_source = source;
                    m_options = options;
                    ++m_answers;
                });
    }

    void arraysAreChosen() {
        ask(arrays());
        QVERIFY(m_dialog->windowTitle().contains("letters.npz"));
        QVERIFY(!m_dialog->isModal());
        QComboBox* const images = choice("Images");
        QComboBox* const labels = choice("Labels");
        QCOMPARE(images->count(), 2);
        QCOMPARE(labels->count(), 2); // none, and the only array of matching length
        QCOMPARE(labels->itemData(1).toString(), QString("kinds"));
        QTest::keyClick(images, Qt::Key_Down);
        QCOMPARE(images->currentData().toString(), QString("right"));
        QCOMPARE(labels->itemData(1).toString(), QString("others"));
        QCOMPARE(labels->currentIndex(), 1);
        click("Open");
        QCOMPARE(m_answers, 1);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_source, QString("/data/letters.npz"));
        QCOMPARE(m_options.imagesKey, std::string("right"));
        QCOMPARE(m_options.labelsKey, std::string("others"));
        QCOMPARE(m_options.seed, std::uint64_t{7});
    }

    void labelsMayBeNone() {
        ask(arrays());
        QTest::keyClick(choice("Labels"), Qt::Key_Up);
        click("Open");
        QCOMPARE(m_options.imagesKey, std::string("left"));
        QVERIFY(m_options.labelsKey.empty());
    }

    void aSizeIsChosen() {
        ask(SizeUnclear("a.npy", "byte 8", "images of 6 numbers are not square", 6, plausibleSizes(6)));
        QVERIFY(saying().contains("rows of 6 numbers"));
        QComboBox* const sizes = choice("Size");
        QCOMPARE(sizes->itemText(0), QString("2 × 3"));
        QTest::keyClick(sizes, Qt::Key_Down);
        click("Open");
        QCOMPARE(m_options.width, 3);
        QCOMPARE(m_options.height, 2);
    }

    void aColumnIsChosen() {
        ask(LabelColumnUnclear("a.csv", "line 1",
                               {{1, "column 1", "0, 1"}, {65, "column 65, “kind”", "0, 1, 2, …"}}));
        QVERIFY(saying().contains("Which column of the table holds the labels?"));
        QComboBox* const columns = choice("Labels");
        QCOMPARE(columns->itemText(1), QString("column 65, “kind”: 0, 1, 2, …"));
        QTest::keyClick(columns, Qt::Key_Down);
        click("Open");
        QCOMPARE(m_options.labelColumn, std::string("65"));
        QVERIFY(m_options.labels);
    }

    void aPartIsOpened() {
        ask(TooLarge("a.npz", "", 12'300'000'000, 8'000'000'000, 400'000, 263'147));
        QVERIFY2(saying().contains("These 400,000 images need 12.3 GB; 8.0 GB may be used"),
                 qPrintable(saying()));
        click("Open 260,000 of them");
        QCOMPARE(m_options.readAtMost, Index{260'000});
    }

    void cancelAnswersNothing() {
        ask(arrays());
        click("Cancel");
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_answers, 0);
        ask(TooLarge("a.npz", "", 100, 80, 0, 30)); // another question replaces it
        QVERIFY(choice("Images") == nullptr);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_answers, 0);
    }
};

QTEST_MAIN(OpenQuestionTest)
#include "open_question_test.moc"
