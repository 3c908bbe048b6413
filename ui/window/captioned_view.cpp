// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/captioned_view.h"

#include <QVBoxLayout>

namespace latent {

CaptionedView::CaptionedView(View* view, QWidget* parent)
    : QWidget(parent)
    , m_caption(new RunCaption(this))
    , m_view(view) {
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_caption);
    column->addWidget(view, 1);
}

} // namespace latent
