// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/view_list.h"

#include "ui/diagnostics/diagnostics_panel.h"
#include "ui/explore/inspector_panel.h"
#include "ui/explore/sheets_view.h"
#include "ui/explore/sliders_panel.h"
#include "ui/loss/loss_view.h"
#include "ui/map/map_view.h"
#include "ui/posterior/posterior_view.h"
#include "ui/selection/selection_view.h"
#include "ui/walk/walk_view.h"

namespace latent {

std::vector<View*> makeViews(Exploration* exploration) {
    return {
        new MapView(exploration),          //
        new LossView(exploration),         //
        new PosteriorView(exploration),    //
        new SlidersPanel(exploration),     //
        new InspectorPanel(exploration),   //
        new SelectionView(exploration),    //
        new WalkView(exploration),         //
        new SheetsView(exploration),       //
        new DiagnosticsPanel(exploration), //
    };
}

} // namespace latent
