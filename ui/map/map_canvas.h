// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/replot_throttle.h"
#include "ui/images/image_menu.h"
#include "ui/map/catch_outline.h"
#include "ui/map/map_glide.h"
#include "ui/map/map_layers.h"
#include "ui/map/map_markers.h"
#include "ui/map/map_viewport.h"
#include "ui/map/point_cloud.h"
#include "ui/state/exploration.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace latent {

class CloudColours;
class MapHoverCard;
class MapLegend;
class MapOverview;
class MapTools;

/// The plane of the map: points, markers, legend, and all that mouse and keys do to them. Shows the
/// Exploration and asks it to change. Paints itself: a plotting library's layers would cost more than the
/// points.
class MapCanvas : public QWidget {
    Q_OBJECT
  public:
    static constexpr double kClickRadius = 8; // pixels
    static constexpr int kDwellMs = 120;
    static constexpr int kRestMs = 500; // after which a moved map is where the person wanted it

    explicit MapCanvas(Exploration* exploration, QWidget* parent = nullptr);

    const PointCloud& cloud() const { return m_cloud; }
    const MapGlide& glide() const { return m_glide; }
    const MapViewport& view() const { return m_viewport; }
    MapLegend* legendCard() const { return m_legend; }
    MapTools* tools() const { return m_tools; }
    CloudColours* colours() const { return m_colours; }
    MapHoverCard* hoverCard() const { return m_card; }
    MapOverview* overview() const { return m_overview; }
    MapLayers& layers() { return m_layers; }
    /// The image at a pixel: the one whose picture lies there, or the nearest point; −1: none.
    Index pick(QPointF pixel, double radius) const;
    /// Points of the chosen split in the present frame, hidden classes left out.
    Index shownCount() const { return m_cloud.shownCount(); }
    double pointDiameter() const { return m_cloud.diameter(); }
    double pointOpacity() const { return m_cloud.opacity(); }
    /// Of images that are shown instead of points, logical pixels.
    double imageSize() const { return m_layers.images().imageSize(m_cloud.shownCount()); }
    bool isGridVisible() const { return m_grid; }
    /// Whether somebody may be looking: the map is shown, in a window of the program that is being used.
    bool isWatched() const { return m_watched; }

    /// The view as it is, with markers and the whole legend. size in logical pixels of the painter.
    void renderTo(QPainter& painter, QSize size);

  public slots:
    void setPointDiameter(double diameter); // logical pixels; 0: by the number of points
    void setPointOpacity(double opacity);   // 0 … 1; 0: by the number of points
    void setImageSize(double size);         // logical pixels; 0: by the number of images
    void setGridVisible(bool visible);
    /// Points and grid from now on as in the other map.
    void lookLike(const MapCanvas* other);
    void setRawImages(bool raw);
    /// Where two maps stand side by side, the first one's legend serves both.
    void setLegendShown(bool shown);
    /// As the desktop asks: points jump to where training has brought them.
    void setMotionReduced(bool reduced);
    /// Shows all points, and follows them again.
    void fit();

  signals:
    /// Other points are shown than before, or fewer, or coloured in another way.
    void pointsChanged();
    /// Size or opacity of the points, or the grid.
    void lookChanged();
    void fileActionRequested(latent::Index image, latent::FileAction action);
    /// A new frame is ready; it is painted next.
    void drawn();
    void watchedChanged(bool watched);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    enum class Gesture { None, Undecided, Pan, Marker, Catch };

    void connectExploration();
    void showDataset();
    void showFrame();
    void showGlide();
    void showDrawing();
    void updateWatched();
    void showColours();
    void showTool();
    void showMarkers();
    std::optional<PlaneCovariance> posteriorOnMap(const Projection& projection) const;
    void showHint();
    void applyTheme();
    void placeLegend();
    void placeModeLine();
    void placeOverview();
    void centreOn(QPointF place);
    void draw();
    QRegion markerArea() const;
    void drawPoints();
    void placePoints();
    void requestPoints();
    void requestMarkers() { m_throttle.request(); }
    void requestGlide();
    void followHand();
    void keepWindow();
    void showWindow();
    void paintGrid(QPainter& painter) const;
    /// Where 99.5 % of the shown points lie along each axis; empty without points.
    QRectF pointArea() const;

    bool nearMarker(QPointF pixel) const;
    void movePointTo(QPointF pixel);
    void selectImage(Index image);
    void click(QPointF pixel);
    void stepNeighbours(int by);
    void beginCatch();
    void followCatch();
    void catchPoints();
    void endCatch();
    void cancelCatch();
    void catchOne(QPointF pixel, Combine how);
    bool leaveMode();
    void showCursor(QPointF pixel);
    void hover(QPointF pixel);
    void showCard(Index image, QPointF pixel);
    void hideCard();

    Exploration* m_exploration;
    PointCloud m_cloud;
    MapLayers m_layers;
    MapGlide m_glide;
    bool m_watched = false;
    bool m_motionReduced = false;
    MapMarkers m_markers;
    MapLegend* m_legend;
    MapHoverCard* m_card;
    MapTools* m_tools;
    CloudColours* m_colours;
    QLabel* m_hint;
    QLabel* m_modeLine;
    MapOverview* m_overview;
    ReplotThrottle m_throttle;
    MapViewport m_viewport;
    MapAxes m_shownAxes;
    bool m_raw = false;
    bool m_legendShown = true;
    bool m_grid = false;
    bool m_pointsDirty = true;
    bool m_wholeDirty = true; // what is drawn is something else than in the last frame
    QRegion
        m_marked; // where markers were painted since the last frame: a hand may have moved the view meanwhile
    bool m_focusFrame = false; // reached by the keyboard

    // Mouse and keys
    Gesture m_gesture = Gesture::None;
    QPointF m_pressed;
    Qt::KeyboardModifiers m_pressedKeys;
    QPointF m_lastMouse;
    Index m_selectedBeforeClick = -1;
    Vector m_pointBeforeClick;
    QTimer m_dwell;
    QTimer m_rest; // of the hand that moved the map
    Index m_hovered = -1;
    CatchOutline m_outline;
    ImageSet m_chosenBefore; // a catch joins these
    Combine m_how = Combine::Replace;
    bool m_catchMoved = false; // since points were caught last
    std::vector<Index> m_tour; // a selected image, then its neighbours; the arrow keys walk along it
    std::size_t m_tourAt = 0;
};

} // namespace latent
