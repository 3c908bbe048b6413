// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/looking_json.h"

#include "core/model/configuration.h"
#include "core/run/run_json.h"

#include <QByteArray>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace latent {
namespace {

using nlohmann::json;

constexpr int kMaxClasses = 1 << 16;
constexpr double kMostUnits = 1e30;                // of a map's window
constexpr std::size_t kMostSets = 4'096;           // in a desk
constexpr std::size_t kMostSetBytes = 32 << 20;    // a bit for each of 268 million images
constexpr std::size_t kMostTableBytes = 512 << 20; // of all sets together
constexpr std::size_t kMostNamed = 1'000;

constexpr std::array<std::pair<const char*, ImageSet Looking::*>, 4> kSets{
    {{"chosen", &Looking::chosen},
     {"hidden_images", &Looking::hiddenImages},
     {"set_a", &Looking::setA},
     {"set_b", &Looking::setB}}};

json numbersOf(const Vector& vector) {
    return std::vector<float>(vector.data(), vector.data() + vector.size());
}

json written(const WalkPlan& walk) {
    json stations = json::array();
    for (const Vector& station : walk.stations) stations.push_back({{"point", numbersOf(station)}});
    return {{"stations", stations},
            {"path", static_cast<int>(walk.path)},
            {"steps", walk.steps},
            {"loop", walk.loop},
            {"at", walk.at}};
}

// Older sessions have none of these.
void readDrawing(const JsonReader& reader, Looking& looking) {
    if (reader.has("sheet"))
        looking.sheet = static_cast<Sheet>(reader.integer("sheet", 0, static_cast<int>(Sheet::Traversals)));
    if (reader.has("show"))
        looking.show = static_cast<MapStyle>(reader.integer("show", 0, static_cast<int>(MapStyle::Images)));
    if (reader.has("show_chosen")) looking.showChosen = reader.truth("show_chosen");
    if (reader.has("ground"))
        looking.ground =
            static_cast<MapGround>(reader.integer("ground", 0, static_cast<int>(MapGround::Decoded)));
    if (reader.has("ellipses")) looking.ellipses = reader.truth("ellipses");
}

WalkPlan readWalk(const JsonReader& reader) {
    WalkPlan walk;
    for (const JsonReader& station : reader.objects("stations", kMostStations))
        walk.stations.push_back(station.numbers("point", 1, kMaxLatent));
    walk.path = static_cast<WalkPath>(reader.integer("path", 0, static_cast<int>(WalkPath::Metric)));
    walk.steps = reader.integer("steps", 2, kMostWalkSteps);
    walk.loop = reader.truth("loop");
    walk.at = reader.integer("at", 0, kMostWalkSteps - 1);
    return walk;
}

std::string packed(const ImageSet& set) {
    if (set.empty()) return {}; // there is nothing to point to
    QByteArray bytes(static_cast<qsizetype>(set.words().size() * sizeof(std::uint64_t)), Qt::Uninitialized);
    qToLittleEndian<std::uint64_t>(set.words().data(), static_cast<qsizetype>(set.words().size()),
                                   bytes.data());
    return qCompress(bytes).toBase64().toStdString();
}

/// Nothing that is stated about the size is believed before it is checked: qUncompress allocates it at once.
ImageSet unpacked(const JsonReader& reader, const std::string& text, std::size_t& room) {
    if (text.empty()) return {};
    const QByteArray data = QByteArray::fromBase64(QByteArray::fromStdString(text));
    const std::size_t stated = data.size() < 4 ? 0 : qFromBigEndian<std::uint32_t>(data.constData());
    if (stated > std::min(room, kMostSetBytes) || stated % sizeof(std::uint64_t) != 0)
        reader.failAt("image_sets", "holds a set that is too large or damaged");
    const QByteArray bytes = stated > 0 ? qUncompress(data) : QByteArray();
    if (static_cast<std::size_t>(bytes.size()) != stated)
        reader.failAt("image_sets", "holds a set that is damaged");
    if (stated == 0) return {};
    room -= stated;
    ImageSet::Words words(stated / sizeof(std::uint64_t));
    qFromLittleEndian<std::uint64_t>(bytes.constData(), static_cast<qsizetype>(words.size()), words.data());
    return ImageSet(std::move(words));
}

const ImageSet& setAt(const JsonReader& reader, const char* key, const std::vector<ImageSet>& sets) {
    const int last = static_cast<int>(sets.size()) - 1;
    if (last < 0) reader.failAt(key, "is a set of images that is missing");
    return sets[static_cast<std::size_t>(reader.integer(key, 0, last))];
}

MapAxes readAxes(const JsonReader& reader) {
    return {.pca = reader.truth("pca"),
            .x = reader.integer("x", 0, kMaxLatent - 1),
            .y = reader.integer("y", 0, kMaxLatent - 1)};
}

MapColour readColour(const JsonReader& reader) {
    using By = MapColour::By;
    if (!reader.has("colour")) { // older sessions: a factor, or −1 for the class
        const int factor = reader.integer("factor", -1, kMaxClasses);
        return factor < 0 ? MapColour() : MapColour{By::Factor, factor};
    }
    const JsonReader colour = reader.object("colour");
    return {static_cast<By>(colour.integer("by", 0, static_cast<int>(By::Density))),
            colour.integer("index", 0, kMaxClasses)};
}

MapWindow readWindow(const JsonReader& reader) {
    const std::vector<double> numbers = reader.doubles("window", 3, kMostUnits);
    if (!(numbers[2] > 0)) reader.failAt("window", "has no scale above 0");
    return {numbers[0], numbers[1], numbers[2]};
}

} // namespace

int ImageSetTable::numberOf(const ImageSet& set) {
    const auto found = std::ranges::find(m_sets, set);
    const auto number = static_cast<int>(found - m_sets.begin());
    if (found == m_sets.end()) m_sets.push_back(set);
    return number;
}

std::vector<std::string> ImageSetTable::texts() const {
    std::vector<std::string> texts;
    for (const ImageSet& set : m_sets) texts.push_back(packed(set));
    return texts;
}

std::vector<ImageSet> readImageSets(const JsonReader& reader) {
    std::vector<ImageSet> sets;
    if (!reader.has("image_sets")) return sets; // written by a version that knew none
    std::size_t room = kMostTableBytes;
    for (const std::string& text : reader.texts("image_sets", kMostSets, 2 * kMostSetBytes))
        sets.push_back(unpacked(reader, text, room));
    return sets;
}

json written(const Looking& looking, ImageSetTable& sets) {
    json text{{"selected", looking.selected},
              {"point", numbersOf(looking.point)},
              {"axes", {{"pca", looking.axes.pca}, {"x", looking.axes.x}, {"y", looking.axes.y}}},
              {"axes_chosen", looking.axesChosen},
              {"hidden_classes", looking.hiddenClasses},
              {"colour", {{"by", static_cast<int>(looking.colour.by)}, {"index", looking.colour.index}}},
              {"split", static_cast<int>(looking.split)}};
    if (looking.window)
        text["window"] = {looking.window->x, looking.window->y, looking.window->unitsPerPixel};
    if (looking.moment) text["moment"] = *looking.moment;
    if (looking.draw != 0) text["draw"] = looking.draw;
    if (looking.sheet != Sheet::Prior) text["sheet"] = static_cast<int>(looking.sheet);
    if (looking.show != MapStyle::Points) text["show"] = static_cast<int>(looking.show);
    if (looking.showChosen) text["show_chosen"] = true;
    if (looking.ground != MapGround::None) text["ground"] = static_cast<int>(looking.ground);
    if (looking.ellipses) text["ellipses"] = true;
    if (looking.walk != WalkPlan()) text["walk"] = written(looking.walk);
    for (const auto& [key, member] : kSets)
        if (!(looking.*member).empty()) text[key] = sets.numberOf(looking.*member);
    for (const NamedSet& set : looking.named)
        text["named"].push_back(
            {{"name", set.name}, {"origin", escapedPath(set.origin)}, {"images", sets.numberOf(set.images)}});
    return text;
}

Looking readLooking(const JsonReader& reader, const std::vector<ImageSet>& sets) {
    Looking looking;
    looking.selected = reader.integer<Index>("selected", -1, std::numeric_limits<std::int32_t>::max());
    looking.point = reader.numbers("point", 0, kMaxLatent);
    looking.axes = readAxes(reader.object("axes"));
    looking.axesChosen = reader.truth("axes_chosen");
    for (const int label : reader.integers("hidden_classes", kMaxClasses, 0, kMaxClasses))
        looking.hiddenClasses.insert(label);
    looking.colour = readColour(reader);
    looking.split = static_cast<MapSplit>(reader.integer("split", 0, static_cast<int>(MapSplit::All)));
    if (reader.has("window")) looking.window = readWindow(reader);
    if (reader.has("moment"))
        looking.moment = reader.integer<std::int64_t>("moment", 0, std::numeric_limits<std::int64_t>::max());
    if (reader.has("draw")) looking.draw = reader.integer("draw", 0, std::numeric_limits<int>::max());
    readDrawing(reader, looking);
    if (reader.has("walk")) looking.walk = readWalk(reader.object("walk"));
    for (const auto& [key, member] : kSets)
        if (reader.has(key)) looking.*member = setAt(reader, key, sets);
    if (reader.has("named"))
        for (const JsonReader& named : reader.objects("named", kMostNamed))
            looking.named.push_back({named.text("name"),
                                     unescapedPath(named.text("origin", 3 * kMaxTextBytes)),
                                     setAt(named, "images", sets)});
    return looking;
}

} // namespace latent
