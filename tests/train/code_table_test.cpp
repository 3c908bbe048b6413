// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/train/code_table.h"

#include <QTest>

#include <deque>
#include <optional>
#include <set>
#include <thread>

using namespace latent;

namespace {

constexpr Index kLatent = 3, kImages = 40, kBatch = 7;

std::vector<std::uint32_t> someImages(Random& random) {
    std::vector<std::uint32_t> images(kBatch);
    for (std::uint32_t& image : images) image = static_cast<std::uint32_t>(random.uniform() * kImages);
    std::sort(images.begin(), images.end());
    images.erase(std::unique(images.begin(), images.end()), images.end());
    return images;
}

} // namespace

/// Against one plain matrix, which is written to and copied.
class CodeTableTest : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        m_table.emplace(kLatent, kImages);
        m_plain = Matrix::Zero(kLatent, kImages);
        m_value = 0;
    }

    void snapshotsAreWhatWasPut_data() {
        QTest::addColumn<int>("kept");
        QTest::newRow("the last one alone") << 1;
        QTest::newRow("some, for a while") << 3;
        QTest::newRow("many") << 9;
    }
    void snapshotsAreWhatWasPut() {
        QFETCH(int, kept);
        Random random(1, Stream::Data);
        std::deque<std::pair<std::shared_ptr<const Matrix>, Matrix>> held;
        for (int round = 0; round < 20'000; ++round) { // the list of changes is begun anew once or twice
            const double what = random.uniform();
            if (what < 0.6) {
                put(someImages(random));
            } else if (what < 0.7) {
                writeColumns(someImages(random));
            } else if (what < 0.9) {
                held.emplace_back(m_table->snapshot(), m_plain);
            } else if (!held.empty()) {
                held.pop_front();
            }
            while (static_cast<int>(held.size()) > kept) held.pop_front();
            for (const auto& [snapshot, plain] : held) QVERIFY(*snapshot == plain);
        }
    }

    void twoTablesAreEnough() {
        Random random(2, Stream::Data);
        std::set<const Matrix*> tables;
        std::shared_ptr<const Matrix> shown;
        for (int round = 0; round < 50; ++round) {
            shown = m_table->snapshot();
            tables.insert(shown.get());
            put(someImages(random)); // by now the one before has come back
        }
        QCOMPARE(tables.size(), std::size_t{2});
    }

    void waitsForATableThatComesBack() {
        Random random(4, Stream::Data);
        std::shared_ptr<const Matrix> older = m_table->snapshot();
        const Matrix* const memory = older.get();
        put(someImages(random));
        const std::shared_ptr<const Matrix> newer = m_table->snapshot();
        const std::jthread owner([older = std::move(older)]() mutable {
            std::this_thread::sleep_for(std::chrono::milliseconds(20)); // the table mostly is waited for
            older.reset();
        });
        m_table->awaitTable(std::chrono::hours(1), {});
        writeColumns(someImages(random));
        const std::shared_ptr<const Matrix> shown = m_table->snapshot();
        QCOMPARE(shown.get(), memory);
        QVERIFY(*shown == m_plain);
    }

    void aSnapshotOutlivesTheTable() {
        Random random(3, Stream::Data);
        put(someImages(random));
        const std::shared_ptr<const Matrix> shown = m_table->snapshot();
        m_table.reset();
        QVERIFY(*shown == m_plain);
    }

  private:
    void put(const std::vector<std::uint32_t>& images) {
        ByFeature<float> means(2 * kLatent, kBatch);
        for (float& value : means.reshaped()) value = ++m_value;
        for (std::size_t i = 0; i < images.size(); ++i)
            m_plain.col(images[i]) = means.col(static_cast<Index>(i)).head(kLatent);
        m_table->put(images, means);
    }
    void writeColumns(const std::vector<std::uint32_t>& images) {
        Matrix& codes = m_table->columns(images);
        for (const std::uint32_t image : images) {
            codes.col(image).setConstant(++m_value);
            m_plain.col(image).setConstant(m_value);
        }
    }

    std::optional<CodeTable> m_table;
    Matrix m_plain;
    float m_value = 0;
};

QTEST_GUILESS_MAIN(CodeTableTest)
#include "code_table_test.moc"
