// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/walk/walk_player.h"

#include "ui/controls/steady_label.h"
#include "ui/controls/style.h"
#include "ui/images/image_view.h"
#include "ui/text/number_text.h"
#include "ui/walk/film_scrubber.h"
#include "ui/walk/walk_plot.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace latent {
namespace {

constexpr int kSmallestImage = 100;
constexpr int kLargestImage = 136;

} // namespace

WalkPlayer::WalkPlayer(QWidget* parent)
    : QWidget(parent)
    , m_image(new ImageView(this))
    , m_frameText(new SteadyLabel(this))
    , m_change(new SteadyLabel(this))
    , m_nearness(new SteadyLabel(this))
    , m_play(new QPushButton(tr("Play"), this))
    , m_save(new QPushButton(tr("Save…"), this))
    , m_scrubber(new FilmScrubber(this))
    , m_plot(new WalkPlot(this)) {
    build();
    m_timer.setInterval(kWalkFrameMs);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &WalkPlayer::playOn);
    connect(m_play, &QPushButton::clicked, this, &WalkPlayer::setPlaying);
    connect(m_save, &QPushButton::clicked, this, [this] { emit saveRequested(m_film); });
    const auto move = [this](int frame) { // the hand wins
        setPlaying(false);
        emit frameChosen(frame);
    };
    connect(m_scrubber, &FilmScrubber::frameChosen, this, move);
    connect(m_plot, &WalkPlot::frameChosen, this, move);
}

void WalkPlayer::build() {
    m_image->setAccessibleName(tr("Frame of the walk"));
    m_play->setObjectName(QStringLiteral("playWalk"));
    m_play->setCheckable(true);
    m_play->setToolTip(tr("Plays the walk from this frame on. (P)"));
    m_save->setObjectName(QStringLiteral("saveWalk"));
    m_save->setToolTip(tr("Saves the walk as a WebP or GIF animation, or as a PNG sheet of its frames."));
    for (QPushButton* const button : {m_play, m_save}) {
        button->setProperty("align", QStringLiteral("left"));
        button->setAutoDefault(false);
    }
    m_frameText->setFont(style::strong(m_frameText->font()));
    m_frameText->setForegroundRole(QPalette::WindowText);
    for (SteadyLabel* const number : {m_change, m_nearness}) {
        number->setFont(style::small(number->font()));
        number->setForegroundRole(QPalette::PlaceholderText);
    }
    m_change->setToolTip(
        tr("From this frame to the next: root of the pixels’ mean squared difference, where black "
           "to white is 1."));
    m_nearness->setToolTip(
        tr("Mean distance to the %1 nearest codes, in the units of the latent space.").arg(kNearCodes));

    QVBoxLayout* side = new QVBoxLayout;
    side->setSpacing(style::kUnit);
    side->addWidget(m_frameText);
    side->addWidget(m_change);
    side->addWidget(m_nearness);
    side->addSpacing(style::kUnit);
    side->addWidget(m_play);
    side->addWidget(m_save);
    side->addStretch(1);
    QHBoxLayout* top = new QHBoxLayout;
    top->setSpacing(style::kEdge);
    top->addWidget(m_image, 0, Qt::AlignTop);
    top->addLayout(side, 1);
    QVBoxLayout* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * style::kUnit);
    layout->addLayout(top);
    layout->addWidget(m_scrubber);
    layout->addWidget(m_plot);
}

void WalkPlayer::showFilm(const WalkFilm& film) {
    m_film = film;
    m_scrubber->showFilm(film);
    if (film.frames() == 0) {
        setPlaying(false);
        m_image->clear();
        m_plot->clear();
        return;
    }
    m_plot->showWalk(*film.walk);
    showFrame(m_frame);
}

void WalkPlayer::showFrame(int frame) {
    m_frame = frame;
    if (m_film.frames() == 0) return;
    const int shown = std::clamp(frame, 0, m_film.frames() - 1);
    m_image->showImage(m_film.walk->images.col(shown), m_film.walk->shape);
    m_scrubber->showFrame(shown);
    m_plot->showFrame(shown);
    showNumbers();
}

void WalkPlayer::showNumbers() {
    const int shown = m_scrubber->value();
    m_frameText->showText(tr("Frame %1 of %2").arg(shown + 1).arg(m_film.frames()),
                          tr("Frame %1 of %2").arg(88).arg(88));
    const auto place = static_cast<std::size_t>(shown);
    const auto text = [place](const std::vector<float>& values, int decimals) {
        return place < values.size() ? inLocale(static_cast<double>(values[place]), decimals) : tr("–");
    };
    m_change->showText(tr("Change a step: %1").arg(text(m_film.walk->change, 4)), {});
    m_nearness->showText(tr("Distance to data: %1").arg(text(m_film.walk->nearness, 2)), {});
}

void WalkPlayer::setPlaying(bool playing) {
    const bool can = playing && m_film.frames() > 1;
    m_play->setChecked(can);
    m_play->setText(can ? tr("Pause") : tr("Play"));
    if (can == isPlaying()) return;
    if (!can) return m_timer.stop();
    if (!m_film.loop && m_scrubber->value() == m_film.frames() - 1) emit frameChosen(0);
    m_timer.start();
}

void WalkPlayer::playOn() {
    const int next = m_scrubber->value() + 1;
    if (next < m_film.frames()) return emit frameChosen(next);
    if (m_film.loop) return emit frameChosen(0);
    setPlaying(false);
}

void WalkPlayer::setRawPixels(bool raw) {
    m_image->setRawPixels(raw);
}

// The image leaves room for the rest of the page in a small window.
void WalkPlayer::resizeEvent(QResizeEvent*) {
    m_image->setFixedWidth(std::clamp(width() / 2, kSmallestImage, kLargestImage));
}

void WalkPlayer::hideEvent(QHideEvent* event) {
    setPlaying(false);
    QWidget::hideEvent(event);
}

} // namespace latent
