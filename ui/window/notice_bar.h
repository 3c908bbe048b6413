// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QTimer;

namespace latent {

/// A message over the bottom of its parent: nothing is moved, nothing is blocked. The newest one counts.
class NoticeBar : public QWidget {
    Q_OBJECT
  public:
    enum class Kind { Info, Warning };
    explicit NoticeBar(QWidget* parent);

    QString text() const;
    QPushButton* offerButton() const { return m_offer; }

  public slots:
    void showInfo(const QString& sentence, int hideAfterMs = 6000); // 0: stays
    /// Stays until it is dismissed.
    void showWarning(const QString& sentence);
    /// With a button that takes it up. Stays until then, or until it is dismissed.
    void showOffer(const QString& sentence, const QString& button);
    void dismiss();

  signals:
    void offerTaken();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void showNotice(Kind kind, const QString& sentence, int hideAfterMs, bool offers = false);
    void place();
    void refreshIcons();

    Kind m_kind = Kind::Info;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_offer;
    QPushButton* m_close;
    QTimer* m_timer;
};

} // namespace latent
