// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/replot_throttle.h"
#include "ui/state/exploration.h"

namespace latent {

/// Says when a view asks anew what it shows of a model: at once where a person waits for it, which is when
/// another run or moment is shown or the view comes into sight, and now and then while training goes on. What
/// the person moves is for the view to ask itself. GUI thread.
class Renewal : public QObject {
    Q_OBJECT
  public:
    enum class Pace {
        Pictures, // five times a second where somebody is looking, else seldom
        Calm,     // what cannot be read as fast, or searches all codes
    };

    /// Nothing is due while `view` is hidden; null: it is needed elsewhere too. Both outlive this.
    Renewal(Exploration* exploration, QWidget* view, Pace pace);

  signals:
    void due();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void follow();
    void setInterval();
    void tell();

    Exploration* m_exploration;
    QWidget* m_view;
    Pace m_pace;
    ReplotThrottle m_soon;
    std::optional<std::int64_t> m_moment; // that was looked at last
    bool m_left = true;                   // what comes next is something else
};

} // namespace latent
