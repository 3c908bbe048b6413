// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/looking.h"

#include <tuple>

namespace latent {

bool Looking::operator==(const Looking& other) const {
    const auto rest = [](const Looking& looking) {
        return std::tie(looking.selected, looking.chosen, looking.hiddenImages, looking.setA, looking.setB,
                        looking.named, looking.tool, looking.combine, looking.axes, looking.axesChosen,
                        looking.hiddenClasses, looking.colour, looking.split, looking.window, looking.moment,
                        looking.draw, looking.walk, looking.sheet, looking.show, looking.showChosen,
                        looking.ground, looking.ellipses);
    };
    return point.size() == other.point.size() && point == other.point && rest(*this) == rest(other);
}

} // namespace latent
