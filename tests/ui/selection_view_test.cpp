// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/selection_view.h"

#include "core/model/network_layout.h"
#include "tests/ui/fabricated.h"
#include "ui/ask/asker.h"
#include "ui/controls/style.h"
#include "ui/images/contact_sheet.h"
#include "ui/images/image_view.h"
#include "ui/selection/class_bars.h"
#include "ui/selection/named_set_list.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace latent;

namespace {

constexpr int kImages = 40; // Bags are even; every tenth is a test image

struct Fixture {
    Asker asker;
    SharedLooking looking;
    Exploration exploration{&looking, Exploration::Role::Leads, &asker};
    SelectionView view{&exploration};

    Fixture() {
        view.resize(360, 700);
        view.show();
        exploration.setDataset(fabricated::dataset(kImages));
    }
    void choose(const std::vector<Index>& images) {
        exploration.setChosen(ImageSet::of(images));
        QTRY_VERIFY(view.summary() && view.summary()->images == exploration.chosen());
        QTRY_COMPARE(view.sheet()->shownCount(), exploration.chosen().count());
    }
    QPushButton* button(const QString& text) const {
        for (auto* const found : view.findChildren<QPushButton*>())
            if (found->text() == text) return found;
        return nullptr;
    }
    void press(const QString& text) { QTest::mouseClick(button(text), Qt::LeftButton); }
};

} // namespace

class SelectionViewTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }

    void showsWhatIsSelected() {
        Fixture f;
        QVERIFY(f.view.meanImage()->isEmpty());
        f.choose({2, 5, 8});
        QCOMPARE(f.view.bars()->bars().size(), std::size_t{2});
        QCOMPARE(f.view.bars()->bars()[0].name, QStringLiteral("Bag"));
        QCOMPARE(f.view.bars()->bars()[0].count, Index{2});
        const DatasetPtr dataset = f.exploration.dataset();
        for (std::size_t p = 0; p < 64; ++p) {
            const int sum = dataset->image(2)[p] + dataset->image(5)[p] + dataset->image(8)[p];
            QCOMPARE(f.view.meanImage()->pixels()[static_cast<Index>(p)], static_cast<float>(sum) / 765.F);
        }
        f.exploration.setChosen({});
        QVERIFY(f.view.meanImage()->isEmpty());
        QCOMPARE(f.view.sheet()->shownCount(), Index{0});
        QVERIFY(!f.button(QStringLiteral("Hide"))->isVisible());
    }

    void aClickInTheSheetGoesToTheImage() {
        Fixture f;
        f.choose({2, 5, 8});
        const QRect at = f.view.sheet()->imageRect(5);
        QVERIFY(!at.isEmpty());
        QTest::mouseClick(f.view.sheet()->viewport(), Qt::LeftButton, {}, at.center());
        QCOMPARE(f.exploration.selected(), Index{5});
    }

    void theSheetIsOrdered() {
        Fixture f;
        const std::shared_ptr<Snapshot> snapshot = fabricated::snapshot({1, 1}, kImages); // codes grow
        snapshot->model.weights.resize(static_cast<std::size_t>(weightCount(snapshot->model.architecture)));
        f.exploration.setSnapshot(snapshot);
        auto* const order = f.view.findChild<QComboBox*>(QStringLiteral("order"));
        f.exploration.setChosen(ImageSet::of({0, 10, 20}));
        order->setCurrentIndex(order->findText(QStringLiteral("most typical first")));
        QTRY_VERIFY(f.view.sheet()->imageAt(f.view.sheet()->imageRect(0).center()) == 0);
        QTRY_COMPARE(f.view.sheet()->imageAt({10, 10}), Index{10});
    }

    void hidesShowsAloneAndShowsAll() {
        Fixture f;
        f.choose({0, 2});
        f.press(QStringLiteral("Hide"));
        QCOMPARE(f.exploration.hiddenImages(), ImageSet::of({0, 2}));
        QTest::mouseClick(f.view.findChild<QPushButton*>(QStringLiteral("showAll")), Qt::LeftButton);
        QVERIFY(f.exploration.hiddenImages().empty());
        f.press(QStringLiteral("Show alone"));
        QCOMPARE(f.exploration.shownImages(), ImageSet::of({0, 2}));
    }

    void invertTakesTheOtherShownImages() {
        Fixture f;
        f.exploration.setHiddenClasses({1});
        f.choose({0, 2});
        f.press(QStringLiteral("Invert"));
        QCOMPARE(f.exploration.chosen(), f.exploration.shownImages().without(ImageSet::of({0, 2})));
        QVERIFY(!f.exploration.chosen().contains(1));
    }

    void namedSelectionsComeBack() {
        Fixture f;
        f.choose({0, 2});
        f.press(QStringLiteral("Name…"));
        NamedSetList* const list = f.view.namedSets();
        QCOMPARE(list->count(), 1);
        auto* const editor = list->viewport()->findChild<QLineEdit*>(); // the name can be typed at once
        QVERIFY(editor);
        QTest::keyClicks(editor, QStringLiteral("dark ones"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(QString::fromStdString(f.exploration.namedSets()[0].name), QStringLiteral("dark ones"));
        f.choose({5});
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
        QCOMPARE(f.exploration.chosen(), ImageSet::of({0, 2}));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QVERIFY(f.exploration.namedSets().empty());
        QVERIFY(!list->isVisible());
    }

    void namesBelongToTheirImages() {
        Fixture f;
        f.choose({0, 2});
        f.exploration.nameSet("mine", f.exploration.chosen());
        auto other = std::make_shared<ImageDataset>(*fabricated::dataset(20));
        other->origin = "elsewhere";
        f.exploration.setDataset(other);
        QCOMPARE(f.view.namedSets()->count(), 0);
        QVERIFY(f.exploration.chosen().empty());
        f.exploration.setDataset(fabricated::dataset(kImages));
        QCOMPARE(f.view.namedSets()->count(), 1);
    }
};

QTEST_MAIN(SelectionViewTest)
#include "selection_view_test.moc"
