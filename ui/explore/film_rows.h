// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/state/exploration.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <vector>

class QScrollArea;

namespace latent {

class FilmHeader;
class FilmSlider;

/// A film slider for every latent dimension, in order of KL or of index. The order holds still while the
/// mouse drags and changes at most once a second.
class FilmRows : public QWidget {
    Q_OBJECT
  public:
    explicit FilmRows(Exploration* exploration, QWidget* parent = nullptr);

    /// Dimensions from the top row down.
    const std::vector<int>& order() const { return m_order; }
    FilmSlider* row(int dimension) const { return m_rows[static_cast<std::size_t>(dimension)]; }
    int rowCount() const { return static_cast<int>(m_rows.size()); }
    /// Dimensions whose rows can be seen, at least in part.
    std::vector<int> rowsInView() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  public slots:
    void showStrips(const latent::FilmStrips& strips);
    void setSortedByKl(bool sorted);
    void setRawPixels(bool raw);

  signals:
    /// Which rows can be seen, and across how many device pixels a frame of them is shown.
    void viewChanged(const std::vector<int>& dimensions, int framePixels);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void takeSnapshot();
    void showNumbers();
    void takePoint();
    void remakeRows(int count);
    FilmSlider* makeRow(int dimension);
    void updateKl();
    std::vector<int> wantedOrder() const;
    void sortWhenAllowed();
    void sortNow();
    void placeRows();
    void showView();
    void moveFocus(int dimension, int rows);
    void makeCurrent(int dimension);

    Exploration* m_exploration;
    FilmHeader* m_header;
    QScrollArea* m_area;
    QWidget* m_content;
    std::vector<FilmSlider*> m_rows; // by dimension
    std::vector<int> m_order;
    std::vector<float> m_kl; // nats, by dimension; −1: not known
    bool m_sortedByKl = true;
    bool m_raw = false;
    int m_drags = 0;
    int m_frames = 9;
    int m_rowHeight = 40;
    QElapsedTimer m_sinceNumbers;
    QTimer m_numbersLater;
    QElapsedTimer m_sinceSort;
    QTimer m_sortLater;
};

} // namespace latent
