// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/choice_grid.h"
#include "ui/controls/combo_box.h"
#include "ui/controls/disclosure.h"
#include "ui/controls/labelled_slider.h"
#include "ui/controls/steady_label.h"
#include "ui/controls/style.h"
#include "ui/controls/switch.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QVBoxLayout>

namespace latent {

using Scale = LabelledSlider::Scale;

class ControlsTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void setValueIsSilentAndClamps();
    void aClickOnTheTrackGoesThere();
    void everyKeyMovesTheNumber();
    void whatIsShownIsWhatIsMeant();
    void typingIsTakenOverOnReturn();
    void aNumberOutOfRangeIsExplainedAndTakenBack();
    void leavingAWrongNumberTakesItBack();
    void doubleClickOnTheLabelGoesToTheDefault();
    void theWheelNeedsFocus();
    void powersOfTwoStepButAnyNumberCanBeTyped();
    void theHighestValueHasAName();
    void aComboBoxMakesItsListWhenItIsOpened();
    void aSteadyLabelHoldsItsPlace();
    void theSwitchAnswersMouseAndSpace();
    void theGridChoosesByMouseAndArrows();
    void theDisclosureOpensAndCloses();
};

namespace {

void showActive(QWidget& widget) {
    widget.resize(260, widget.sizeHint().height());
    widget.show();
    widget.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&widget));
}

void typeInto(QLineEdit* field, const QString& text) {
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
}

class EventCount : public QObject {
  public:
    EventCount(QObject* watched, QEvent::Type type)
        : m_type(type) {
        watched->installEventFilter(this);
    }
    int count() const { return m_count; }

  protected:
    bool eventFilter(QObject*, QEvent* event) override {
        m_count += event->type() == m_type;
        return false;
    }

  private:
    QEvent::Type m_type;
    int m_count = 0;
};

} // namespace

void ControlsTest::initTestCase() {
    style::apply(*qApp, style::Appearance::Light);
}

void ControlsTest::setValueIsSilentAndClamps() {
    LabelledSlider slider("Size", Scale::Linear, 1, 64);
    QSignalSpy spy(&slider, &LabelledSlider::valueChanged);
    slider.setValue(8);
    QCOMPARE(slider.value(), 8.0);
    QCOMPARE(slider.field()->text(), QString("8"));
    slider.setValue(900);
    QCOMPARE(slider.value(), 64.0);
    QCOMPARE(spy.count(), 0);
}

void ControlsTest::aClickOnTheTrackGoesThere() {
    LabelledSlider slider("Size", Scale::Linear, 0, 100);
    showActive(slider);
    QSignalSpy spy(&slider, &LabelledSlider::valueChanged);
    QTest::mouseClick(slider.slider(), Qt::LeftButton, {}, slider.slider()->rect().center());
    QCOMPARE(spy.count(), 1);
    QVERIFY(slider.value() > 40 && slider.value() < 60);
    QCOMPARE(slider.field()->text().toDouble(), slider.value());
}

void ControlsTest::everyKeyMovesTheNumber() {
    LabelledSlider epochs("Epochs", Scale::Logarithmic, 1, 500);
    showActive(epochs);
    epochs.slider()->setFocus();
    QSignalSpy spy(&epochs, &LabelledSlider::valueChanged);
    for (const double expected : {2.0, 3.0, 4.0}) {
        QTest::keyClick(epochs.slider(), Qt::Key_Right);
        QCOMPARE(epochs.value(), expected);
    }
    QTest::keyClick(epochs.slider(), Qt::Key_Left);
    QCOMPARE(epochs.value(), 3.0);
    QCOMPARE(spy.count(), 4);
    QTest::keyClick(epochs.slider(), Qt::Key_End);
    QCOMPARE(epochs.value(), 500.0);
}

void ControlsTest::whatIsShownIsWhatIsMeant() {
    LabelledSlider rate("Rate", Scale::Logarithmic, 1e-5, 1e-1);
    rate.setSignificantDigits(2);
    showActive(rate);
    for (int i = 0; i < 20; ++i) {
        QTest::keyClick(rate.slider(), Qt::Key_Right);
        QCOMPARE(rate.field()->text().toDouble(), rate.value());
    }
    rate.setValue(0.008);
    QCOMPARE(rate.field()->text(), QString("0.008"));
    rate.setValue(1e-5);
    QCOMPARE(rate.field()->text(), QString("0.00001"));
}

void ControlsTest::typingIsTakenOverOnReturn() {
    LabelledSlider beta("β", Scale::Square, 0, 16);
    beta.setDecimals(2);
    showActive(beta);
    QSignalSpy spy(&beta, &LabelledSlider::valueChanged);
    typeInto(beta.field(), "2,5");
    QCOMPARE(spy.count(), 0);
    QTest::keyClick(beta.field(), Qt::Key_Return);
    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy.first().first().toDouble(), 2.5);
    QCOMPARE(beta.field()->text(), QString("2.50"));
}

void ControlsTest::aNumberOutOfRangeIsExplainedAndTakenBack() {
    LabelledSlider size("Size", Scale::Linear, 1, 64);
    size.setValue(8);
    showActive(size);
    QSignalSpy spy(&size, &LabelledSlider::valueChanged);
    for (const char* wrong : {"65", "0", "3.5", "x", "1e9", "nan"}) {
        typeInto(size.field(), wrong);
        QVERIFY2(size.field()->property("invalid").toBool(), wrong);
        QVERIFY(size.field()->toolTip().contains("64"));
        QTest::keyClick(size.field(), Qt::Key_Return);
        QCOMPARE(size.value(), 8.0);
        QTest::keyClick(size.field(), Qt::Key_Escape);
        QCOMPARE(size.field()->text(), QString("8"));
        QVERIFY(!size.field()->property("invalid").toBool());
    }
    QCOMPARE(spy.count(), 0);
}

void ControlsTest::leavingAWrongNumberTakesItBack() {
    LabelledSlider size("Size", Scale::Linear, 1, 64);
    size.setValue(8);
    showActive(size);
    typeInto(size.field(), "99");
    size.slider()->setFocus();
    QCOMPARE(size.field()->text(), QString("8"));
    QVERIFY(!size.field()->property("invalid").toBool());
}

void ControlsTest::doubleClickOnTheLabelGoesToTheDefault() {
    LabelledSlider size("Size", Scale::Linear, 1, 64);
    size.setDefaultValue(20);
    size.setValue(3);
    showActive(size);
    QSignalSpy spy(&size, &LabelledSlider::valueChanged);
    QTest::mouseDClick(size.findChild<QLabel*>(), Qt::LeftButton);
    QCOMPARE(size.value(), 20.0);
    QCOMPARE(spy.count(), 1);
}

void ControlsTest::theWheelNeedsFocus() {
    QWidget window;
    auto* column = new QVBoxLayout(&window);
    auto* size = new LabelledSlider("Size", Scale::Linear, 1, 64, &window);
    auto* other = new QLineEdit(&window);
    column->addWidget(size);
    column->addWidget(other);
    showActive(window);
    size->setValue(30);
    const auto turn = [&] {
        const QPoint at = size->slider()->rect().center();
        QWheelEvent event(at, size->slider()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(size->slider(), &event);
    };
    other->setFocus();
    turn();
    QCOMPARE(size->value(), 30.0);
    size->slider()->setFocus();
    turn();
    QVERIFY(size->value() > 30);
}

void ControlsTest::powersOfTwoStepButAnyNumberCanBeTyped() {
    LabelledSlider batch("Batch", Scale::PowersOfTwo, 16, 1024);
    batch.setValue(128);
    showActive(batch);
    QTest::keyClick(batch.slider(), Qt::Key_Right);
    QCOMPARE(batch.value(), 256.0);
    typeInto(batch.field(), "100");
    QTest::keyClick(batch.field(), Qt::Key_Return);
    QCOMPARE(batch.value(), 100.0);
    QTest::keyClick(batch.slider(), Qt::Key_Right);
    QCOMPARE(batch.value(), 256.0);
}

void ControlsTest::theHighestValueHasAName() {
    LabelledSlider epochs("Epochs", Scale::Logarithmic, 1, 501);
    epochs.setHighestText("∞");
    showActive(epochs);
    QTest::keyClick(epochs.slider(), Qt::Key_End);
    QCOMPARE(epochs.value(), 501.0);
    QCOMPARE(epochs.field()->text(), QString("∞"));
    typeInto(epochs.field(), "501");
    QVERIFY(epochs.field()->property("invalid").toBool());
}

void ControlsTest::aComboBoxMakesItsListWhenItIsOpened() {
    ComboBox box;
    QComboBox plain;
    for (QComboBox* const each : {static_cast<QComboBox*>(&box), &plain})
        each->addItems({"one", "two", "a longer one"});
    showActive(box);
    showActive(plain);
    const auto list = [&] { return box.findChild<QAbstractItemView*>(); };
    QVERIFY(list() == nullptr);
    QCOMPARE(box.sizeHint(), plain.sizeHint());
    box.setFocus();
    QTest::keyClick(&box, Qt::Key_Down);
    QCOMPARE(box.currentText(), QString("two"));
    style::apply(*qApp, style::Appearance::Dark);
    QVERIFY(list() == nullptr);
    QCOMPARE(box.sizeHint(), plain.sizeHint());
    box.showPopup();
    QVERIFY(list() != nullptr && list()->isVisible());
    const QColor dark = list()->palette().color(QPalette::Text);
    box.hidePopup();
    style::apply(*qApp, style::Appearance::Light);
    box.showPopup();
    QVERIFY(list()->palette().color(QPalette::Text) != dark);
    QCOMPARE(list()->palette().color(QPalette::Text), plain.view()->palette().color(QPalette::Text));
    box.hidePopup();
}

void ControlsTest::aSteadyLabelHoldsItsPlace() {
    QWidget window;
    auto* const row = new QHBoxLayout(&window);
    auto* const figures = new SteadyLabel;
    auto* const next = new QLabel("next");
    row->addWidget(figures);
    row->addWidget(next);
    row->addStretch(1);
    figures->showText("8", "888 MB");
    showActive(window);
    const auto place = [&] {
        QCoreApplication::processEvents();
        return next->x();
    };
    const int usual = place();
    const EventCount requests(&window, QEvent::LayoutRequest);
    for (const char* const text : {"12 MB", "", "123 MB"}) {
        figures->showText(text, "888 MB");
        QCOMPARE(figures->text(), QString(text));
        QCOMPARE(place(), usual);
    }
    QCOMPARE(requests.count(), 0);
    figures->showText("12,345,678 MB", "888 MB");
    const int wide = place();
    QVERIFY(wide > usual);
    figures->showText("8", "888 MB");
    QCOMPARE(place(), wide);
    figures->giveRoomBack();
    figures->showText("8", "888 MB");
    QCOMPARE(place(), usual);
}

void ControlsTest::theSwitchAnswersMouseAndSpace() {
    Switch toggle;
    showActive(toggle);
    QSignalSpy spy(&toggle, &QAbstractButton::toggled);
    QTest::mouseClick(&toggle, Qt::LeftButton);
    QVERIFY(toggle.isChecked());
    toggle.setFocus();
    QTest::keyClick(&toggle, Qt::Key_Space);
    QVERIFY(!toggle.isChecked());
    QCOMPARE(spy.count(), 2);
}

void ControlsTest::theGridChoosesByMouseAndArrows() {
    ChoiceGrid grid({"a", "b", "c", "d", "e", "f"}, 3);
    showActive(grid);
    QSignalSpy spy(&grid, &ChoiceGrid::chosen);
    grid.setCurrent(3);
    QCOMPARE(spy.count(), 0);
    QTest::mouseClick(grid.button(1), Qt::LeftButton);
    QCOMPARE(grid.current(), 1);
    QTest::keyClick(grid.button(1), Qt::Key_Down);
    QCOMPARE(grid.current(), 4);
    QTest::keyClick(grid.button(4), Qt::Key_Right);
    QTest::keyClick(grid.button(5), Qt::Key_Right); // the last one: stays
    QCOMPARE(grid.current(), 5);
    QCOMPARE(spy.count(), 3);
    QVERIFY(grid.button(5)->isChecked() && !grid.button(1)->isChecked());
}

void ControlsTest::theDisclosureOpensAndCloses() {
    auto* content = new QLabel("inside");
    Disclosure disclosure("Advanced", content);
    showActive(disclosure);
    QVERIFY(!content->isVisible());
    QTest::mouseClick(disclosure.button(), Qt::LeftButton);
    QVERIFY(content->isVisible());
    disclosure.button()->setFocus();
    QTest::keyClick(disclosure.button(), Qt::Key_Space);
    QVERIFY(!content->isVisible());
}

} // namespace latent

QTEST_MAIN(latent::ControlsTest)
#include "controls_test.moc"
