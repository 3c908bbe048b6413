// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/style.h"
#include "ui/window/keys_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/notice_bar.h"
#include "ui/window/top_bar.h"

#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QRegularExpression>
#include <QScreen>
#include <QSignalSpy>
#include <QSplitter>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

namespace latent {

class MainWindowTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void theArrangementComesBack();
    void aBrokenFileGivesTheUsualArrangement();
    void aPipeForAFileDoesNotHoldUpTheStart();
    void anOfferIsTakenUpOrDismissed();
    void noticesShowNoControlCharacters();
    void freeKeysReachTheWindow();
    void theKeyListNamesTheKeysOfTheViews();
    void aWindowOfALargerScreenFitsThisOne();
    void whatDoesNotFitFolds();
    void foldingIsNotRemembered();
    void noticesMoveNothing();
    void aDroppedFileIsAnnounced();

  private:
    std::filesystem::path file() const { return m_folder.filePath("deep/window.json").toStdString(); }
    QTemporaryDir m_folder;
};

namespace {

/// Parts of a window, and those of them that the tests look at.
struct SomeParts {
    MainWindow::Parts parts;
    QWidget* data = new QLabel("data");
    View* map = add("map", View::Place::Map);
    View* loss = add("loss", View::Place::Plot);
    View* posterior = add("posterior", View::Place::Plot);
    View* sliders = add("sliders", View::Place::Tab, Qt::ALT | Qt::Key_1);

    SomeParts() {
        parts.topBar = new TopBar;
        parts.controls = {data, new QLabel("model")};
        add("inspector", View::Place::Tab, Qt::ALT | Qt::Key_2);
        add("prior", View::Place::Tab, Qt::ALT | Qt::Key_3);
    }
    View* add(const QString& name, View::Place place, const QKeySequence& key = {}) {
        auto* const view = new View({name, name, name, place, key});
        view->setMinimumSize(50, 50);
        parts.views.push_back(view);
        return view;
    }
};

MainWindow::Parts someParts() {
    return SomeParts().parts;
}

void showActive(MainWindow& window) {
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
}

} // namespace

void MainWindowTest::initTestCase() {
    style::apply(*qApp, style::Appearance::Light);
}

void MainWindowTest::theArrangementComesBack() {
    QList<int> sizes;
    {
        MainWindow window(someParts(), file());
        window.resize(window.minimumWidth(), 700); // as wide as the screen, or wider
        showActive(window);
        window.columns()->setSizes({250, 300, 340});
        sizes = window.columns()->sizes();
        window.tabs()->setCurrentIndex(2);
        QTest::keyClick(&window, Qt::Key_F8);
        window.setAppearance(style::Appearance::Dark);
        window.close();
    }
    style::apply(*qApp, style::Appearance::Light);
    const SomeParts views;
    MainWindow window(views.parts, file());
    showActive(window);
    QCOMPARE(window.size(), QSize(window.minimumWidth(), 700));
    QCOMPARE(window.columns()->sizes(), sizes);
    QCOMPARE(window.tabs()->currentIndex(), 2);
    QVERIFY(!views.loss->isVisible());
    QVERIFY(views.map->isVisible());
    QVERIFY(style::themeOf(qApp->palette()).dark);
    QTest::keyClick(&window, Qt::Key_F8);
    QVERIFY(views.loss->isVisible());
    style::apply(*qApp, style::Appearance::Light);
}

void MainWindowTest::aWindowOfALargerScreenFitsThisOne() {
    const QRect room = QGuiApplication::primaryScreen()->availableGeometry();
    {
        MainWindow window(someParts(), file());
        window.resize(room.size() + QSize(500, 300));
        showActive(window);
        window.close();
    }
    MainWindow window(someParts(), file());
    showActive(window);
    QCOMPARE(window.width(), std::max(room.width() - 16, window.minimumWidth()));
    QVERIFY(window.height() <= room.height());
    QVERIFY(room.contains(window.pos()));
}

void MainWindowTest::whatDoesNotFitFolds() {
    const SomeParts views;
    views.loss->setMinimumWidth(330);
    views.posterior->setMinimumWidth(200);
    MainWindow window(views.parts, {});
    window.resize(1400, 800);
    showActive(window);
    QVERIFY(views.data->isVisible() && views.posterior->isVisible());
    window.resize(1008, 560);
    QTRY_VERIFY(!views.posterior->isVisible());
    QVERIFY(views.data->isVisible());
    window.resize(900, 470);
    QTRY_VERIFY(!views.data->isVisible());
    QVERIFY(views.map->isVisible() && views.sliders->isVisible());
    QTest::keyClick(&window, Qt::Key_F9); // the user still wants them
    QVERIFY(views.data->isVisible());
    QTest::keyClick(&window, Qt::Key_F9);
    window.resize(1400, 800);
    QTRY_VERIFY(views.data->isVisible() && views.posterior->isVisible());
}

void MainWindowTest::foldingIsNotRemembered() {
    const std::filesystem::path file = m_folder.filePath("narrow.json").toStdString();
    {
        MainWindow window(someParts(), file);
        window.resize(900, 470);
        showActive(window);
        window.close();
    }
    const SomeParts views;
    MainWindow window(views.parts, file);
    showActive(window);
    window.resize(1400, 800);
    QTRY_VERIFY(views.data->isVisible());
}

void MainWindowTest::aBrokenFileGivesTheUsualArrangement() {
    QFile broken(m_folder.filePath("broken.json"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("{\"geometry\": 7, \"columns\": \"@@\", \"tab\": 99, \"appearance\": -4");
    broken.close();
    MainWindow window(someParts(), broken.fileName().toStdString());
    window.resize(1300, 800);
    showActive(window);
    QCOMPARE(window.tabs()->currentIndex(), 0);
    QVERIFY(window.columns()->sizes().at(0) > 200);
}

void MainWindowTest::aPipeForAFileDoesNotHoldUpTheStart() {
    const QString pipe = m_folder.filePath("pipe.json");
    QCOMPARE(mkfifo(qPrintable(pipe), 0600), 0);
    QCOMPARE(MainWindow::savedAppearance(pipe.toStdString()), style::Appearance::Desktop);
    MainWindow window(someParts(), pipe.toStdString());
    showActive(window);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("it is not a regular file"));
    window.close();
    struct stat status {};
    QVERIFY(stat(qPrintable(pipe), &status) == 0 && S_ISFIFO(status.st_mode));
}

void MainWindowTest::anOfferIsTakenUpOrDismissed() {
    MainWindow window(someParts(), {});
    showActive(window);
    NoticeBar* const notices = window.notices();
    QSignalSpy taken(notices, &NoticeBar::offerTaken);
    notices->showOffer("There is one.", "Open");
    QVERIFY(notices->offerButton()->isVisible());
    QVERIFY(notices->rect().contains(notices->offerButton()->geometry()));
    QTest::mouseClick(notices->offerButton(), Qt::LeftButton);
    QCOMPARE(taken.count(), 1);
    QVERIFY(!notices->isVisible());
    notices->showOffer("There is one.", "Open");
    notices->dismiss();
    QCOMPARE(taken.count(), 1);
    notices->showInfo("Saved.");
    QVERIFY(!notices->offerButton()->isVisible());
}

void MainWindowTest::noticesShowNoControlCharacters() {
    MainWindow window(someParts(), {});
    window.notices()->showWarning(QString::fromUtf8("a\x1b[31m\nb\u009b: is odd"));
    QCOMPARE(window.notices()->text(), QString("a?[31m?b?: is odd"));
}

void MainWindowTest::freeKeysReachTheWindow() {
    MainWindow window(someParts(), {});
    showActive(window);
    QSignalSpy step(&window, &MainWindow::stepRequested);
    QSignalSpy sample(&window, &MainWindow::sampleRequested);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_R);
    QCOMPARE(step.count(), 1);
    QCOMPARE(sample.count(), 1);
}

void MainWindowTest::theKeyListNamesTheKeysOfTheViews() {
    MainWindow window(someParts(), {});
    showActive(window);
    window.resize(900, 560);
    QTest::keyClick(&window, Qt::Key_F1);
    const auto* const dialog = window.findChild<KeysDialog*>();
    QVERIFY(dialog);
    QStringList texts;
    for (const QLabel* const label : dialog->findChildren<QLabel*>()) texts << label->text();
    for (const char* const text :
         {"MAP", "+ −", "LOSS CURVES", "End", "Pg Up  Pg Dn", "Esc", "F8", "Space", "Z"})
        QVERIFY2(texts.contains(text), text);
    QVERIFY(dialog->width() <= window.width() && dialog->height() <= window.height());
}

void MainWindowTest::noticesMoveNothing() {
    const SomeParts views;
    MainWindow window(views.parts, {});
    showActive(window);
    const QRect before = views.map->geometry();
    window.notices()->showWarning("model.safetensors: header: a tensor is missing.");
    QVERIFY(window.notices()->isVisible());
    QCOMPARE(views.map->geometry(), before);
    QVERIFY(window.notices()->parentWidget()->rect().contains(window.notices()->geometry()));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!window.notices()->isVisible());
    window.notices()->showInfo("Saved.", 10);
    QTRY_VERIFY(!window.notices()->isVisible());
}

void MainWindowTest::aDroppedFileIsAnnounced() {
    MainWindow window(someParts(), {});
    showActive(window);
    QSignalSpy dropped(&window, &MainWindow::fileDropped);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile("/tmp/some.idx")});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &event);
    QCOMPARE(dropped.count(), 1);
    QCOMPARE(dropped.first().first().toString(), QString("/tmp/some.idx"));
}

} // namespace latent

QTEST_MAIN(latent::MainWindowTest)
#include "main_window_test.moc"
