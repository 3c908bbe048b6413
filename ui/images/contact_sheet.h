// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "ui/images/image_menu.h"

#include <QAbstractScrollArea>

#include <vector>

namespace latent {

enum class SheetSplit { All, Training, Test };

/// All images of a set, or those of a class or of a part of the split, in the order of the set; or some
/// images in any order. Only the rows that can be seen are drawn. Arrow keys, Page Up and Down, Home and End
/// choose an image, as does a click.
class ContactSheet : public QAbstractScrollArea {
    Q_OBJECT
  public:
    explicit ContactSheet(QWidget* parent = nullptr);

    /// Number of images that pass the filter.
    Index shownCount() const { return static_cast<Index>(m_shown.size()); }
    int columns() const;
    Index current() const { return m_current; } // image of the set; −1: none
    /// The image at a point of the viewport; −1: none.
    Index imageAt(QPoint point) const;
    /// Where an image is drawn, in the viewport; empty if it does not pass the filter.
    QRect imageRect(Index image) const;

    QSize sizeHint() const override;

  public slots:
    /// A new set starts at the top. Keeps class and split.
    void setDataset(latent::DatasetPtr dataset);
    /// The same images under other names.
    void renameClasses(latent::DatasetPtr dataset);
    /// label −1: all classes.
    void setFilter(int label, latent::SheetSplit split);
    /// These alone, in this order.
    void showImages(std::vector<std::uint32_t> images);
    /// Outlines the image and scrolls to it if it passes the filter. Emits nothing.
    void setCurrent(latent::Index image);
    void setRawPixels(bool raw);

  signals:
    /// The user chose an image.
    void imageChosen(latent::Index image);
    void fileActionRequested(latent::Index image, latent::FileAction action);
    void filtered();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool viewportEvent(QEvent* event) override;

  private:
    void refilter();
    void showFiltered();
    void refreshBars();
    void scrollTo(Index place);
    void choose(Index place);
    Index placeAfter(int key) const;
    Index placeOf(Index image) const;
    QRect rectOf(Index place) const;
    int rowHeight() const;
    int rowsOnPage() const;

    DatasetPtr m_dataset;
    std::vector<std::uint32_t> m_shown; // images that pass the filter, ascending, or those that were listed
    bool m_listed = false;
    QSize m_imageSize{28, 28}; // as drawn
    int m_label = -1;
    SheetSplit m_split = SheetSplit::All;
    Index m_top = 0; // place at the top left, kept when the width changes
    Index m_current = -1;
    bool m_raw = false;
    bool m_ringed = false; // the focus came through Tab
};

} // namespace latent
