// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/traversal_panel.h"

#include "core/explore/traversal.h"
#include "ui/ask/asker.h"
#include "ui/controls/combo_box.h"
#include "ui/controls/style.h"
#include "ui/explore/dimension_order.h"
#include "ui/images/image_grid.h"
#include "ui/text/latent_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace latent {
namespace {

/// The grid's rows in another order.
ImageGrid ordered(const ImageGrid& grid, const std::vector<int>& order) {
    ImageGrid sorted = grid;
    for (std::size_t row = 0; row < order.size(); ++row)
        sorted.points.middleCols(static_cast<Index>(row) * grid.columns, grid.columns) =
            grid.points.middleCols(Index{order[row]} * grid.columns, grid.columns);
    return sorted;
}

} // namespace

TraversalPanel::TraversalPanel(Exploration* exploration, QWidget* parent)
    : QWidget(parent)
    , m_exploration(exploration)
    , m_empty(style::quietLabel(
          tr("Press Train: as soon as there is a model, what its dimensions do appears here."), this))
    , m_frames(new ComboBox(this))
    , m_scroll(new QScrollArea(this))
    , m_grid(new ImageGridView)
    , m_decoder(fastLane(exploration->asker()), Asker::kBackground)
    , m_renewal(exploration, this, Renewal::Pace::Pictures) {
    auto* const head = new QLabel(tr("Traversals"), this);
    head->setFont(style::strong(font()));
    m_empty->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_empty->setContentsMargins(style::kEdge, 6 * style::kUnit, style::kEdge, 0);
    for (const int frames : {5, 7, 9, 11}) m_frames->addItem(tr("%1 steps").arg(frames), frames);
    m_frames->setCurrentIndex(m_frames->findData(7));
    m_frames->setObjectName(QStringLiteral("frames"));
    m_frames->setAccessibleName(tr("Steps of each dimension"));
    m_grid->setFixedAspect();
    m_grid->setAccessibleName(tr("A row for each dimension; choose an image to move the point there"));
    m_scroll->setWidget(m_grid);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // the grid's width decides on its height
    auto* const line = new QHBoxLayout;
    line->addWidget(head, 1);
    line->addWidget(m_frames);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::kEdge, 2 * style::kUnit, 0, style::kEdge);
    layout->setSpacing(2 * style::kUnit);
    line->setContentsMargins(0, 0, style::kEdge, 0);
    layout->addLayout(line);
    QLabel* const explanation =
        style::quietLabel(tr("Each row moves one dimension of the current point from low to "
                             "high. The dimensions that carry most "
                             "come first."),
                          this);
    explanation->setContentsMargins(0, 0, style::kEdge, 0);
    layout->addWidget(explanation);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_scroll, 1);
    connect(m_frames, &QComboBox::currentIndexChanged, this, &TraversalPanel::ask);
    connect(m_grid, &ImageGridView::cellClicked, this, [this](int cell) {
        if (cell < m_points.cols()) m_exploration->setPoint(m_points.col(cell));
    });
    connect(m_exploration, &Exploration::pointChanged, this, &TraversalPanel::ask);
    connect(m_exploration, &Exploration::snapshotChanged, this, &TraversalPanel::takeSnapshot);
    connect(m_exploration, &Exploration::evidenceLeft, &m_decoder, &GridDecoder::drop);
    connect(&m_renewal, &Renewal::due, this, &TraversalPanel::ask);
    connect(&m_decoder, &GridDecoder::failed, this, &TraversalPanel::failed);
    connect(&m_decoder, &GridDecoder::ready, this, [this](const ImageGrid& grid) { showGrid(grid); });
    takeSnapshot();
}

int TraversalPanel::frames() const {
    return m_frames->currentData().toInt();
}

void TraversalPanel::ask() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const Vector& point = m_exploration->point();
    if (!isVisible() || !snapshot || point.size() == 0) return;
    // The order of the last training step would move rows about: that of the first look stays.
    if (static_cast<Index>(m_order.size()) != point.size())
        m_order = dimensionsBy(carriedBy(*snapshot), static_cast<int>(point.size()));
    m_decoder.setShownPixels(m_grid->cellPixels(frames()));
    m_decoder.show(m_exploration->evidence(),
                   ordered(traversalGrid(point, m_exploration->range(), frames()), m_order));
}

void TraversalPanel::takeSnapshot() {
    const bool any = m_exploration->latentSize() > 0;
    m_empty->setVisible(!any);
    m_scroll->setVisible(any);
    m_frames->setEnabled(any);
    if (m_points.cols() == 0 || m_points.rows() == m_exploration->latentSize()) return;
    m_points = Matrix();
    m_order.clear();
    m_grid->clear();
}

void TraversalPanel::showGrid(const ImageGrid& grid) {
    if (grid.points.rows() != m_exploration->latentSize() || grid.images.cols() != grid.points.cols()) return;
    m_points = grid.points;
    m_grid->showImages(grid.images, grid.shape, grid.columns);
    QStringList tips;
    for (Index cell = 0; cell < grid.points.cols(); ++cell) {
        const int dimension = m_order[static_cast<std::size_t>(cell / grid.columns)];
        tips << tr("%1 = %2").arg(latentName(dimension),
                                  codeText(static_cast<double>(grid.points(dimension, cell))));
    }
    m_grid->setCellNotes(tips);
}

void TraversalPanel::setRawPixels(bool raw) {
    m_grid->setRawPixels(raw);
}

} // namespace latent
