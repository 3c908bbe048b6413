// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/looking.h"

#include <QObject>

namespace latent {

/// The one Looking that all views share, and who changed it. GUI thread only.
class SharedLooking : public QObject {
    Q_OBJECT
  public:
    enum class By {
        Person,
        Program, // because the model or the images are others: no step of the person's to undo
    };

    using QObject::QObject;

    const Looking& value() const { return m_value; }
    /// Emits nothing where it is so already.
    void set(const Looking& looking, By by);

  signals:
    void changed(const latent::Looking& before, latent::SharedLooking::By by);

  private:
    Looking m_value;
};

} // namespace latent
