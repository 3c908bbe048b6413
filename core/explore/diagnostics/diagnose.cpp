// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/diagnose.h"

#include "core/base/cores.h"
#include "core/base/error.h"
#include "core/explore/diagnostics/aggregate_posterior.h"
#include "core/explore/diagnostics/class_accuracy.h"
#include "core/explore/diagnostics/grid_likelihood.h"
#include "core/explore/diagnostics/importance_bound.h"
#include "core/explore/diagnostics/information_gap.h"
#include "core/explore/diagnostics/kl_parts.h"
#include "core/explore/diagnostics/log_sum.h"
#include "core/explore/diagnostics/memorisation.h"
#include "core/explore/diagnostics/test_scores.h"
#include "core/train/evaluation.h"

#include <algorithm>
#include <array>
#include <utility>

namespace latent {
namespace {

using Images = std::span<const std::uint32_t>;

constexpr std::size_t kMostLabelled = 60000; // of each half

Images firstOf(Images images, std::size_t most) {
    return images.first(std::min(most, images.size()));
}

/// One run of diagnose(): each method fills a part of the report.
class Diagnosis {
  public:
    Diagnosis(const Model& model, const ImageDataset& dataset, const DiagnosticsQuestion& question,
              ThreadTeam& team)
        : m_model(model)
        , m_dataset(dataset)
        , m_question(question)
        , m_team(team)
        , m_seen{model, dataset, dataset.test.empty() ? dataset.train : dataset.test, question.seed} {}

    DiagnosticsReport run(const Progress& progress) {
        struct Part {
            bool wanted;
            double cost; // in decoded images, roughly
            void (Diagnosis::*work)(const Progress&);
        };
        const bool noise = m_model.objective.latentNoise;
        const auto test = static_cast<double>(m_seen.count());
        const auto bounded = static_cast<double>(boundImages());
        const auto pairs = std::min(test, static_cast<double>(kMostKlImages));
        const bool exact = noise && m_question.samples > 0 && m_model.architecture.latent <= 2;
        const std::array parts{
            Part{true, 3 * test, &Diagnosis::score},
            Part{noise && m_question.samples > 0, m_question.samples * bounded, &Diagnosis::bound},
            Part{exact, 3e5 * (1 + bounded / 400), &Diagnosis::exact},
            Part{noise && m_question.klParts, pairs * pairs * m_model.architecture.latent / 5000,
                 &Diagnosis::klPartsOf},
            Part{noise && m_question.aggregate, 5e3, &Diagnosis::aggregate},
            Part{m_question.accuracy && m_dataset.hasLabels() && !m_dataset.train.empty(), 1.5e5,
                 &Diagnosis::accuracy},
            Part{m_question.memorisation && m_model.objective.hasPrior() && !m_dataset.train.empty(), 4e4,
                 &Diagnosis::memorise},
            Part{m_question.informationGap && !m_dataset.factors.empty(), 1e4, &Diagnosis::gap}};
        double whole = 0;
        for (const Part& part : parts) whole += part.wanted ? part.cost : 0;
        double done = 0;
        for (const Part& part : parts) {
            if (!part.wanted) continue;
            (this->*part.work)(partOf(progress, done / whole, (done + part.cost) / whole));
            done += part.cost;
            progress.at(done / whole);
        }
        return std::move(m_report);
    }

  private:
    Index boundImages() const {
        return m_question.boundImages <= 0 ? m_seen.count()
                                           : std::min(m_question.boundImages, m_seen.count());
    }

    void score(const Progress& progress) {
        const TestScores scores = scoreImages(m_seen, m_team, progress);
        m_report.likelihood = m_seen.likelihood();
        m_report.images = m_seen.count();
        m_report.reconstruction = meanOver(scores.reconstruction);
        if (m_model.objective.latentNoise) {
            m_report.kl = meanOver(scores.kl);
            m_elbo = -scores.reconstruction - scores.kl;
            m_report.elbo = meanOver(m_elbo);
        }
        m_report.squaredErrorOfMean = scores.squaredErrorOfMean;
        m_report.squaredErrorOfSample = scores.squaredErrorOfSample;
        const Eigen::MatrixXd means = m_seen.posterior.mean.cast<double>();
        const Eigen::VectorXd variance =
            (means.colwise() - means.rowwise().mean()).cwiseAbs2().rowwise().mean();
        m_report.variance = variance.cast<float>();
        m_report.activeUnits = static_cast<int>((m_report.variance.array() > kActiveVariance).count());
    }

    void bound(const Progress& progress) {
        const int samples = std::min(m_question.samples, kMostImportanceSamples);
        m_report.bound = ImportanceBound{
            .samples = samples,
            .images = boundImages(),
            .logLikelihood = meanOver(importanceBounds(m_seen, boundImages(), samples, m_team, progress)),
            .elbo = meanOver(m_elbo.head(boundImages()))};
    }

    void exact(const Progress& progress) {
        const std::optional<Eigen::ArrayXd> values =
            gridLogLikelihoods(m_seen, boundImages(), m_team, progress);
        if (values) m_report.bound->exact = meanOver(*values);
    }

    void klPartsOf(const Progress& progress) {
        m_report.klParts = klParts(m_seen.posterior, m_question.seed, m_team, progress);
    }

    void aggregate(const Progress& progress) {
        m_report.aggregate = aggregatePosterior(m_seen.posterior, m_question.seed, m_team, progress);
    }

    void accuracy(const Progress& progress) {
        const LabelledCodes train = labelled(firstOf(m_dataset.train, kMostLabelled), progress.stop);
        const LabelledCodes test = labelled(firstOf(m_seen.images, kMostLabelled), progress.stop);
        m_report.accuracy = classAccuracy(train, test, m_dataset.classCount(), m_team, progress);
    }

    void memorise(const Progress& progress) {
        m_report.memorisation = memorisation(m_model, m_dataset, m_question.seed, m_team, progress);
    }

    // Of images from all over the set: the factors' estimates need many.
    void gap(const Progress& progress) {
        const Index count = std::min(m_dataset.size(), kMostGapImages);
        std::vector<std::uint32_t> images;
        for (Index i = 0; i < count; ++i)
            images.push_back(static_cast<std::uint32_t>(i * m_dataset.size() / count));
        std::vector<Factor> factors;
        for (const Factor& factor : m_dataset.factors) {
            factors.push_back({factor.name, {}});
            for (const std::uint32_t image : images) factors.back().values.push_back(factor.values[image]);
        }
        m_report.informationGap = informationGap(meansOfImages(images, progress.stop), factors);
    }

    Matrix meansOfImages(Images images, const std::stop_token& stop) {
        if (m_codes.size() == 0) m_codes.resize(m_model.architecture.latent, m_dataset.size());
        encodeMeans(m_model, m_dataset, images, m_team, m_codes, stop);
        Matrix means(m_codes.rows(), static_cast<Index>(images.size()));
        for (std::size_t i = 0; i < images.size(); ++i)
            means.col(static_cast<Index>(i)) = m_codes.col(images[i]);
        return means;
    }

    LabelledCodes labelled(Images images, const std::stop_token& stop) {
        LabelledCodes result{meansOfImages(images, stop), {}};
        for (const std::uint32_t image : images) result.labels.push_back(m_dataset.labels[image]);
        return result;
    }

    const Model& m_model;
    const ImageDataset& m_dataset;
    const DiagnosticsQuestion& m_question;
    ThreadTeam& m_team;
    SeenImages m_seen;
    Eigen::ArrayXd m_elbo; // of each image
    Matrix m_codes;        // scratch of encodeMeans, [latent, images of the set]
    DiagnosticsReport m_report;
};

} // namespace

DiagnosticsReport diagnose(const Model& model, const ImageDataset& dataset,
                           const DiagnosticsQuestion& question, ThreadTeam& team, const Progress& progress) {
    if (dataset.shape != model.architecture.shape)
        throw Error(dataset.name, "", "its images have another size than the model's");
    return Diagnosis(model, dataset, question, team).run(progress);
}

DiagnosticsReport answer(const Evidence& evidence, const DiagnosticsQuestion& question,
                         const Progress& progress) {
    ThreadTeam team(coreCount());
    DiagnosticsReport report =
        diagnose(evidence.snapshot->model, *evidence.dataset, question, team, progress);
    report.step = evidence.step;
    return report;
}

} // namespace latent
