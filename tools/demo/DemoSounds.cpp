// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/demo/DemoSounds.h"

#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace cppmusic::demo {
namespace {

namespace math = core::math;
constexpr double rate48 = 48000.0;

/// White noise in ±1 (xorshift64*, Vigna 2016).
class Noise {
public:
    explicit Noise(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15ull + 1) {}
    double next()
    {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return static_cast<double>((state_ * 0x2545f4914f6cdd1dull) >> 11) * 0x1.0p-52 - 1.0;
    }

private:
    std::uint64_t state_;
};

/// State-variable filter, trapezoidal (Simper 2013).
struct Filter {
    double ic1 = 0.0, ic2 = 0.0, low = 0.0, band = 0.0, high = 0.0;
    void run(double in, double hz, double q, double sampleRate)
    {
        const double g = math::tan(math::pi * std::min(hz / sampleRate, 0.49));
        const double k = 1.0 / q;
        const double a1 = 1.0 / (1.0 + g * (g + k));
        const double v3 = in - ic2;
        const double v1 = a1 * ic1 + g * a1 * v3;
        const double v2 = ic2 + g * v1;
        ic1 = 2.0 * v1 - ic1;
        ic2 = 2.0 * v2 - ic2;
        low = v2;
        band = v1;
        high = in - k * v1 - v2;
    }
};

double decay(double t, double perSecond)
{
    return math::exp(-t * perSecond);
}

using Voice = std::function<double(double)>;

std::vector<float> render(double seconds, double sampleRate, const Voice& voice)
{
    std::vector<float> out(static_cast<std::size_t>(seconds * sampleRate));
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<float>(voice(static_cast<double>(i) / sampleRate));
    }
    return out;
}

/// Scales all channels to a common peak and fades the last 5 ms, so that nothing ends in a click.
Sound finish(double sampleRate, std::vector<std::vector<float>> channels, float peak = 0.7f)
{
    float top = 1e-9f;
    for (const auto& channel : channels) {
        for (float sample : channel) top = std::max(top, std::abs(sample));
    }
    const auto fade = static_cast<std::size_t>(sampleRate * 0.005);
    for (auto& channel : channels) {
        for (std::size_t i = 0; i < channel.size(); ++i) {
            const std::size_t left = channel.size() - 1 - i;
            const float ramp =
                left < fade ? static_cast<float>(left) / static_cast<float>(fade) : 1.0f;
            channel[i] *= peak / top * ramp;
        }
    }
    return {sampleRate, std::move(channels)};
}

/// Six inharmonic square waves, as analogue cymbal circuits mix them.
double metal(double t)
{
    static constexpr double hz[] = {2053.0, 3044.0, 3696.0, 5227.0, 5400.0, 8000.0};
    double sum = 0.0;
    for (double frequency : hz) {
        // Three odd harmonics: bright, but without aliases at 48 kHz.
        const double phase = math::twoPi * frequency * t;
        sum += math::sin(phase);
        if (frequency * 3.0 < 22000.0) sum += math::sin(3.0 * phase) / 3.0;
        if (frequency * 5.0 < 22000.0) sum += math::sin(5.0 * phase) / 5.0;
    }
    return sum / 6.0;
}

Sound makeHat(double seconds, double perSecond, std::uint64_t seed)
{
    Noise noise(seed);
    Filter filter;
    auto samples = render(seconds, rate48, [&](double t) {
        filter.run(metal(t) + 0.8 * noise.next(), 7800.0, 0.9, rate48);
        return filter.high * decay(t, perSecond) * std::min(1.0, t * 4000.0);
    });
    return finish(rate48, {std::move(samples)}, 0.6f);
}

} // namespace

Sound makeKick()
{
    double phase = 0.0;
    auto samples = render(0.5, rate48, [&](double t) {
        const double hz = 47.0 + 160.0 * decay(t, 42.0) + 900.0 * decay(t, 420.0);
        phase += math::twoPi * hz / rate48;
        const double body = math::sin(phase) * decay(t, 7.5);
        return math::tanh(1.9 * body);
    });
    return finish(rate48, {std::move(samples)});
}

Sound makeSnare()
{
    Noise noise(11);
    Filter rattle;
    auto samples = render(0.38, rate48, [&](double t) {
        rattle.run(noise.next(), 2600.0, 0.6, rate48);
        const double bend = 1.0 + 0.35 * decay(t, 60.0);
        const double tone = math::sin(math::twoPi * 186.0 * bend * t) * decay(t, 19.0) +
                            0.5 * math::sin(math::twoPi * 331.0 * bend * t) * decay(t, 26.0);
        return math::tanh(1.2 * tone + 1.1 * (rattle.high + 0.6 * rattle.band) * decay(t, 13.0));
    });
    return finish(rate48, {std::move(samples)});
}

Sound makeClap()
{
    Noise left(21), right(22);
    std::vector<std::vector<float>> channels;
    for (Noise* noise : {&left, &right}) {
        Filter filter;
        channels.push_back(render(0.4, rate48, [&](double t) {
            double level = 0.0;
            for (double start : {0.0, 0.011, 0.021}) {
                if (t >= start) level = std::max(level, decay(t - start, 220.0));
            }
            if (t >= 0.031) level = std::max(level, 0.85 * decay(t - 0.031, 19.0));
            filter.run(noise->next(), 1350.0, 1.4, rate48);
            return (filter.band + 0.25 * filter.high) * level;
        }));
    }
    return finish(rate48, std::move(channels));
}

Sound makeClosedHat()
{
    return makeHat(0.12, 62.0, 31);
}
Sound makeOpenHat()
{
    return makeHat(0.55, 8.5, 32);
}

Sound makeShaker()
{
    Noise noise(41);
    Filter filter;
    auto samples = render(0.14, rate48, [&](double t) {
        filter.run(noise.next(), 6200.0, 1.1, rate48);
        const double shape = t < 0.028 ? t / 0.028 : decay(t - 0.028, 38.0);
        return (filter.high * 0.7 + filter.band * 0.5) * shape;
    });
    return finish(rate48, {std::move(samples)}, 0.5f);
}

Sound makeRim()
{
    auto samples = render(0.09, rate48, [&](double t) {
        return math::sin(math::twoPi * 1720.0 * t) * decay(t, 95.0) +
               0.6 * math::sin(math::twoPi * 497.0 * t) * decay(t, 70.0);
    });
    return finish(rate48, {std::move(samples)}, 0.6f);
}

Sound makeCrash()
{
    std::vector<std::vector<float>> channels;
    for (std::uint64_t seed : {51ull, 52ull}) {
        Noise noise(seed);
        Filter filter;
        const double detune = seed == 51 ? 1.0 : 1.013;
        channels.push_back(render(2.6, rate48, [&](double t) {
            filter.run(0.7 * metal(t * detune) + noise.next(), 4300.0, 0.7, rate48);
            return (filter.high + 0.2 * filter.band) * (0.6 * decay(t, 1.9) + 0.4 * decay(t, 9.0));
        }));
    }
    return finish(rate48, std::move(channels), 0.6f);
}

Sound makeRiser(double seconds)
{
    std::vector<std::vector<float>> channels;
    for (std::uint64_t seed : {61ull, 62ull}) {
        Noise noise(seed);
        Filter first, second;
        double phase = 0.0;
        const double detune = seed == 61 ? 0.997 : 1.003;
        channels.push_back(render(seconds, rate48, [&](double t) {
            const double x = t / seconds;
            const double cutoff = 260.0 * math::exp2(5.0 * x * x + 0.3 * x);
            first.run(noise.next(), cutoff, 1.8, rate48);
            second.run(first.band, cutoff, 1.2, rate48);
            phase += math::twoPi * 110.0 * math::exp2(2.0 * x) * detune / rate48;
            double tone = 0.0; // a saw of six partials
            for (int partial = 1; partial <= 6; ++partial) {
                tone += math::sin(phase * partial) / partial;
            }
            const double pulse = 0.75 + 0.25 * math::cos(math::twoPi * t * 108.0 / 60.0 * 4.0 * x);
            return (second.band + 0.08 * tone) * x * x * pulse;
        }));
    }
    return finish(rate48, std::move(channels), 0.6f);
}

Sound makeGuitar(const std::vector<Pluck>& plucks, double seconds)
{
    constexpr double sampleRate = 44100.0;
    const auto total = static_cast<std::size_t>(seconds * sampleRate);
    std::vector<std::vector<float>> channels(2, std::vector<float>(total));
    std::uint64_t seed = 71;
    for (const Pluck& pluck : plucks) {
        const double period = sampleRate / math::keyToHz(pluck.key) - 0.5;
        const auto whole = static_cast<std::size_t>(period);
        const double fraction = period - static_cast<double>(whole);
        const double allpass = (1.0 - fraction) / (1.0 + fraction);
        Noise noise(seed++);
        std::vector<double> line(whole);
        double smooth = 0.0;
        for (double& value : line) { // a softer stroke is a darker one
            smooth += (0.25 + 0.55 * pluck.velocity) * (noise.next() - smooth);
            value = smooth;
        }
        const double loss = math::exp(-6.9 / (math::keyToHz(pluck.key) * 2.6));
        const auto start = static_cast<std::size_t>(pluck.atSeconds * sampleRate);
        const double place = 0.5 + 0.3 * math::sin(pluck.key * 1.7); // spread over the stereo field
        double last = 0.0, apIn = 0.0, apOut = 0.0;
        std::size_t index = 0;
        for (std::size_t i = start;
             i < total && i - start < static_cast<std::size_t>(sampleRate * 3.0); ++i) {
            const double out = line[index];
            const double averaged = loss * 0.5 * (out + last);
            last = out;
            apOut = allpass * (averaged - apOut) + apIn;
            apIn = averaged;
            line[index] = apOut;
            index = index + 1 == whole ? 0 : index + 1;
            channels[0][i] += static_cast<float>(out * pluck.velocity * (1.0 - place));
            channels[1][i] += static_cast<float>(out * pluck.velocity * place);
        }
    }
    return finish(sampleRate, std::move(channels), 0.6f);
}

} // namespace cppmusic::demo
