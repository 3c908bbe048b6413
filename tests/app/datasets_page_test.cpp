// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench.h"
#include "core/data/sets/dataset_places.h"
#include "tests/data/idx_files.h"
#include "ui/data/data_panel.h"
#include "ui/data/dataset_card.h"
#include "ui/data/datasets_dialog.h"

#include <QComboBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace latent;
using namespace latent::testing;

namespace {

constexpr int kPatience = 60000; // nothing waits in vain

} // namespace

/// From the window to the page of published sets and back, in a home where a small MNIST lies.
class DatasetsPageTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    std::unique_ptr<Workbench> m_bench;

    DatasetsDialog* page() { return m_bench->window()->findChild<DatasetsDialog*>(); }
    bool isOpen(const std::string& name) {
        const DatasetPtr dataset = m_bench->exploration()->dataset();
        return dataset && dataset->origin == name;
    }

  private slots:
    void initTestCase() {
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8());
        const QString folder = QString::fromStdString(defaultPlaces().user) + "/mnist/";
        QVERIFY(folder.startsWith(m_home.path()));
        QVERIFY(QDir().mkpath(folder));
        for (const char* const part : {"train", "t10k"}) {
            write(folder + part + "-images-idx3-ubyte.gz", gzip(idxImages(20, 28, 28)));
            write(folder + part + "-labels-idx1-ubyte.gz", gzip(idxLabels(QByteArray(20, '\1'))));
        }
    }

    void init() {
        m_bench = std::make_unique<Workbench>(std::filesystem::path());
        m_bench->window()->resize(1280, 800);
        m_bench->window()->show();
        m_bench->window()->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_bench->window()));
        m_bench->open(QStringLiteral("moons"));
        QTRY_VERIFY_WITH_TIMEOUT(isOpen("moons"), kPatience);
    }
    void cleanup() { m_bench.reset(); }

    void theKeyOpensThePageAndThePageASet() {
        QVERIFY(page() == nullptr); // made when it is asked for
        QTest::keyClick(m_bench->window(), Qt::Key_D, Qt::ControlModifier);
        QTRY_VERIFY(page() != nullptr && page()->isVisible());
        auto* card = page()->findChild<DatasetCard*>("mnist");
        QPushButton* open = nullptr;
        for (QPushButton* button : card->findChildren<QPushButton*>())
            if (button->text() == "Open") open = button;
        QVERIFY(open != nullptr);
        QTest::mouseClick(open, Qt::LeftButton);
        QVERIFY(!page()->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(isOpen("mnist"), kPatience);
    }

    void theListLeadsToThePage() {
        auto* choice = m_bench->window()->findChild<DataPanel*>()->findChild<QComboBox*>();
        QVERIFY(choice->findData("mnist") >= 0);
        QCOMPARE(choice->findData("cifar-10"), -1);
        const int more = choice->findText("More data sets…");
        QVERIFY(more >= 0);
        choice->setCurrentIndex(more);
        emit choice->activated(more);
        QTRY_VERIFY(page() != nullptr && page()->isVisible());
        QCOMPARE(choice->currentData().toString(), QString("moons")); // still what is open
    }
};

QTEST_MAIN(DatasetsPageTest)
#include "datasets_page_test.moc"
