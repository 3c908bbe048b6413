// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/desk.h"

#include "core/base/error.h"

#include <QTest>

namespace latent {
namespace {

Looking someLooking(int i) {
    Looking looking;
    looking.selected = 60'000 + i;
    looking.point = Vector::Constant(3, 0.1F * static_cast<float>(i)); // no finite binary fraction
    looking.axes = {.pca = false, .x = 2, .y = 1};
    looking.axesChosen = true;
    looking.hiddenClasses = {0, 7};
    looking.colour = {MapColour::By::Sigma, 1};
    looking.split = MapSplit::Test;
    looking.window = MapWindow{.x = 1.0 / 3, .y = -1e-9, .unitsPerPixel = 0.01};
    looking.moment = std::int64_t{1} << 40;
    looking.draw = 3;
    looking.sheet = Sheet::Traversals;
    looking.chosen = ImageSet::of({0, 63, 64, 59'999 + i});
    looking.hiddenImages = ImageSet::of({100 + i});
    looking.setA = ImageSet::of({i});
    looking.setB = ImageSet::all(1'000);
    looking.named = {{"dark \xc3\xa4 tops", "/data/\xfe.npy", ImageSet::of({5, 6})}, {"none", "shapes", {}}};
    looking.walk = {.stations = {Vector::Constant(3, 0.1F), Vector::Constant(3, 1e-7F)},
                    .path = WalkPath::Metric,
                    .steps = 100,
                    .loop = true,
                    .at = 7 + i};
    looking.show = MapStyle::Images;
    looking.showChosen = true;
    looking.ground = MapGround::Decoded;
    looking.ellipses = true;
    return looking;
}

Desk someDesk() {
    Desk desk;
    desk.run = "0123456789abcdef";
    desk.beside = {"fedcba9876543210", "0000000000000001"};
    desk.settings = Configuration();
    desk.settings->architecture.shape = {.width = 8, .height = 8, .channels = 1};
    desk.settings->training.learningRate = 0.0123F;
    desk.data = "/data/\xfe.npy";
    desk.looking = someLooking(1);
    for (int i = 0; i < 3; ++i) desk.steps.push_back({someLooking(i), someLooking(i + 1)});
    desk.done = 2;
    desk.file = "/home/\xff/a.latent"; // no UTF-8
    desk.changed = true;
    return desk;
}

} // namespace

class DeskTest : public QObject {
    Q_OBJECT
  private slots:
    void comesBackExactly_data();
    void comesBackExactly();
    void aDeskBeforeThereWereWalksIsRead();
    void everyPrefixIsRefused();
    void badValuesAreNamed_data();
    void badValuesAreNamed();
};

void DeskTest::comesBackExactly_data() {
    QTest::addColumn<bool>("empty");
    QTest::newRow("empty") << true;
    QTest::newRow("full") << false;
}

void DeskTest::comesBackExactly() {
    QFETCH(bool, empty);
    const Desk desk = empty ? Desk() : someDesk();
    QVERIFY(readDesk(deskText(desk), "session") == desk);
}

void DeskTest::aDeskBeforeThereWereWalksIsRead() {
    Desk desk = someDesk();
    desk.looking.walk = {};
    const std::string text = deskText(desk);
    QVERIFY(text.find("\"walk\"") > text.find("\"steps\"")); // only in the steps
    QVERIFY(readDesk(text, "session") == desk);
}

void DeskTest::everyPrefixIsRefused() {
    const std::string text = deskText(someDesk());
    for (std::size_t length = 0; length < text.size(); ++length)
        QVERIFY_THROWS_EXCEPTION(Error, readDesk(text.substr(0, length), "session"));
}

void DeskTest::badValuesAreNamed_data() {
    QTest::addColumn<std::string>("good");
    QTest::addColumn<std::string>("bad");
    QTest::addColumn<std::string>("sentence");
    const auto row = [](const char* name, const char* good, const char* bad, const char* sentence) {
        QTest::newRow(name) << std::string(good) << std::string(bad) << std::string(sentence);
    };
    row("newer", "\"version\":1", "\"version\":2",
        "session: desk: version 2 is newer than this program reads");
    row("axis", "\"x\":2", "\"x\":64", "session: desk.looking.axes.x: is not a whole number from 0 to 63");
    row("selection", "\"selected\":60001", "\"selected\":-2",
        "session: desk.looking.selected: is not a whole number from -1 to 2147483647");
    row("window", "0.01]", "0]", "session: desk.looking.window: has no scale above 0");
    row("walk's path", "\"path\":3", "\"path\":4",
        "session: desk.looking.walk.path: is not a whole number from 0 to 3");
    row("walk's steps", "\"steps\":100", "\"steps\":1",
        "session: desk.looking.walk.steps: is not a whole number from 2 to 600");
    row("walk's frame", "\"at\":8", "\"at\":-1",
        "session: desk.looking.walk.at: is not a whole number from 0 to 599");
    row("show", "\"show\":1", "\"show\":2", "session: desk.looking.show: is not a whole number from 0 to 1");
    row("ground", "\"ground\":2", "\"ground\":3",
        "session: desk.looking.ground: is not a whole number from 0 to 2");
    row("done", "\"done\":2", "\"done\":4", "session: desk.done: is not a whole number from 0 to 3");
    row("sets", "\"chosen\":0", "\"chosen\":99",
        "session: desk.steps[0].before.chosen: is not a whole number from 0 to 14");
    row("a damaged set", "\"image_sets\":[\"AAAd", "\"image_sets\":[\"BBBd",
        "session: desk.image_sets: holds a set that is too large or damaged");
    row("missing", "\"done\":2,", "", "session: desk.done: is missing");
}

void DeskTest::badValuesAreNamed() {
    QFETCH(std::string, good);
    QFETCH(std::string, bad);
    QFETCH(std::string, sentence);
    std::string text = deskText(someDesk());
    text.replace(text.find(good), good.size(), bad);
    try {
        readDesk(text, "session");
        QFAIL("was accepted");
    } catch (const Error& error) {
        QCOMPARE(QString::fromUtf8(error.what()), QString::fromStdString(sentence));
    }
}

} // namespace latent

QTEST_GUILESS_MAIN(latent::DeskTest)
#include "desk_test.moc"
