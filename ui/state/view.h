// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QKeySequence>
#include <QWidget>

#include <vector>

namespace latent {

/// A part of the window that shows what is looked at and asks for something else to be looked at. Its kind
/// gives it its place, its key and its picture; views know nothing of each other.
class View : public QWidget {
    Q_OBJECT
  public:
    enum class Place { Map, Plot, Tab };
    struct Kind {
        QString name;    // by which the window remembers it and its picture's file is called: "map"
        QString title;   // "Sliders"
        QString picture; // in the menu that saves pictures: "Map…"
        Place place = Place::Tab;
        QKeySequence key{};    // brings a tab to the front
        bool together = false; // the first run's view shows the runs beside it too
    };

    explicit View(const Kind& kind, QWidget* parent = nullptr);

    const Kind& kind() const { return m_kind; }

    /// What is saved as a picture, at so many device pixels a logical one.
    QImage grabImage(double scale);
    /// Logical pixels.
    virtual QSize pictureSize() const { return size(); }
    /// What stands once above the views of all runs; a window may take it out. Null: nothing.
    virtual QWidget* header() const { return nullptr; }
    /// Whether renderTo() draws it at any size and in vector formats: else it is a picture of the widget.
    virtual bool isPlot() const { return false; }
    /// size: in the painter's logical pixels.
    virtual void renderTo(QPainter& painter, QSize size);
    /// One-channel images as they are stored, instead of on the theme's ground.
    virtual void setRawPixels(bool raw) { Q_UNUSED(raw) }

  signals:
    /// What it asked could not be answered.
    void failed(const QString& sentence);

  private:
    Kind m_kind;
};

/// The first view of this type; null: there is none.
template <class T>
T* viewIn(const std::vector<View*>& views) {
    for (View* const view : views)
        if (auto* const found = qobject_cast<T*>(view)) return found;
    return nullptr;
}

} // namespace latent
