// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QDBusVariant;

namespace latent {

/// Whether the desktop asks programs to keep still: "enable-animations" of GNOME and others by the settings
/// portal, an animation time of zero of the style's (as KDE sets it). Asks without waiting, and hears of
/// changes.
class DesktopMotion : public QObject {
    Q_OBJECT
  public:
    explicit DesktopMotion(QObject* parent = nullptr);

    bool isReduced() const { return m_reduced; }

  signals:
    void reducedChanged(bool reduced);

  private slots:
    void takeSetting(const QString& group, const QString& key, const QDBusVariant& value);

  private:
    void askPortal();
    void setReduced(bool reduced);

    bool m_reduced = false;
};

} // namespace latent
