// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/looking.h"

#include <QTest>

using namespace latent;

class LookingTest : public QObject {
    Q_OBJECT
  private slots:
    void isEqualToItsCopy();
    void differsInEachMember_data();
    void differsInEachMember();
    void stationsDiffer();
};

using Change = void (*)(Looking&);
void LookingTest::isEqualToItsCopy() {
    Looking looking;
    looking.point = Vector::Constant(3, 0.5F);
    QVERIFY(looking == Looking(looking));
}

void LookingTest::differsInEachMember_data() {
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, Change change) { QTest::newRow(name) << change; };
    row("selected", [](Looking& l) { l.selected = 7; });
    row("point", [](Looking& l) { l.point[1] = 2; });
    row("point of another size", [](Looking& l) { l.point = Vector::Zero(2); });
    row("no point", [](Looking& l) { l.point = Vector(); });
    row("axes", [](Looking& l) { l.axes.pca = true; });
    row("axes chosen", [](Looking& l) { l.axesChosen = true; });
    row("hidden classes", [](Looking& l) { l.hiddenClasses = {1}; });
    row("sheet", [](Looking& l) { l.sheet = Sheet::Manifold; });
    row("chosen", [](Looking& l) { l.chosen = ImageSet::of({1}); });
    row("hidden images", [](Looking& l) { l.hiddenImages = ImageSet::of({1}); });
    row("set A", [](Looking& l) { l.setA = ImageSet::of({1}); });
    row("set B", [](Looking& l) { l.setB = ImageSet::of({1}); });
    row("named", [](Looking& l) { l.named = {{"a", "b", {}}}; });
    row("tool", [](Looking& l) { l.tool = MapTool::Lasso; });
    row("combine", [](Looking& l) { l.combine = Combine::Add; });
    row("colour", [](Looking& l) { l.colour.by = MapColour::By::Kl; });
    row("factor", [](Looking& l) { l.colour.index = 1; });
    row("split", [](Looking& l) { l.split = MapSplit::All; });
    row("show", [](Looking& l) { l.show = MapStyle::Images; });
    row("show chosen", [](Looking& l) { l.showChosen = true; });
    row("ground", [](Looking& l) { l.ground = MapGround::Decoded; });
    row("ellipses", [](Looking& l) { l.ellipses = true; });
    row("window", [](Looking& l) { l.window = MapWindow{.unitsPerPixel = 0.1}; });
    row("draw", [](Looking& l) { l.draw = 1; });
    row("stations", [](Looking& l) { l.walk.stations = {Vector::Zero(3)}; });
    row("walk's path", [](Looking& l) { l.walk.path = WalkPath::Metric; });
    row("walk's steps", [](Looking& l) { l.walk.steps = 3; });
    row("walk's loop", [](Looking& l) { l.walk.loop = true; });
    row("walk's frame", [](Looking& l) { l.walk.at = 1; });
    row("moment", [](Looking& l) { l.moment = 100; });
}

void LookingTest::differsInEachMember() {
    QFETCH(Change, change);
    Looking looking;
    looking.point = Vector::Zero(3);
    Looking other = looking;
    change(other);
    QVERIFY(!(looking == other));
}

void LookingTest::stationsDiffer() {
    const std::vector<Vector> one{Vector::Zero(3)}, other{Vector::Zero(2)},
        two{Vector::Zero(3), Vector::Zero(3)};
    QVERIFY(sameStations(one, one) && sameStations({}, {}));
    QVERIFY(!sameStations(one, other) && !sameStations(one, two) && !sameStations(two, one));
    QVERIFY(!sameStations(one, {Vector::Constant(3, 1)}));
}

QTEST_GUILESS_MAIN(LookingTest)
#include "looking_test.moc"
