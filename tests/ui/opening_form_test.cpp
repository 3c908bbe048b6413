// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/style.h"
#include "ui/data/opening_form.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace latent;

class OpeningFormTest : public QObject {
    Q_OBJECT

    std::unique_ptr<OpeningForm> m_form;

    template <class Field>
    Field* field(const QString& name) {
        for (Field* one : m_form->findChildren<Field*>())
            if (one->accessibleName() == name) return one;
        return nullptr;
    }

  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }
    void init() {
        m_form = std::make_unique<OpeningForm>();
        m_form->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_form.get()));
    }

    void theColumnOfATableIsChosen() {
        OpenOptions options;
        options.seed = 7; // must be passed through
        m_form->showOptions(options, false, true, true);
        QVERIFY(m_form->options() == options);
        auto* const column = field<QLineEdit>("Label column");
        QVERIFY(column != nullptr && column->isVisible());
        QSignalSpy edited(m_form.get(), &OpeningForm::edited);
        QTest::keyClicks(column, " 65 ");
        QCOMPARE(edited.count(), 4);
        options.labelColumn = "65";
        QVERIFY(m_form->options() == options);
    }

    void labelsAreLeftOut() {
        m_form->showOptions({}, false, true, true);
        auto* const labels = field<QComboBox>("Labels");
        QVERIFY(labels != nullptr && labels->isVisible());
        QTest::keyClick(labels, Qt::Key_Down);
        QVERIFY(!m_form->options().labels);
        QVERIFY(!field<QLineEdit>("Label column")->isEnabled());
        QTest::keyClick(labels, Qt::Key_Up);
        QVERIFY(m_form->options().labels);
        QVERIFY(field<QLineEdit>("Label column")->isEnabled());
    }

    void whatIsShownComesBack() {
        OpenOptions options;
        options.labels = false;
        options.labelColumn = "class";
        m_form->showOptions(options, false, false, false);
        QVERIFY(m_form->options() == options);
        QVERIFY(field<QLineEdit>("Label column")->isVisible()); // it was requested
        m_form->showOptions({}, false, false, false);
        QVERIFY(!field<QLineEdit>("Label column")->isVisible());
        QVERIFY(m_form->options() == OpenOptions{});
    }
};

QTEST_MAIN(OpeningFormTest)
#include "opening_form_test.moc"
