// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/file_actions.h"

#include "app/path_text.h"
#include "core/base/error.h"
#include "core/base/failure.h"
#include "core/data/files/safe_save.h"
#include "ui/ask/post.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QStandardPaths>

namespace latent {
namespace {

QString documents() {
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

constexpr QLatin1String kSessionEnding(".latent");

QString withEnding(QString path, const QString& ending) {
    if (!path.isEmpty() && QFileInfo(path).suffix().isEmpty()) path += ending;
    return path;
}

} // namespace

bool isModelPath(const QString& path) {
    return path.endsWith(QStringLiteral(".safetensors"), Qt::CaseInsensitive);
}

bool isSessionPath(const QString& path) {
    return path.endsWith(kSessionEnding, Qt::CaseInsensitive);
}

FileActions::FileActions(QWidget* window)
    : QObject(window)
    , m_window(window) {
    connect(&m_reading, &LatestQuery::failed, this, &FileActions::failed);
}

FileActions::~FileActions() {
    m_files.finish(); // a model on its way to the disk still gets there
}

QString FileActions::askForDataset() {
    return QFileDialog::getOpenFileName(
        m_window, tr("Open images"), {},
        tr("Images (*idx3-* *idx4-* *.idx *.idx.gz *.npy *.npy.gz *.npz *.csv *.csv.gz *.tsv *.tsv.gz *.bin "
           "*.bin.gz);;IDX (*idx3-* *idx4-* *.idx *.idx.gz);;NumPy (*.npy *.npy.gz *.npz);;"
           "CSV (*.csv *.csv.gz *.tsv *.tsv.gz);;CIFAR (*.bin *.bin.gz);;All files (*)"));
}

QString FileActions::askForDatasetFolder() {
    return QFileDialog::getExistingDirectory(m_window, tr("Open a folder of images"));
}

void FileActions::chooseDataset() {
    const QString path = askForDataset();
    if (!path.isEmpty()) emit datasetChosen(path);
}

void FileActions::chooseDatasetFolder() {
    const QString path = askForDatasetFolder();
    if (!path.isEmpty()) emit datasetChosen(path);
}

void FileActions::chooseModel() {
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open a model"), documents(),
                                                      tr("Models (*.safetensors);;All files (*)"));
    if (!path.isEmpty()) readModel(path);
}

void FileActions::readModel(const QString& path) {
    m_reading.ask({}, [this, path](const Progress&) -> LatestQuery::Deliver {
        const ModelFile file = loadModel(pathToBytes(path));
        return [this, file, path] { emit modelRead(file, path); };
    });
}

void FileActions::chooseSession() {
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open a session"), documents(),
                                                      tr("Sessions (*.latent);;All files (*)"));
    if (!path.isEmpty()) emit sessionChosen(path);
}

void FileActions::chooseWhereToSaveSession(const QString& present) {
    const QString suggestion = present.isEmpty() ? documents() + QStringLiteral("/session.latent") : present;
    const QString asked =
        QFileDialog::getSaveFileName(m_window, tr("Save the session"), suggestion, tr("Sessions (*.latent)"));
    const QString path = withEnding(asked, kSessionEnding);
    if (!path.isEmpty() && (path == asked || mayReplace(path))) emit sessionSaveChosen(path);
}

void FileActions::chooseWhereToSaveModel(const ModelFile& file) {
    const QString suggestion =
        documents() + QStringLiteral("/%1-%2d.safetensors")
                          .arg(QString::fromStdString(presetText(presetOf(file.model.objective))))
                          .arg(file.model.architecture.latent);
    const QString asked = QFileDialog::getSaveFileName(m_window, tr("Save the model"), suggestion,
                                                       tr("Models (*.safetensors)"));
    const QString path = withEnding(asked, QStringLiteral(".safetensors"));
    if (!path.isEmpty() && (path == asked || mayReplace(path))) writeModel(file, path);
}

// For a name that the dialog did not ask about, because its ending was added afterwards.
bool FileActions::mayReplace(const QString& path) {
    if (!QFileInfo::exists(path)) return true;
    const QString question =
        tr("%1 already exists.\nDo you want to replace it?").arg(QFileInfo(path).fileName());
    return QMessageBox::warning(m_window, tr("Save"), question, QMessageBox::Yes | QMessageBox::No,
                                QMessageBox::No) == QMessageBox::Yes;
}

void FileActions::writeModel(const ModelFile& file, const QString& path) {
    m_files.start([this, file = std::make_shared<const ModelFile>(file), path] {
        std::string failure = tryTo([&] { saveModel(pathToBytes(path), *file); });
        post(this, [this, failure = std::move(failure), path] {
            if (!failure.empty()) return emit failed(QString::fromStdString(failure));
            emit saved(path);
        });
    });
}

void FileActions::chooseWhereToSaveJourney() {
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    QString chosenKind;
    const QString asked =
        QFileDialog::getSaveFileName(m_window, tr("Save the journey"), pictures + QStringLiteral("/journey"),
                                     tr("WebP animation (*.webp);;GIF animation (*.gif)"), &chosenKind);
    const bool gif = chosenKind.contains(QLatin1String("gif"));
    const QString path = withEnding(asked, gif ? QStringLiteral(".gif") : QStringLiteral(".webp"));
    if (!path.isEmpty() && (path == asked || mayReplace(path))) emit journeySaveChosen(path);
}

void FileActions::chooseWhereToSaveWalk(const WalkFilm& film) {
    if (film.frames() == 0) return;
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    QString chosenKind;
    const QString asked = QFileDialog::getSaveFileName(
        m_window, tr("Save the walk"), pictures + QStringLiteral("/walk"),
        tr("WebP animation (*.webp);;GIF animation (*.gif);;PNG sheet of all frames (*.png)"), &chosenKind);
    const QString ending = chosenKind.contains(QLatin1String("gif"))   ? QStringLiteral(".gif")
                           : chosenKind.contains(QLatin1String("png")) ? QStringLiteral(".png")
                                                                       : QStringLiteral(".webp");
    const QString path = withEnding(asked, ending);
    if (!path.isEmpty() && (path == asked || mayReplace(path))) writeWalk(film, path);
}

void FileActions::writeWalk(const WalkFilm& film, const QString& path) {
    m_files.start([this, film, path] {
        std::string failure = tryTo([&] {
            const std::string bytes = pathToBytes(path);
            const std::optional<WalkFormat> format = walkFormatOf(bytes);
            if (!format) throw Error(bytes, "", "the name must end in .webp, .gif or .png");
            requireSavable(bytes); // before the work
            safeSave(bytes, walkBytes(film, *format, {}));
        });
        post(this, [this, failure = std::move(failure), path] {
            if (!failure.empty()) return emit failed(QString::fromStdString(failure));
            emit saved(path);
        });
    });
}

void FileActions::chooseWhereToSavePicture(const PictureSource& source) {
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString kinds = source.render ? tr("PNG picture (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)")
                                        : tr("PNG picture (*.png)");
    QString chosenKind;
    const QString asked = QFileDialog::getSaveFileName(
        m_window, tr("Save a picture"), pictures + QLatin1Char('/') + source.name, kinds, &chosenKind);
    const QString ending = chosenKind.contains(QLatin1String("svg"))   ? QStringLiteral(".svg")
                           : chosenKind.contains(QLatin1String("pdf")) ? QStringLiteral(".pdf")
                                                                       : QStringLiteral(".png");
    const QString path = withEnding(asked, ending);
    if (path.isEmpty() || (path != asked && !mayReplace(path))) return;
    const std::string failure = tryTo([&] { savePicture(source, pathToBytes(path)); });
    if (failure.empty())
        emit saved(path);
    else
        emit failed(QString::fromStdString(failure));
}

} // namespace latent
