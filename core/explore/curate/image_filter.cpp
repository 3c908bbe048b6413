// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/image_filter.h"

#include "core/data/format.h"
#include "core/explore/curate/filter_node.h"
#include "core/explore/curate/filter_parser.h"

#include <algorithm>

namespace latent {
namespace {

using Relation = FilterComparison::Relation;
using Node = ImageFilter::Node;

bool holdsNumber(const FilterComparison& comparison, double value) {
    switch (comparison.relation) {
    case Relation::Equal:
        return value == comparison.low;
    case Relation::NotEqual:
        return value < comparison.low || value > comparison.low; // of NaN neither
    case Relation::Less:
        return value < comparison.low;
    case Relation::LessOrEqual:
        return value <= comparison.low;
    case Relation::Greater:
        return value > comparison.low;
    case Relation::GreaterOrEqual:
        return value >= comparison.low;
    case Relation::In:
        return value >= comparison.low && value <= comparison.high;
    }
    return false;
}

bool holds(const FilterComparison& comparison, Index image, const ImageFacts& facts) {
    const ImageField& field = comparison.field;
    if (!field.isText()) return holdsNumber(comparison, facts.number(field, image));
    const std::string value = lowerCase(facts.text(field, image));
    const bool same = field.kind == ImageField::Kind::File ? value.find(comparison.text) != std::string::npos
                                                           : value == comparison.text;
    return same == (comparison.relation == Relation::Equal);
}

bool meets(const Node& node, Index image, const ImageFacts& facts) {
    const auto childMeets = [&](const std::shared_ptr<const Node>& child) {
        return meets(*child, image, facts);
    };
    switch (node.join) {
    case Node::Join::Or:
        return std::any_of(node.children.begin(), node.children.end(), childMeets);
    case Node::Join::And:
        return std::all_of(node.children.begin(), node.children.end(), childMeets);
    case Node::Join::Not:
        return !childMeets(node.children.front());
    case Node::Join::None:
        return holds(node.comparison, image, facts);
    }
    return false;
}

void collect(const Node& node, std::vector<ImageField>& fields) {
    for (const auto& child : node.children) collect(*child, fields);
    if (node.join != Node::Join::None) return;
    if (std::find(fields.begin(), fields.end(), node.comparison.field) == fields.end())
        fields.push_back(node.comparison.field);
}

} // namespace

ImageFilter ImageFilter::parse(std::string_view text, const FilterScope& scope) {
    return ImageFilter(parseFilter(text, scope));
}

bool ImageFilter::matches(Index image, const ImageFacts& facts) const {
    return meets(*m_root, image, facts);
}

std::vector<Index> ImageFilter::matching(Index images, const ImageFacts& facts) const {
    std::vector<Index> found;
    for (Index image = 0; image < images; ++image)
        if (matches(image, facts)) found.push_back(image);
    return found;
}

std::vector<ImageField> ImageFilter::fields() const {
    std::vector<ImageField> fields;
    collect(*m_root, fields);
    return fields;
}

} // namespace latent
