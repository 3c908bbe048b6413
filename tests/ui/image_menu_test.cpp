// SPDX-License-Identifier: GPL-3.0-or-later
// What the views show about an image's file, and what they request for it.
#include "tests/ui/fabricated.h"
#include "ui/controls/elided_label.h"
#include "ui/explore/inspector_panel.h"
#include "ui/images/contact_sheet.h"
#include "ui/images/image_grid.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_hover_card.h"
#include "ui/text/latent_text.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace latent;

namespace {

constexpr int kImages = 40;
constexpr int kLatent = 2;
enum class Source { Folder, OneFile, Generated };

DatasetPtr datasetFrom(Source source) {
    ImageDataset set = *fabricated::dataset(kImages);
    set.origin = source == Source::Generated ? "shapes" : "/data/pets";
    for (int i = 0; source == Source::Folder && i < kImages; ++i) {
        set.files.push_back(i < 38 ? "train/R&D, a long name of a folder/" + std::to_string(i) + ".png"
                                   : std::string("gr\xfcn.tif"));
        set.pages.push_back(i < 38 ? 0 : static_cast<std::uint32_t>(i - 37));
    }
    return std::make_shared<const ImageDataset>(std::move(set));
}

QStringList textsOf(const QMenu* menu) {
    QStringList texts;
    for (const QAction* action : menu->actions())
        if (!action->isSeparator()) texts << (action->isEnabled() ? "" : "- ") + action->text();
    return texts;
}

/// The menu that a right click at this point pops up; null: none.
QMenu* menuAt(QWidget* widget, QPoint point, QContextMenuEvent::Reason reason = QContextMenuEvent::Mouse) {
    QContextMenuEvent event(reason, point, widget->mapToGlobal(point));
    QApplication::sendEvent(widget, &event);
    return qobject_cast<QMenu*>(QApplication::activePopupWidget());
}

template <class View>
struct Asked {
    explicit Asked(View* view) {
        QObject::connect(view, &View::fileActionRequested, view, [this](Index asked, FileAction what) {
            image = asked;
            action = what;
        });
    }
    Index image = -1;
    std::optional<FileAction> action;
};

void choose(QMenu* menu, const QString& text) {
    for (QAction* const action : menu->actions())
        if (action->text() == text) action->trigger();
    menu->close();
}

struct Shown {
    Exploration exploration;
    InspectorPanel panel{&exploration};

    explicit Shown(Source source) {
        exploration.setDataset(datasetFrom(source));
        exploration.setSnapshot(fabricated::snapshot(std::vector<float>(kLatent, 1.0F), kImages));
        panel.resize(380, 760);
        panel.show();
        select(9);
    }
    void select(Index image) {
        exploration.select(image);
        panel.showInspection(fabricated::inspection(image, kLatent, {7, 2, 39}));
        QCoreApplication::processEvents();
    }
    ElidedLabel* file() const { return panel.findChild<ElidedLabel*>("file"); }
};

MapFramePtr frameOf() {
    MapFrame frame;
    for (int i = 0; i < kImages; ++i) {
        frame.x.push_back(static_cast<float>(i % 8));
        frame.y.push_back(static_cast<float>(i / 8));
    }
    return std::make_shared<const MapFrame>(std::move(frame));
}

struct Mapped {
    Exploration exploration;
    MapCanvas canvas{&exploration};

    explicit Mapped(Source source) {
        canvas.resize(600, 500);
        canvas.show();
        exploration.setDataset(datasetFrom(source));
        exploration.setMapFrame(frameOf());
        exploration.setSplit(MapSplit::Training);
        QSignalSpy drawn(&canvas, &MapCanvas::drawn);
        exploration.setMapFrame(exploration.mapFrame());
        QTRY_VERIFY(!drawn.isEmpty());
    }
    QPoint pixelOf(Index image) const {
        return canvas.view().toPixel({double(image % 8), double(image / 8)}).toPoint();
    }
};

} // namespace

class ImageMenuTest : public QObject {
    Q_OBJECT
  private slots:
    void theInspectorNamesTheFile() {
        Shown shown(Source::Folder);
        QCOMPARE(shown.file()->wholeText(), QString("train/R&D, a long name of a folder/9.png"));
        QVERIFY(shown.file()->isVisible());
        shown.select(39);
        QCOMPARE(shown.file()->wholeText(), QString("grün.tif, page 2"));
        QVERIFY(!Shown(Source::OneFile).file()->isVisible());
    }

    void aLongNameLosesItsMiddle() {
        ElidedLabel label;
        label.showText("short");
        label.resize(400, 20);
        QCOMPARE(label.text(), QString("short"));
        QVERIFY(label.toolTip().isEmpty());
        const QString name = QString("train/<b>%1/9.png").arg(QString(300, 'x'));
        label.showText(name);
        QVERIFY(label.text().startsWith("train") && label.text().endsWith("png") && label.text() != name);
        QCOMPARE(label.toolTip(), name.toHtmlEscaped());
        QVERIFY(label.fontMetrics().horizontalAdvance(label.text()) <= 400);
        label.showText({});
        QVERIFY(label.isHidden());
    }

    void theInspectorsMenu() {
        Shown shown(Source::Folder);
        const Asked<InspectorPanel> asked(&shown.panel);
        QMenu* menu = menuAt(&shown.panel, {60, 120});
        QVERIFY(menu != nullptr);
        const QStringList texts = textsOf(menu);
        QCOMPARE(texts.size(), 4);
        QCOMPARE(texts.first(), QString("- Coat #9"));
        QVERIFY2(texts[1].startsWith("- train/R&&D"), qPrintable(texts[1])); // not a mnemonic
        choose(menu, "Show in folder");
        QCOMPARE(asked.image, Index{9});
        QCOMPARE(asked.action, FileAction::ShowInFolder);
        const QPoint second = shown.panel.neighbourImages()->cellRect(1).center().toPoint();
        menu = menuAt(&shown.panel, shown.panel.neighbourImages()->mapTo(&shown.panel, second));
        QCOMPARE(textsOf(menu).first(), QString("- Bag #2"));
        choose(menu, "Open");
        QCOMPARE(asked.image, Index{2});
        QCOMPARE(asked.action, FileAction::Open);
        shown.exploration.select(-1);
        QVERIFY(menuAt(&shown.panel, {60, 120}) == nullptr);
    }

    void whatOneFileHoldsCannotBeOpenedAlone() {
        Shown shown(Source::OneFile);
        QMenu* const menu = menuAt(&shown.panel, {60, 120});
        QCOMPARE(textsOf(menu), QStringList({"- Coat #9", "Show in folder"}));
        menu->close();
        Shown generated(Source::Generated);
        QVERIFY(menuAt(&generated.panel, {60, 120}) == nullptr);
    }

    void theMapsMenu() {
        Mapped mapped(Source::Folder);
        const Asked<MapCanvas> asked(&mapped.canvas);
        QMenu* menu = menuAt(&mapped.canvas, mapped.pixelOf(12));
        QVERIFY(menu != nullptr);
        QCOMPARE(textsOf(menu).first(), QString("- Bag #12"));
        QCOMPARE(mapped.exploration.selected(), Index{-1}); // it only asks
        choose(menu, "Open");
        QCOMPARE(asked.image, Index{12});
        QVERIFY(menuAt(&mapped.canvas, mapped.pixelOf(12) + QPoint(25, 25)) == nullptr);
        mapped.exploration.select(3);
        menu = menuAt(&mapped.canvas, {1, 1}, QContextMenuEvent::Keyboard);
        QCOMPARE(textsOf(menu).first(), QString("- Coat #3"));
        menu->close();
        Mapped generated(Source::Generated);
        QVERIFY(menuAt(&generated.canvas, generated.pixelOf(12)) == nullptr);
    }

    void theHoverCardHasRoomForTheFile() {
        QWidget parent;
        parent.resize(600, 400);
        MapHoverCard card(&parent);
        const QImage image(28, 28, QImage::Format_Grayscale8);
        card.showAt({300, 200}, image, "Coat", "#9", {});
        const QSize without = card.size();
        card.showAt({300, 200}, image, "Coat", "#9", "a.png");
        QVERIFY(card.height() > without.height());
        QCOMPARE(card.width(), without.width());
        card.showAt({300, 200}, image, "Coat", "#9", QString(400, 'x') + ".png");
        QVERIFY(card.width() > without.width() && card.width() < 300);
        QVERIFY(parent.rect().contains(card.geometry().adjusted(14, 14, -14, -14)));
    }

    void theSheetsMenuAndTip() {
        ContactSheet sheet;
        sheet.resize(460, 320);
        const DatasetPtr dataset = datasetFrom(Source::Folder);
        sheet.setDataset(dataset);
        sheet.show();
        const Asked<ContactSheet> asked(&sheet);
        QMenu* menu = menuAt(sheet.viewport(), sheet.imageRect(5).center());
        QVERIFY(menu != nullptr);
        QCOMPARE(textsOf(menu).first(), QString("- Coat #5"));
        choose(menu, "Show in folder");
        QCOMPARE(asked.image, Index{5});
        sheet.setCurrent(8);
        menu = menuAt(sheet.viewport(), {1, 1}, QContextMenuEvent::Keyboard);
        QCOMPARE(textsOf(menu).first(), QString("- Bag #8"));
        menu->close();
        QCOMPARE(imageTip(*dataset, 5), QString("Coat #5<br>train/R&amp;D, a long name of a folder/5.png"));
        QCOMPARE(imageTip(*datasetFrom(Source::OneFile), 5), QString("Coat #5"));
    }
};

QTEST_MAIN(ImageMenuTest)
#include "image_menu_test.moc"
