// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>

namespace latent {

/// A line that says whose a view is, where two runs stand side by side: a dot in the run's colour, its name,
/// and a few words. Hidden without a name.
class RunCaption : public QWidget {
    Q_OBJECT
  public:
    explicit RunCaption(QWidget* parent = nullptr);

    void setText(const QColor& colour, const QString& name, const QString& words);
    QSize sizeHint() const override;

  signals:
    void clicked();

  protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QColor m_colour;
    QString m_name;
    QString m_words;
};

} // namespace latent
