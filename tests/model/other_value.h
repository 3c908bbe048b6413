// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/knobs.h"

namespace latent::test {

/// Turns one knob to another value of its range. Every knob that is a word needs one here.
struct OtherValue {
    Configuration& configuration;

    template <class T>
    void operator()(const Knob::Integer<T>& any) const {
        const T now = any.get(configuration);
        any.set(configuration, now == any.range.high ? now - 1 : now + 1);
    }
    void operator()(const Knob::Real& any) const {
        any.set(configuration, any.get(configuration) == any.range.low ? any.range.high : any.range.low);
    }
    void operator()(const Knob::Switch& any) const { any.set(configuration, !any.get(configuration)); }
    void operator()(const Knob::Sizes& any) const { any.set(configuration, {5, 3}); }
    void operator()(const Knob::Word& any) const {
        const std::string now = any.get(configuration);
        for (const char* word : {"tanh", "mask:0.25", "gaussian:0.25", "cosine"}) {
            try {
                any.set(configuration, word);
            } catch (const Error&) {
                continue; // another knob's
            }
            if (any.get(configuration) != now) return;
        }
        throw Error("no word for this knob");
    }
};

inline Configuration withOther(const Knob& knob, Configuration configuration) {
    std::visit(OtherValue{configuration}, knob.value);
    return configuration;
}

/// Where every knob applies.
inline Configuration convolutional() {
    Configuration configuration;
    configuration.architecture = convolutionalNetwork({.shape = {28, 28, 1}});
    return configuration;
}

} // namespace latent::test
