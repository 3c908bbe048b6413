// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/opening_json.h"

#include <QTest>

using namespace latent;

class OpeningJsonTest : public QObject {
    Q_OBJECT
  private slots:
    void defaultsAreNotWritten() { QVERIFY(openingJson({}).empty()); }

    void comesBack() {
        OpenOptions options;
        options.transpose = true;
        options.imagesKey = "images";
        options.labelsKey = "kinds";
        options.labels = false;
        options.labelColumn = "species";
        options.width = 3;
        options.height = 2;
        options.side = 16;
        options.fit = ImageFit::Stretch;
        options.colour = ImageColour::Grey;
        options.ground = {1, 2, 3};
        QVERIFY(openingFromJson(openingJson(options)) == options);
    }

    void whatIsNotUnderstoodStaysAsUsual() {
        const nlohmann::json odd{{"labels", "no"}, {"labelColumn", 7},  {"width", -3},
                                 {"fit", "tile"},  {"colour", nullptr}, {"side", 2.5}};
        QVERIFY(openingFromJson(odd) == OpenOptions{});
        QVERIFY(openingFromJson(nlohmann::json::array()) == OpenOptions{});
    }
};

QTEST_GUILESS_MAIN(OpeningJsonTest)
#include "opening_json_test.moc"
