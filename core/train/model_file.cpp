// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/model_file.h"

#include "core/base/error.h"
#include "core/data/files/safe_save.h"
#include "core/model/network_layout.h"
#include "core/train/json_reader.h"
#include "core/train/model_metadata.h"
#include "core/train/network_memory.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <system_error>

// safetensors: 8 bytes with the header's length, the header (JSON, padded with spaces), the tensors.
// https://github.com/huggingface/safetensors, "Format"
namespace latent {
namespace {

using nlohmann::json;

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

constexpr std::uint64_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeader = 1 << 20;
constexpr std::uint64_t kAlignment = 8;
constexpr const char* kMetadata = "__metadata__";
constexpr const char* kEntry = "latent_explorer";

/// Where a tensor lies in the file's data and where it goes in the weights, in bytes.
struct Placement {
    std::string name;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    Index offset = 0; // in the flat weight vector, in scalars
};

struct Header {
    ModelFile file; // all but the weights
    std::vector<Placement> placements;
    std::uint64_t dataStart = 0;
};

/// A name from the file, fit for a message of one line.
std::string shown(const std::string& name) {
    constexpr std::size_t kMost = 60;
    return onOneLine(name.size() > kMost ? name.substr(0, kMost) + "..." : name);
}

std::uint64_t headerLength(std::string_view bytes, std::uint64_t fileSize, const std::string& name) {
    if (fileSize < kLengthBytes || bytes.size() < kLengthBytes) {
        throw Error(name, "byte 0", "is too short for a safetensors file");
    }
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), kLengthBytes);
    if (length > kMaxHeader) {
        throw Error(name, "byte 0",
                    "states a header of " + std::to_string(length) +
                        " bytes, more than any model of this program has: no safetensors model");
    }
    if (length > fileSize - kLengthBytes) throw Error(name, "header", "is longer than the file");
    return length;
}

std::uint64_t unsignedOf(const json& value, const Error& error) {
    if (!value.is_number_unsigned()) throw error;
    return value.get<std::uint64_t>();
}

/// Checks type, shape and length of one tensor.
Placement readTensor(const json& entry, const TensorBlock& block, std::uint64_t dataSize,
                     const std::string& name) {
    const std::string position = "tensor " + block.name;
    const Error malformed(name, position, "needs dtype, shape and data_offsets, and nothing else");
    if (!entry.is_object() || entry.size() != 3 || !entry.contains("dtype") || !entry.contains("shape") ||
        !entry.contains("data_offsets")) {
        throw malformed;
    }
    if (entry["dtype"] != "F32") throw Error(name, position, "its type is not F32");
    if (entry["shape"] != json(block.shape)) {
        throw Error(name, position,
                    "its shape is not " + json(block.shape).dump() + ", as the architecture asks");
    }
    const json& offsets = entry["data_offsets"];
    if (!offsets.is_array() || offsets.size() != 2) throw malformed;
    const std::uint64_t begin = unsignedOf(offsets[0], malformed);
    const std::uint64_t end = unsignedOf(offsets[1], malformed);
    if (begin > end || end > dataSize) throw Error(name, position, "lies outside the file");
    if (end - begin != static_cast<std::uint64_t>(block.count()) * sizeof(float)) {
        throw Error(name, position, "its length does not match its shape");
    }
    return {block.name, begin, end, block.offset};
}

/// The tensors must fill the data from its first to its last byte, without hole or overlap.
void checkCoverage(std::vector<Placement> placements, std::uint64_t dataSize, const std::string& name) {
    std::sort(placements.begin(), placements.end(),
              [](const Placement& a, const Placement& b) { return a.begin < b.begin; });
    std::uint64_t expected = 0;
    for (const Placement& placement : placements) {
        const std::string position = "tensor " + placement.name;
        if (placement.begin > expected) throw Error(name, position, "there is a hole before it");
        if (placement.begin < expected) throw Error(name, position, "overlaps the tensor before it");
        expected = placement.end;
    }
    if (expected != dataSize) {
        throw Error(name, "byte " + std::to_string(expected),
                    std::to_string(dataSize - expected) + " bytes follow the last tensor");
    }
}

const std::string& metadataEntry(const json& header, const std::string& name) {
    const auto metadata = header.find(kMetadata);
    if (metadata == header.end() || !metadata->is_object()) {
        throw Error(name, "header", "has no metadata: this model was not saved by Latent Explorer");
    }
    for (const auto& [key, value] : metadata->items()) {
        if (!value.is_string()) throw Error(name, "metadata " + shown(key), "is not text");
    }
    const auto entry = metadata->find(kEntry);
    if (entry == metadata->end()) {
        throw Error(name, "header",
                    "has no latent_explorer entry: this model was not saved by Latent Explorer");
    }
    return entry->get_ref<const std::string&>();
}

/// bytes: at least the length and the whole header. Checks all but the weights themselves.
Header readHeader(std::string_view bytes, std::uint64_t fileSize, const std::string& name) {
    const std::uint64_t length = headerLength(bytes, fileSize, name);
    const json parsed = parseStrictly(bytes.substr(kLengthBytes, length), name, "header");
    Header header;
    header.dataStart = kLengthBytes + length;
    header.file = readMetadata(metadataEntry(parsed, name), name);
    const std::uint64_t dataSize = fileSize - header.dataStart;
    std::size_t known = 1; // the metadata
    for (const TensorBlock& block : networkLayout(header.file.model.architecture)) {
        const auto entry = parsed.find(block.name);
        if (entry == parsed.end()) throw Error(name, "tensor " + block.name, "is missing");
        header.placements.push_back(readTensor(*entry, block, dataSize, name));
        ++known;
    }
    if (known != parsed.size()) {
        for (const auto& [key, value] : parsed.items()) {
            const auto named = [&key = key](const Placement& placement) { return placement.name == key; };
            if (key != kMetadata && std::none_of(header.placements.begin(), header.placements.end(), named)) {
                throw Error(name, "tensor " + shown(key), "is unknown to the architecture");
            }
        }
    }
    checkCoverage(header.placements, dataSize, name);
    return header;
}

/// data: what follows the header.
FlatVector<float> readWeights(const Header& header, std::string_view data, const std::string& name) {
    FlatVector<float> weights(static_cast<std::size_t>(weightCount(header.file.model.architecture)));
    for (const Placement& placement : header.placements) {
        float* const target = weights.data() + placement.offset;
        const std::size_t count = (placement.end - placement.begin) / sizeof(float);
        std::memcpy(target, data.data() + placement.begin, count * sizeof(float));
        const float* const bad =
            std::find_if(target, target + count, [](float w) { return !std::isfinite(w); });
        if (bad != target + count) {
            throw Error(name, "tensor " + placement.name,
                        "its value " + std::to_string(bad - target) + " is not a finite number");
        }
    }
    return weights;
}

std::string readBytes(std::istream& stream, std::uint64_t count, const std::string& name) {
    std::string bytes(count, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(count));
    if (static_cast<std::uint64_t>(stream.gcount()) != count)
        throw Error(name, "", "cannot be read to its end");
    return bytes;
}

std::uint64_t regularFileSize(const std::filesystem::path& path) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        throw Error(path.string(), "", "there is no such file");
    if (error) throw Error(path.string(), "", "cannot be read: " + error.message());
    if (std::filesystem::is_directory(status))
        throw Error(path.string(), "", "is a folder, not a model file");
    if (!std::filesystem::is_regular_file(status)) throw Error(path.string(), "", "is not a regular file");
    const std::uint64_t size = std::filesystem::file_size(path, error);
    if (error) throw Error(path.string(), "", "cannot be read: " + error.message());
    if (size > kMaxModelBytes) throw Error(path.string(), "", "is larger than any model of this program");
    return size;
}

/// The length, and the header padded to whole words.
std::string headerBytes(const ModelFile& file) {
    nlohmann::ordered_json header;
    header[kMetadata] = {{"format", "pt"}, {kEntry, metadataText(file)}};
    std::uint64_t end = 0;
    for (const TensorBlock& block : networkLayout(file.model.architecture)) {
        const std::uint64_t begin = end;
        end += static_cast<std::uint64_t>(block.count()) * sizeof(float);
        header[block.name] = {{"dtype", "F32"}, {"shape", block.shape}, {"data_offsets", {begin, end}}};
    }
    std::string text = header.dump();
    text.resize((text.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
    const std::uint64_t length = text.size();
    std::string bytes(kLengthBytes, '\0');
    std::memcpy(bytes.data(), &length, kLengthBytes);
    return bytes + text;
}

std::vector<std::string_view> tensorBytes(const Model& model) {
    std::vector<std::string_view> tensors;
    for (const TensorBlock& block : networkLayout(model.architecture)) {
        tensors.emplace_back(reinterpret_cast<const char*>(model.weights.data() + block.offset),
                             static_cast<std::size_t>(block.count()) * sizeof(float));
    }
    return tensors;
}

/// Throws what loadModel() would throw of the file once it is written: it must not replace a good one.
void requireLoadable(const ModelFile& file, const std::string& name) {
    const auto finite = [](float weight) { return std::isfinite(weight); };
    if (!std::all_of(file.model.weights.begin(), file.model.weights.end(), finite))
        throw Error(name, "", "is not written, because the model's weights are no longer finite numbers");
    Configuration configuration = file.configuration;
    configuration.objective = file.model.objective;
    try {
        validate(configuration);
    } catch (const Error& error) {
        throw Error(name, "", std::string("is not written: ") + error.what());
    }
}

} // namespace

std::string encodeModel(const ModelFile& file) {
    std::string bytes = headerBytes(file);
    for (const std::string_view tensor : tensorBytes(file.model)) bytes += tensor;
    return bytes;
}

ModelFile decodeModel(std::string_view bytes, const std::string& name) {
    Header header = readHeader(bytes, bytes.size(), name);
    header.file.model.weights = readWeights(header, bytes.substr(header.dataStart), name);
    return std::move(header.file);
}

ModelPieces modelPieces(const ModelFile& file, const std::string& name) {
    requireLoadable(file, name);
    return {headerBytes(file), tensorBytes(file.model)};
}

void saveModel(const std::filesystem::path& path, const ModelFile& file) {
    // Tensors go to the disk from where they are: a copy might not fit into the memory.
    const ModelPieces model = modelPieces(file, path.string());
    std::vector<std::string_view> pieces{model.header};
    pieces.insert(pieces.end(), model.tensors.begin(), model.tensors.end());
    safeSave(path, pieces);
}

ModelFile loadModel(const std::filesystem::path& path) {
    const std::string name = path.string();
    const std::uint64_t size = regularFileSize(path);
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw Error(name, "", "cannot be opened");
    std::string head = readBytes(stream, std::min(size, kLengthBytes), name);
    head += readBytes(stream, headerLength(head, size, name), name);
    // The header is checked against the file's size before the weights are given memory.
    Header header = readHeader(head, size, name);
    requireModelMemory(size - header.dataStart, name);
    header.file.model.weights = readWeights(header, readBytes(stream, size - header.dataStart, name), name);
    return std::move(header.file);
}

} // namespace latent
