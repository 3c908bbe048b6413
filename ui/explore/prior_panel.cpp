// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/prior_panel.h"

#include "core/explore/traversal.h"
#include "ui/ask/asker.h"
#include "ui/controls/combo_box.h"
#include "ui/controls/style.h"
#include "ui/images/image_grid.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace latent {

PriorPanel::PriorPanel(Exploration* exploration, QWidget* parent)
    : QWidget(parent)
    , m_exploration(exploration)
    , m_head(new QLabel(this))
    , m_explanation(style::quietLabel({}, this))
    , m_empty(
          style::quietLabel(tr("Press Train: as soon as there is a model, its samples appear here."), this))
    , m_size(new ComboBox(this))
    , m_draw(new QPushButton(tr("Draw again"), this))
    , m_grid(new ImageGridView(this))
    , m_samples(fastLane(exploration->asker()), Asker::kBackground)
    , m_renewal(exploration, this, Renewal::Pace::Pictures) {
    m_head->setFont(style::strong(font()));
    m_empty->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_empty->setContentsMargins(style::kEdge, 6 * style::kUnit, style::kEdge, 0);
    for (const int side : {4, 6, 8, 10, 12}) m_size->addItem(tr("%1 × %1").arg(side), side);
    m_size->setObjectName(QStringLiteral("gridSize"));
    m_size->setAccessibleName(tr("Size of the grid"));
    m_size->setCurrentIndex(m_size->findData(8));
    m_draw->setObjectName(QStringLiteral("draw"));
    m_draw->setAutoDefault(false);
    m_draw->setToolTip(tr("Decodes fresh samples. (R)"));
    m_grid->setAccessibleName(tr("Samples; choose one to move the point there"));
    m_grid->setPlaceholder(columns(), columns());

    QHBoxLayout* line = new QHBoxLayout;
    line->setSpacing(2 * style::kUnit);
    line->addWidget(m_head, 1);
    line->addWidget(m_size);
    line->addWidget(m_draw);
    QVBoxLayout* layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::kEdge, 3 * style::kUnit, style::kEdge, style::kEdge);
    layout->setSpacing(2 * style::kUnit);
    layout->addLayout(line);
    layout->addWidget(m_explanation);
    layout->addWidget(m_empty);
    layout->addSpacing(style::kUnit);
    layout->addWidget(m_grid);
    layout->addStretch(1);

    connect(m_draw, &QPushButton::clicked, this, &PriorPanel::drawAgain);
    connect(m_size, &QComboBox::currentIndexChanged, this, [this] {
        if (m_grid->count() == 0) m_grid->setPlaceholder(columns(), columns());
        askSamples();
    });
    connect(m_grid, &ImageGridView::cellClicked, this, [this](int cell) {
        if (cell < m_points.cols()) m_exploration->setPoint(m_points.col(cell));
    });
    connect(m_exploration, &Exploration::drawChanged, this, &PriorPanel::askSamples);
    connect(m_exploration, &Exploration::snapshotChanged, this, &PriorPanel::takeSnapshot);
    connect(m_exploration, &Exploration::evidenceLeft, &m_samples, &GridDecoder::drop);
    connect(&m_renewal, &Renewal::due, this, &PriorPanel::askSamples);
    connect(&m_samples, &GridDecoder::failed, this, &PriorPanel::failed);
    connect(&m_samples, &GridDecoder::ready, this,
            [this](const ImageGrid& samples, const Evidence& evidence) {
                showSamples(samples);
                emit samplesShown(samples, evidence);
            });
    takeSnapshot();
}

int PriorPanel::columns() const {
    return m_size->currentData().toInt();
}

void PriorPanel::setColumns(int columns) {
    const int index = m_size->findData(columns);
    if (index >= 0) m_size->setCurrentIndex(index);
}

void PriorPanel::drawAgain() {
    if (m_exploration->latentSize() > 0) m_exploration->drawAgain();
}

void PriorPanel::askSamples() {
    if (!isVisible() || !m_exploration->snapshot()) return;
    m_samples.setShownPixels(m_grid->cellPixels(columns()));
    m_samples.show(m_exploration->evidence(),
                   priorGrid(m_exploration->range(), columns() * columns(), columns(),
                             static_cast<std::uint64_t>(m_exploration->draw())));
}

void PriorPanel::takeSnapshot() {
    const bool any = m_exploration->latentSize() > 0;
    setWords(m_exploration->hasPrior() || !any);
    m_empty->setVisible(!any);
    m_grid->setVisible(any);
    m_draw->setEnabled(any);
    m_size->setEnabled(any);
    if (m_points.cols() > 0 && m_points.rows() != m_exploration->latentSize()) {
        m_points = Matrix();
        m_grid->clear();
        m_grid->setPlaceholder(columns(), columns());
    }
}

void PriorPanel::setWords(bool prior) {
    m_head->setText(prior ? tr("Prior samples") : tr("Samples"));
    m_explanation->setText(
        prior ? tr("Each image is the decoder’s mean for a fresh z ~ N(0, I).")
              : tr("No prior: each image is the decoder’s mean for a normal draw with the codes’ "
                   "mean and spread."));
}

void PriorPanel::showSamples(const ImageGrid& samples) {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot || samples.columns <= 0 || samples.points.cols() != samples.images.cols()) return;
    m_points = samples.points;
    m_grid->showImages(samples.images, samples.shape, samples.columns);
}

void PriorPanel::setRawPixels(bool raw) {
    m_grid->setRawPixels(raw);
}

void PriorPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_R && event->modifiers() == Qt::NoModifier) return drawAgain();
    QWidget::keyPressEvent(event);
}

} // namespace latent
