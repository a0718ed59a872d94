// SPDX-License-Identifier: GPL-3.0-or-later
// The equaliser's filters against formulas that are computed here, in long double.
#include "audio/effects/AnalogModeledEQ.h"
#include "support/NodeHarness.h"

#include <gtest/gtest.h>

#include <complex>
#include <numbers>

namespace cppmusic {
namespace {

using audio::AnalogModeledEQ;
using audio::BandResponse;
using audio::BandType;
using EQ = AnalogModeledEQ;
using Real = long double;
using Complex = std::complex<Real>;
constexpr Real pi = std::numbers::pi_v<long double>;

struct Setting {
    BandType type;
    float hz, gainDb, q;
};

/// R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".
Complex cookbook(const Setting& s, Real rate, Real hz)
{
    const Real a = std::pow(Real(10), Real(s.gainDb) / 40);
    const Real w = 2 * pi * Real(s.hz) / rate;
    const Real c = std::cos(w);
    const Real alpha = std::sin(w) / (2 * Real(s.q));
    const Real root = 2 * std::sqrt(a) * alpha;
    Real b[3] = {}, d[3] = {};
    const auto set = [&](Real b0, Real b1, Real b2, Real d0, Real d1, Real d2) {
        b[0] = b0, b[1] = b1, b[2] = b2, d[0] = d0, d[1] = d1, d[2] = d2;
    };
    switch (s.type) {
    case BandType::peaking:
        set(1 + alpha * a, -2 * c, 1 - alpha * a, 1 + alpha / a, -2 * c, 1 - alpha / a);
        break;
    case BandType::lowShelf:
        set(a * (a + 1 - (a - 1) * c + root), 2 * a * (a - 1 - (a + 1) * c),
            a * (a + 1 - (a - 1) * c - root), a + 1 + (a - 1) * c + root,
            -2 * (a - 1 + (a + 1) * c), a + 1 + (a - 1) * c - root);
        break;
    case BandType::highShelf:
        set(a * (a + 1 + (a - 1) * c + root), -2 * a * (a - 1 + (a + 1) * c),
            a * (a + 1 + (a - 1) * c - root), a + 1 - (a - 1) * c + root, 2 * (a - 1 - (a + 1) * c),
            a + 1 - (a - 1) * c - root);
        break;
    case BandType::highPass:
        set((1 + c) / 2, -(1 + c), (1 + c) / 2, 1 + alpha, -2 * c, 1 - alpha);
        break;
    case BandType::lowPass:
        set((1 - c) / 2, 1 - c, (1 - c) / 2, 1 + alpha, -2 * c, 1 - alpha);
        break;
    case BandType::notch: set(1, -2 * c, 1, 1 + alpha, -2 * c, 1 - alpha); break;
    case BandType::bandPass: set(alpha, 0, -alpha, 1 + alpha, -2 * c, 1 - alpha); break;
    }
    const Complex z = std::polar(Real(1), -2 * pi * hz / rate);
    return (b[0] + z * (b[1] + z * b[2])) / (d[0] + z * (d[1] + z * d[2]));
}

/// The filters that the cookbook's are transforms of.
Complex analogue(const Setting& s, Real hz)
{
    const Real a = std::pow(Real(10), Real(s.gainDb) / 40);
    const Real q = Real(s.q);
    const Real root = std::sqrt(a) / q;
    const Complex p(0, hz / Real(s.hz));
    switch (s.type) {
    case BandType::peaking: return (p * p + a / q * p + Real(1)) / (p * p + p / (a * q) + Real(1));
    case BandType::lowShelf: return a * (p * p + root * p + a) / (a * p * p + root * p + Real(1));
    case BandType::highShelf: return a * (a * p * p + root * p + Real(1)) / (p * p + root * p + a);
    case BandType::highPass: return p * p / (p * p + p / q + Real(1));
    case BandType::lowPass: return Real(1) / (p * p + p / q + Real(1));
    case BandType::notch: return (p * p + Real(1)) / (p * p + p / q + Real(1));
    case BandType::bandPass: break;
    }
    return p / q / (p * p + p / q + Real(1));
}

Real decibels(Real gain)
{
    return 20 * std::log10(std::max(gain, Real(1.0e-12L)));
}

void setBand(EQ& eq, int band, const Setting& s)
{
    eq.initialiseParameter(EQ::indexOf(band, EQ::on), 1.0f);
    eq.initialiseParameter(EQ::indexOf(band, EQ::type), static_cast<float>(s.type));
    eq.initialiseParameter(EQ::indexOf(band, EQ::frequency), s.hz);
    eq.initialiseParameter(EQ::indexOf(band, EQ::gain), s.gainDb);
    eq.initialiseParameter(EQ::indexOf(band, EQ::q), s.q);
}

/// What an impulse becomes, to −140 dB of its end.
std::vector<float> impulseResponse(EQ& eq, double rate)
{
    test::NodeHarness harness(eq, rate);
    harness.input = {{1.0f}, {1.0f}};
    return harness.render(static_cast<int>(1.2 * static_cast<double>(eq.tailFrames())))[0];
}

Complex responseAt(const std::vector<float>& impulse, Real rate, Real hz)
{
    // Horner in double with an exact turn for each block of 64.
    const auto turn = std::complex<double>(std::polar(Real(1), -2 * pi * hz / rate));
    Complex sum = 0;
    for (std::size_t end = impulse.size(); end > 0;) {
        const std::size_t begin = (end - 1) / 64 * 64;
        std::complex<double> block = 0.0;
        for (std::size_t i = end; i-- > begin;)
            block = block * turn + static_cast<double>(impulse[i]);
        sum += Complex(block) * std::polar(Real(1), -2 * pi * hz / rate * Real(begin));
        end = begin;
    }
    return sum;
}

constexpr Setting settings[] = {
    {BandType::peaking, 1000.0f, 12.0f, 2.0f},    {BandType::peaking, 20.0f, 6.0f, 1.0f},
    {BandType::peaking, 12000.0f, -20.0f, 10.0f}, {BandType::lowShelf, 200.0f, 9.0f, 0.7f},
    {BandType::lowShelf, 3000.0f, -20.0f, 2.0f},  {BandType::highShelf, 5000.0f, -12.0f, 1.0f},
    {BandType::highShelf, 16000.0f, 18.0f, 0.4f}, {BandType::highPass, 80.0f, 0.0f, 0.7f},
    {BandType::highPass, 2000.0f, 0.0f, 10.0f},   {BandType::lowPass, 9000.0f, 0.0f, 3.0f},
    {BandType::lowPass, 100.0f, 0.0f, 0.1f},      {BandType::notch, 440.0f, 0.0f, 5.0f},
    {BandType::notch, 15000.0f, 0.0f, 0.5f},      {BandType::bandPass, 2500.0f, 0.0f, 1.5f},
    {BandType::bandPass, 300.0f, 0.0f, 10.0f}};

TEST(EqualiserResponse, IsTheCookbooksInMagnitudeAndPhaseAtEveryRate)
{
    for (const double rate : {44100.0, 48000.0, 88200.0, 96000.0, 192000.0}) {
        int band = 0;
        for (const Setting& s : settings) {
            EQ eq;
            setBand(eq, band++ % EQ::numBands, s);
            const auto impulse = impulseResponse(eq, rate);
            for (const Real hz : {20.0L, 31.0L, 97.0L, 200.0L, 437.0L, 1000.0L, 2511.0L, 5003.0L,
                                  9001.0L, 13007.0L, 17011.0L, 20000.0L}) {
                const Complex wanted = cookbook(s, Real(rate), hz);
                if (decibels(std::abs(wanted)) < -60) continue;
                const Complex heard = responseAt(impulse, Real(rate), hz);
                EXPECT_NEAR(static_cast<double>(decibels(std::abs(heard / wanted))), 0.0, 0.01)
                    << band << " at " << rate << ": " << hz << " Hz";
                EXPECT_NEAR(static_cast<double>(std::arg(heard / wanted) * 180 / pi), 0.0, 0.1)
                    << band << " at " << rate << ": " << hz << " Hz";
            }
        }
    }
}

/// The greatest distance of a matched design from the analogue filter, 20 Hz to 20 kHz, where that
/// is above −50 dB.
double distanceOfMatched(const Setting& s, double rate)
{
    const auto design =
        audio::SvfDesign::of({s.type, static_cast<double>(s.hz), static_cast<double>(s.gainDb),
                              static_cast<double>(s.q), BandResponse::matched},
                             rate);
    if (!(design.g > 0.0 && design.k > 0.0)) return 1000.0;
    double distance = 0.0;
    for (double hz = 20.0; hz <= 20000.0; hz *= 1.05) {
        const auto wanted = static_cast<double>(std::abs(analogue(s, Real(hz))));
        if (wanted < 3.0e-3) continue;
        const double heard = design.magnitudeAt(hz, rate);
        distance = std::max(distance, std::abs(test::toDb(heard / wanted)));
    }
    return distance;
}

TEST(EqualiserResponse, MatchedBellsAndShelvesKeepTheirShapeUpTo20Kilohertz)
{
    for (const double rate : {44100.0, 48000.0, 96000.0}) {
        for (float hz = 20.0f; hz < 20001.0f; hz *= 1.37f) {
            for (const float gain : {-20.0f, -9.0f, -3.0f, 3.0f, 9.0f, 20.0f}) {
                for (const float q : {0.1f, 0.25f, 0.7071f, 1.0f, 2.0f, 4.0f, 10.0f}) {
                    const auto describe = [&] {
                        return std::to_string(hz) + " Hz " + std::to_string(gain) + " dB Q " +
                               std::to_string(q) + " at " + std::to_string(rate);
                    };
                    EXPECT_LT(distanceOfMatched({BandType::peaking, hz, gain, q}, rate), 0.5)
                        << describe();
                    if (q > 2.0f) continue;
                    EXPECT_LT(distanceOfMatched({BandType::lowShelf, hz, gain, q}, rate), 0.5)
                        << describe();
                    EXPECT_LT(distanceOfMatched({BandType::highShelf, hz, gain, q}, rate), 0.5)
                        << describe();
                }
            }
        }
        for (float hz = 20.0f; hz < 20001.0f; hz *= 1.37f) {
            for (const float q : {0.1f, 0.7071f, 2.0f}) {
                for (const auto type : {BandType::lowPass, BandType::highPass, BandType::bandPass})
                    EXPECT_LT(distanceOfMatched({type, hz, 0.0f, q}, rate), 0.5)
                        << static_cast<int>(type) << " " << hz << " Hz Q " << q << " at " << rate;
            }
        }
    }
}

TEST(EqualiserResponse, TheCookbooksBellIsSqueezedWhereTheMatchedOneIsNot)
{
    // 14 kHz at 44.1 kHz, an octave wide: the bilinear transform narrows it by decibels.
    const Setting s{BandType::peaking, 14000.0f, 12.0f, 1.4f};
    double squeezed = 0.0;
    for (double hz = 1000.0; hz <= 20000.0; hz *= 1.05)
        squeezed =
            std::max(squeezed, std::abs(static_cast<double>(decibels(std::abs(
                                   cookbook(s, 44100.0L, Real(hz)) / analogue(s, Real(hz)))))));
    EXPECT_GT(squeezed, 3.0);
    EQ eq;
    setBand(eq, 3, s);
    eq.initialiseParameter(EQ::response, 1.0f);
    const auto impulse = impulseResponse(eq, 44100.0);
    for (Real hz = 1000.0L; hz <= 20000.0L; hz *= 1.05L)
        EXPECT_NEAR(static_cast<double>(
                        decibels(std::abs(responseAt(impulse, 44100.0L, hz) / analogue(s, hz)))),
                    0.0, 0.5)
            << hz;
}

TEST(EqualiserResponse, HalfTheMixIsHalfwayBetweenTheBandAndTheSignal)
{
    const Setting s{BandType::peaking, 1000.0f, 12.0f, 1.0f};
    EQ eq;
    setBand(eq, 2, s);
    eq.initialiseParameter(EQ::indexOf(2, EQ::mix), 0.5f);
    const auto impulse = impulseResponse(eq, 48000.0);
    for (const Real hz : {100.0L, 700.0L, 1000.0L, 1500.0L, 8000.0L}) {
        const Complex wanted = Real(0.5L) + Real(0.5L) * cookbook(s, 48000.0L, hz);
        EXPECT_NEAR(static_cast<double>(std::abs(responseAt(impulse, 48000.0L, hz) - wanted)), 0.0,
                    1.0e-5)
            << hz;
    }
}

} // namespace
} // namespace cppmusic
