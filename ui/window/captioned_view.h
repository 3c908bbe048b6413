// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/run_caption.h"
#include "ui/state/view.h"

namespace latent {

/// A view below a line that says whose run it shows, where there are two.
class CaptionedView : public QWidget {
    Q_OBJECT
  public:
    /// Takes the view over.
    explicit CaptionedView(View* view, QWidget* parent = nullptr);

    View* view() const { return m_view; }
    RunCaption* caption() const { return m_caption; }

  private:
    RunCaption* m_caption;
    View* m_view;
};

} // namespace latent
