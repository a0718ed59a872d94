// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/Envelope.h"

#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

constexpr double attackTarget = 1.3;
constexpr double silence = 1.0e-5; // −100 dB

/// The factor that, applied each frame, leaves `remainder` of a distance after `seconds`.
double factorFor(double logRemainder, double seconds, double sampleRate) noexcept
{
    const double frames = std::max(1.0, seconds * sampleRate);
    return core::math::exp(logRemainder / frames);
}

} // namespace

EnvelopeShape EnvelopeShape::make(double attack, double decay, double sustain, double release,
                                  double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr double logSixtyDb = -6.907755278982137; // ln 0.001
    const double logAttack = core::math::log((attackTarget - 1.0) / attackTarget);
    EnvelopeShape shape;
    shape.attackFactor = factorFor(logAttack, attack, sampleRate);
    shape.decayFactor = factorFor(logSixtyDb, decay, sampleRate);
    shape.sustain = sustain;
    shape.releaseFactor = factorFor(logSixtyDb, release, sampleRate);
    return shape;
}

void Envelope::render(const EnvelopeShape& shape, float* out,
                      int frames) noexcept CPPMUSIC_NONBLOCKING
{
    int i = 0;
    const auto put = [&](double level) {
        if (out != nullptr) out[i] = static_cast<float>(level);
        ++i;
    };
    while (i < frames) {
        switch (stage_) {
        case Stage::attack:
            while (i < frames && stage_ == Stage::attack) {
                level_ = attackTarget + (level_ - attackTarget) * shape.attackFactor;
                if (level_ >= 1.0 - 1.0e-9) {
                    level_ = 1.0;
                    stage_ = Stage::decay;
                }
                put(level_);
            }
            break;
        case Stage::decay:
            while (i < frames && stage_ == Stage::decay) {
                level_ = shape.sustain + (level_ - shape.sustain) * shape.decayFactor;
                // An envelope that has died away to no sustain holds no voice.
                if (level_ < silence) reset();
                put(level_);
            }
            break;
        case Stage::release:
            while (i < frames && stage_ == Stage::release) {
                level_ *= shape.releaseFactor;
                if (level_ < silence) reset();
                put(level_);
            }
            break;
        case Stage::idle:
            while (i < frames) put(0.0);
            break;
        }
    }
}

} // namespace cppmusic::audio
