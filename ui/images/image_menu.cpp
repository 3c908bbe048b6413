// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/image_menu.h"

#include "core/data/image_files.h"
#include "ui/text/latent_text.h"

#include <QCoreApplication>
#include <QMenu>

namespace latent {
namespace {

struct ImageMenu {
    Q_DECLARE_TR_FUNCTIONS(ImageMenu)
};

// Escape ampersands: one would underline a letter.
QString asTitle(const QString& text, const QFontMetrics& metrics) {
    constexpr int kWidest = 320; // pixels
    return metrics.elidedText(text, Qt::ElideMiddle, kWidest).replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

QMenu* popUpImageMenu(QWidget* parent, const QPoint& globalPosition, const ImageDataset& dataset, Index image,
                      const std::function<void(FileAction)>& chosen) {
    if (image < 0 || image >= dataset.size() || fileOf(dataset, image).empty()) return nullptr;
    auto* const menu = new QMenu(parent);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString file = QString::fromStdString(fileText(dataset, image));
    for (const QString& line : {imageName(dataset, image), file})
        if (!line.isEmpty()) menu->addAction(asTitle(line, menu->fontMetrics()))->setEnabled(false);
    menu->addSeparator();
    if (hasOwnFile(dataset, image))
        menu->addAction(ImageMenu::tr("Open"), parent, [chosen] { chosen(FileAction::Open); });
    menu->addAction(ImageMenu::tr("Show in folder"), parent, [chosen] { chosen(FileAction::ShowInFolder); });
    menu->popup(globalPosition);
    return menu;
}

} // namespace latent
