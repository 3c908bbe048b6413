// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/preset_text.h"

#include <QCoreApplication>

namespace latent {
QString shortName(Preset preset) {
    switch (preset) {
    case Preset::Autoencoder:
        return QCoreApplication::translate("Presets", "AE");
    case Preset::Denoising:
        return QCoreApplication::translate("Presets", "DAE");
    case Preset::NoiseWithoutKl:
        return QCoreApplication::translate("Presets", "No KL");
    case Preset::Vae:
        return QCoreApplication::translate("Presets", "VAE");
    case Preset::BetaVae:
        return QCoreApplication::translate("Presets", "β-VAE");
    case Preset::Custom:
        break;
    }
    return QCoreApplication::translate("Presets", "Custom");
}

QString fullName(Preset preset) {
    switch (preset) {
    case Preset::Autoencoder:
        return QCoreApplication::translate("Presets", "Autoencoder");
    case Preset::Denoising:
        return QCoreApplication::translate("Presets", "Denoising autoencoder");
    case Preset::NoiseWithoutKl:
        return QCoreApplication::translate("Presets", "Noise without KL");
    case Preset::Vae:
        return QCoreApplication::translate("Presets", "Variational (VAE)");
    case Preset::BetaVae:
        return QCoreApplication::translate("Presets", "β-VAE");
    case Preset::Custom:
        break;
    }
    return QCoreApplication::translate("Presets", "Custom");
}

} // namespace latent
