// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace latent {

/// All keys of the window, in two columns.
class KeysDialog : public QDialog {
    Q_OBJECT
  public:
    explicit KeysDialog(QWidget* parent = nullptr);
};

} // namespace latent
