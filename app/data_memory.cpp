// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_memory.h"

#include "app/path_text.h"
#include "core/base/failure.h"
#include "core/data/dataset_names.h"
#include "core/data/files/safe_save.h"
#include "core/data/files/small_file.h"
#include "core/run/opening_json.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <string_view>
#include <utility>

namespace latent {
namespace {

constexpr qsizetype kMostRecent = 8;
constexpr std::size_t kMostBytes = 32 << 20;

QJsonObject objectOf(const DataMemory::Names& names) {
    QJsonObject object;
    for (const auto& [fileName, name] : names)
        object[QString::fromStdString(fileName)] = QString::fromStdString(name);
    return object;
}

DataMemory::Names namesOf(const QJsonObject& object) {
    DataMemory::Names names;
    for (auto name = object.begin(); name != object.end(); ++name) {
        const QString text = name.value().toString();
        if (!text.isEmpty()) names[name.key().toStdString()] = text.toStdString();
    }
    return names;
}

QJsonObject objectOf(const OpenOptions& options) {
    using Json = nlohmann::ordered_json;
    const std::string text = openingJson(options).dump(-1, ' ', false, Json::error_handler_t::replace);
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

OpenOptions optionsOf(const QJsonObject& object) {
    const std::string text = QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
    return openingFromJson(nlohmann::json::parse(text, nullptr, false));
}

} // namespace

DataMemory::DataMemory(std::filesystem::path file)
    : m_file(std::move(file)) {
    load();
}

void DataMemory::load() {
    const std::string json = m_file.empty() ? std::string() : readSmallFile(m_file, kMostBytes);
    const QJsonObject kept = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    for (const QJsonValue& path : kept["recent"].toArray()) {
        const QString text = path.toString();
        if (!text.isEmpty() && m_recent.size() < kMostRecent) m_recent << text;
    }
    const QJsonObject openings = kept["openings"].toObject();
    for (auto opening = openings.begin(); opening != openings.end(); ++opening)
        m_openings[opening.key()] = opening.value().toObject();
    const QJsonObject names = kept["classNames"].toObject();
    for (auto origin = names.begin(); origin != names.end(); ++origin)
        m_names[origin.key().toStdString()] = namesOf(origin.value().toObject());
}

void DataMemory::save() const {
    if (m_file.empty()) return;
    QJsonObject names;
    for (const auto& [origin, ofOrigin] : m_names) names[QString::fromStdString(origin)] = objectOf(ofOrigin);
    QJsonObject openings;
    for (const auto& [path, opening] : m_openings) openings[path] = opening;
    const QByteArray text = QJsonDocument(QJsonObject{{"recent", QJsonArray::fromStringList(m_recent)},
                                                      {"openings", openings},
                                                      {"classNames", names}})
                                .toJson();
    const std::string failure = tryTo([&] {
        std::filesystem::create_directories(m_file.parent_path());
        safeSave(m_file, std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    });
    // They hold until the program ends; a full disk is no reason to stop anybody's work.
    if (!failure.empty()) qWarning("%s", failure.c_str());
}

QStringList DataMemory::recent() const {
    QStringList there;
    for (const QString& path : m_recent)
        if (QFileInfo::exists(path)) there << path;
    return there;
}

void DataMemory::addRecent(const QString& path, const OpenOptions& options) {
    const QJsonObject opening = objectOf(options);
    if (m_recent.value(0) == path && m_openings[path] == opening) return;
    m_recent = recent();
    m_recent.removeAll(path);
    m_recent.prepend(path);
    while (m_recent.size() > kMostRecent) m_recent.removeLast();
    m_openings[path] = opening;
    std::erase_if(m_openings, [this](const auto& kept) {
        return kept.second.isEmpty() || !m_recent.contains(kept.first);
    });
    save();
}

OpenOptions DataMemory::opening(const QString& path) const {
    const auto found = m_openings.find(QString::fromStdString(originOf(path.toStdString())));
    return found == m_openings.end() ? OpenOptions() : optionsOf(found->second);
}

DataMemory::Names DataMemory::names(const std::string& origin) const {
    const auto found = m_names.find(origin);
    return found == m_names.end() ? Names() : found->second;
}

void DataMemory::setNames(const std::string& origin, const Names& names) {
    if (names == this->names(origin)) return;
    if (names.empty())
        m_names.erase(origin);
    else
        m_names[origin] = names;
    save();
}

} // namespace latent
