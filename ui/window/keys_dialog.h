// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/key_list.h"

#include <QDialog>

namespace latent {

/// All keys of the window, by what they are for.
class KeysDialog : public QDialog {
    Q_OBJECT
  public:
    explicit KeysDialog(const std::vector<KeyEntry>& keys, QWidget* parent = nullptr);
};

} // namespace latent
