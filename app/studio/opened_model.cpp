// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/opened_model.h"

#include <QCoreApplication>

namespace latent {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("OpenedModel", text);
}

ImageSplit splitOf(const ModelFile& model, const ImageSplit& present) {
    ImageSplit split = model.split;
    if (!model.splitStated) split.given = present.given;
    return split;
}

bool holdsOutOthers(const ModelFile& model, const ImageDataset& images, const ImageSplit& split) {
    return images.name == model.dataset && !holdOutTheSame(splitOf(model, split), split);
}

} // namespace

QString pixelNotice(const ModelFile& model, const ImageDataset& images) {
    if (model.pixelRule.empty() || model.pixelRule == images.pixelRule) return {};
    return tr("The model was trained on pixels “%1”, but those of %2 are “%3”: it may not recognise them.")
        .arg(QString::fromStdString(model.pixelRule), QString::fromStdString(images.name),
             QString::fromStdString(images.pixelRule));
}

QString heldOutNotice(const ModelFile& model, const ImageDataset& images, const ImageSplit& split) {
    if (!holdsOutOthers(model, images, split)) return {};
    return tr(
        "Other images are held out than when the model was trained: it may have learnt some of the test "
        "images.");
}

std::optional<OpenOptions> reopeningFor(const ModelFile& model, const ImageDataset& images,
                                        const ImageSplit& split, const OpenOptions& asOpened) {
    if (!holdsOutOthers(model, images, split)) return {};
    return withHeldOut(asOpened, splitOf(model, split));
}

} // namespace latent
