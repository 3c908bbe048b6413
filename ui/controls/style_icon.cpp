// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/style.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

static void initialiseIconResources() {
    Q_INIT_RESOURCE(resources);
}

namespace latent::style {

namespace {

/// Draws an SVG at the requested size and pixel ratio, so that nothing is ever scaled up.
class SvgIconEngine : public QIconEngine {
  public:
    explicit SvgIconEngine(QByteArray svg)
        : m_svg(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        QSvgRenderer renderer(m_svg);
        painter->save();
        if (mode == QIcon::Disabled) painter->setOpacity(painter->opacity() * 0.4);
        renderer.render(painter, rect);
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new SvgIconEngine(m_svg); }

  private:
    QByteArray m_svg;
};

} // namespace

QIcon icon(const QString& name, const QColor& colour) {
    initialiseIconResources();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QByteArray svg = file.readAll();
    svg.replace("currentColor", colour.name().toLatin1());
    return QIcon(new SvgIconEngine(svg));
}

} // namespace latent::style
