// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/file_actions.h"

#include "core/model/network_layout.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QImage>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <cmath>

using namespace latent;

namespace {

ModelFile someModel() {
    ModelFile file;
    file.configuration.architecture = {.shape = {2, 2, 1}, .hidden = {3}, .latent = 1};
    file.model.architecture = file.configuration.architecture;
    file.model.weights.resize(static_cast<std::size_t>(weightCount(file.model.architecture)), 0.5F);
    return file;
}

} // namespace

class FileActionsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_questions = 0; // that were asked, and answered
    int m_round = 0;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    void write(const QString& name, const QByteArray& bytes) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    QByteArray bytesOf(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
    }
    /// Again and again in this round. Single shots: a timer stands still while its slot runs a dialogue.
    void answerSoon(const QString& name, QMessageBox::StandardButton button) {
        QTimer::singleShot(10, this, [=, this, round = m_round] {
            if (round != m_round) return;
            answerSoon(name, button);
            answer(name, button);
        });
    }
    /// Types the name into the file dialogue, and answers what is asked because of it; then gives up.
    void answer(const QString& name, QMessageBox::StandardButton button) {
        if (auto* const question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) {
            ++m_questions;
            return question->button(button)->click();
        }
        auto* const dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr) return;
        if (m_questions > 0) return dialog->reject();
        dialog->findChild<QLineEdit*>()->setText(path(name));
        dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save)->click();
    }

  private slots:
    void nothingIsReplacedUnasked_data() {
        QTest::addColumn<bool>("model");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("agree");
        QTest::addColumn<int>("questions");
        QTest::newRow("model, ending added, no") << true << "mine" << false << 1;
        QTest::newRow("model, ending added, yes") << true << "mine" << true << 1;
        QTest::newRow("model, ending typed, no") << true << "mine.safetensors" << false << 1;
        QTest::newRow("model, a new name") << true << "new" << false << 0;
        QTest::newRow("picture, ending added, no") << false << "map" << false << 1;
        QTest::newRow("picture, ending added, yes") << false << "map" << true << 1;
        QTest::newRow("picture, a new name") << false << "new" << false << 0;
    }
    void nothingIsReplacedUnasked() {
        QFETCH(bool, model);
        QFETCH(QString, typed);
        QFETCH(bool, agree);
        QFETCH(int, questions);
        write("mine.safetensors", "precious");
        write("map.png", "precious");
        QFile::remove(path("new.safetensors"));
        QFile::remove(path("new.png"));
        QWidget window;
        FileActions files(&window);
        QSignalSpy saved(&files, &FileActions::saved);
        m_questions = 0;
        ++m_round;
        answerSoon(typed, agree ? QMessageBox::Yes : QMessageBox::No);
        if (model) {
            files.chooseWhereToSaveModel(someModel());
        } else {
            QImage image(4, 4, QImage::Format_Grayscale8);
            image.fill(7);
            files.chooseWhereToSavePicture({"map", [image] { return image; }, {}, image.size()});
        }
        ++m_round;
        const bool writes = agree || questions == 0;
        if (writes) QTRY_COMPARE(saved.count(), 1);
        QCOMPARE(m_questions, questions);
        QCOMPARE(bytesOf(model ? "mine.safetensors" : "map.png") == "precious", questions == 0 || !agree);
        if (questions == 0) QVERIFY(QFile::exists(path(model ? "new.safetensors" : "new.png")));
    }

    void aModelThatCannotBeSavedIsToldOf() {
        QWidget window;
        FileActions files(&window);
        QSignalSpy failed(&files, &FileActions::failed);
        QSignalSpy saved(&files, &FileActions::saved);
        files.writeModel(someModel(), path("none/m"));
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed.first().first().toString().contains("none/m: cannot be written: there is no folder "));
        ModelFile broken = someModel();
        broken.model.weights[1] = std::nanf("");
        files.writeModel(broken, path("m"));
        QTRY_COMPARE(failed.count(), 2);
        QVERIFY(!QFile::exists(path("m")));
        QCOMPARE(saved.count(), 0);
    }
};

QTEST_MAIN(FileActionsTest)
#include "file_actions_test.moc"
