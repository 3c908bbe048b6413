// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/file_actions.h"

#include <QFileDialog>
#include <QStandardPaths>

namespace latent {
namespace {

QString documents() {
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

QString withEnding(QString path, const QString& ending) {
    if (!path.isEmpty() && QFileInfo(path).suffix().isEmpty()) path += ending;
    return path;
}

} // namespace

bool isModelPath(const QString& path) {
    return path.endsWith(QStringLiteral(".safetensors"), Qt::CaseInsensitive);
}

FileActions::FileActions(QWidget* window)
    : QObject(window)
    , m_window(window)
    , m_reading(new NewestAnswer(&m_pool, 0, this)) {
    m_pool.setMaxThreadCount(1); // files are written in the order in which they were asked for
    connect(m_reading, &NewestAnswer::failed, this, &FileActions::failed);
}

FileActions::~FileActions() {
    m_pool.waitForDone();
} // a model on its way to the disk still gets there

void FileActions::chooseDataset() {
    const QString path = QFileDialog::getOpenFileName(
        m_window, tr("Open images"), {},
        tr("Images (*idx3-* *idx4-* *.idx *.idx.gz *.npy *.npy.gz *.npz *.csv *.csv.gz *.tsv *.tsv.gz *.bin "
           "*.bin.gz);;IDX (*idx3-* *idx4-* *.idx *.idx.gz);;NumPy (*.npy *.npy.gz *.npz);;"
           "CSV (*.csv *.csv.gz *.tsv *.tsv.gz);;CIFAR (*.bin *.bin.gz);;All files (*)"));
    if (!path.isEmpty()) emit datasetChosen(path);
}

void FileActions::chooseDatasetFolder() {
    const QString path = QFileDialog::getExistingDirectory(m_window, tr("Open a folder of images"));
    if (!path.isEmpty()) emit datasetChosen(path);
}

void FileActions::chooseModel() {
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open a model"), documents(),
                                                      tr("Models (*.safetensors);;All files (*)"));
    if (!path.isEmpty()) readModel(path);
}

void FileActions::readModel(const QString& path) {
    m_reading->ask([this, path]() -> NewestAnswer::Deliver {
        const ModelFile file = loadModel(path.toStdString());
        return [this, file, path] { emit modelRead(file, path); };
    });
}

void FileActions::chooseWhereToSaveModel(const ModelFile& file) {
    const QString suggestion =
        documents() + QStringLiteral("/%1-%2d.safetensors")
                          .arg(QString::fromStdString(presetText(presetOf(file.model.objective))))
                          .arg(file.model.architecture.latent);
    const QString path = withEnding(QFileDialog::getSaveFileName(m_window, tr("Save the model"), suggestion,
                                                                 tr("Models (*.safetensors)")),
                                    QStringLiteral(".safetensors"));
    if (!path.isEmpty()) writeModel(file, path);
}

void FileActions::writeModel(const ModelFile& file, const QString& path) {
    m_pool.start([this, file, path] {
        QString failure;
        try {
            saveModel(path.toStdString(), file);
        } catch (const std::exception& error) {
            failure = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, failure, path] {
                if (failure.isEmpty())
                    emit saved(path);
                else
                    emit failed(failure);
            },
            Qt::QueuedConnection);
    });
}

void FileActions::chooseWhereToSavePicture(const PictureSource& source) {
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString kinds = source.render ? tr("PNG picture (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)")
                                        : tr("PNG picture (*.png)");
    QString chosenKind;
    QString path = QFileDialog::getSaveFileName(
        m_window, tr("Save a picture"), pictures + QLatin1Char('/') + source.name, kinds, &chosenKind);
    if (path.isEmpty()) return;
    const QString ending = chosenKind.contains(QLatin1String("svg"))   ? QStringLiteral(".svg")
                           : chosenKind.contains(QLatin1String("pdf")) ? QStringLiteral(".pdf")
                                                                       : QStringLiteral(".png");
    path = withEnding(path, ending);
    try {
        savePicture(source, path.toStdString());
        emit saved(path);
    } catch (const std::exception& error) {
        emit failed(QString::fromUtf8(error.what()));
    }
}

} // namespace latent
