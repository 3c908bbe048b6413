// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/run_caption.h"
#include "ui/controls/style.h"
#include "ui/window/main_window.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

#include <array>
#include <memory>
#include <optional>

using namespace latent;

namespace {

/// The views of one run.
struct RunViews {
    std::vector<View*> all;
    QPointer<View> map = add("map", View::Place::Map);
    QPointer<View> loss = add("loss", View::Place::Plot, true);
    QPointer<View> sliders = add("sliders", View::Place::Tab);
    QPointer<View> inspector = add("inspector", View::Place::Tab);

    View* add(const QString& name, View::Place place, bool together = false) {
        auto* const view =
            new View({.name = name, .title = name, .picture = name, .place = place, .together = together});
        view->setMinimumSize(50, 50);
        all.push_back(view);
        return view;
    }
};

RunCaption* captionOf(const View* view) {
    return view->parentWidget()->findChild<RunCaption*>();
}

} // namespace

// Runs beside the first one in the window.
class BesideTest : public QObject {
    Q_OBJECT

    std::optional<RunViews> m_first;
    std::unique_ptr<MainWindow> m_window;

    QRect onWindow(const View* view) { return {view->mapTo(m_window.get(), QPoint()), view->size()}; }
    static bool isAbout(int a, int b) { return std::abs(a - b) <= 2; }

  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }

    void init() {
        m_first.emplace();
        m_window = std::make_unique<MainWindow>(
            MainWindow::Parts{.topBar = nullptr, .controls = {new QWidget}, .views = m_first->all},
            std::filesystem::path());
        m_window->resize(1'400, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void twoMapsStandSideBySide() {
        const QRect alone = onWindow(m_first->map);
        const RunViews second;
        m_window->addBeside(second.all);
        QTRY_VERIFY(onWindow(second.map).left() > onWindow(m_first->map).right());
        QCOMPARE(onWindow(second.map).top(), onWindow(m_first->map).top());
        QCOMPARE(onWindow(second.map).height(), alone.height());
        QVERIFY(isAbout(second.map->width(), m_first->map->width()));
        QVERIFY(second.map->isVisible() && m_first->map->isVisible());
        m_window->removeBeside(second.all);
        QVERIFY(!second.map && !second.loss && !second.sliders && !second.inspector);
        QTRY_COMPARE(onWindow(m_first->map), alone);
    }

    void fourMapsStandInASquare() {
        const QRect alone = onWindow(m_first->map);
        const std::array<RunViews, 3> others;
        for (const RunViews& other : others) m_window->addBeside(other.all);
        QTRY_VERIFY(onWindow(others[2].map).top() > onWindow(m_first->map).bottom());
        const QRect first = onWindow(m_first->map), second = onWindow(others[0].map);
        const QRect third = onWindow(others[1].map), fourth = onWindow(others[2].map);
        QVERIFY(first.top() == second.top() && third.top() == fourth.top());
        QVERIFY(first.left() == third.left() && isAbout(second.left(), fourth.left()));
        QVERIFY(second.left() > first.right() && third.top() > first.bottom());
        for (const QRect& map : {second, third, fourth})
            QVERIFY(isAbout(map.width(), first.width()) && isAbout(map.height(), first.height()));
        m_window->removeBeside(others[0].all); // the others close up
        QTRY_COMPARE(onWindow(others[1].map).top(), onWindow(m_first->map).top());
        QVERIFY(onWindow(others[2].map).top() > onWindow(m_first->map).bottom());
        m_window->removeBeside(others[1].all);
        QTRY_COMPARE(onWindow(others[2].map).top(), onWindow(m_first->map).top());
        m_window->removeBeside(others[2].all);
        QTRY_COMPARE(onWindow(m_first->map), alone);
    }

    void tabsHoldTheRunsOneBelowTheOther() {
        const RunViews second;
        m_window->addBeside(second.all);
        QCOMPARE(m_window->tabs()->count(), 2);
        for (const auto& [upper, lower] :
             {std::pair(m_first->sliders, second.sliders), std::pair(m_first->inspector, second.inspector)}) {
            m_window->showTab(lower); // whichever run's view it is
            QVERIFY(upper->isVisible() && lower->isVisible());
            QTRY_VERIFY(onWindow(lower).top() > onWindow(upper).bottom());
            QCOMPARE(onWindow(lower).left(), onWindow(upper).left());
        }
        m_window->removeBeside(second.all);
        QCOMPARE(m_window->tabs()->count(), 2);
        QVERIFY(m_first->inspector->isVisible());
    }

    void oneLossViewShowsAllRuns() {
        const RunViews second;
        m_window->addBeside(second.all);
        QVERIFY(m_first->loss->isVisible() && !second.loss->isVisible());
        m_window->removeBeside(second.all);
        QVERIFY(m_first->loss->isVisible() && !second.loss);
    }

    void captionsSayWhoseAViewIs() {
        const RunViews second;
        m_window->addBeside(second.all);
        QVERIFY(!captionOf(m_first->map)->isVisible() && !captionOf(second.map)->isVisible());
        m_window->setCaption(m_first->all, {Qt::red, "AE", "test 80 nats"});
        m_window->setCaption(second.all, {Qt::blue, "VAE", "test 100 nats"});
        const auto says = [](const View* view, const QString& words) {
            return captionOf(view)->isVisible() && captionOf(view)->toolTip() == words;
        };
        QVERIFY(says(m_first->map, "test 80 nats") && says(m_first->sliders, "test 80 nats"));
        QVERIFY(says(second.map, "test 100 nats") && says(second.sliders, "test 100 nats"));
        QVERIFY(!captionOf(m_first->loss)->isVisible()); // shows both
        QSignalSpy clicked(m_window.get(), &MainWindow::captionClicked);
        QTest::mouseClick(captionOf(second.map), Qt::LeftButton);
        QCOMPARE(clicked.count(), 1);
        m_window->removeBeside(second.all);
        m_window->setCaption(m_first->all, {});
        QVERIFY(!captionOf(m_first->map)->isVisible());
    }
};

QTEST_MAIN(BesideTest)
#include "beside_test.moc"
