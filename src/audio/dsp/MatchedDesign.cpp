// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/MatchedDesign.h"

#include "core/MathUtils.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cppmusic::audio {

namespace math = core::math;

namespace {

/// An analogue filter (n2·p² + n1·p + n0)/(d2·p² + d1·p + d0), p = s/ω0.
struct Prototype {
    double n2, n1, n0, d2, d1, d0;

    [[nodiscard]] double squaredAt(double w) const noexcept CPPMUSIC_NONBLOCKING
    {
        const double x = w * w;
        const double overReal = n0 - n2 * x;
        const double underReal = d0 - d2 * x;
        return (overReal * overReal + n1 * n1 * x) / (underReal * underReal + d1 * d1 * x);
    }
};

/// The one of a band and its inverse whose resonance lies lower, or is sharper.
struct Side {
    Prototype prototype;
    bool isInverse = false;
};

Side sideOf(const EqualiserBand& band) noexcept CPPMUSIC_NONBLOCKING
{
    const double damping = 1.0 / std::max(band.q, 1.0e-3);
    const bool isInverse = band.type == BandType::highShelf ? band.gainDb > 0.0
                                                            : (band.type == BandType::peaking ||
                                                               band.type == BandType::lowShelf) &&
                                                                  band.gainDb < 0.0;
    const double gain = isInverse ? -band.gainDb : band.gainDb;
    const double a = math::pow(10.0, gain / 40.0);
    const double root = std::sqrt(a) * damping;
    switch (band.type) {
    case BandType::peaking: return {{1.0, a * damping, 1.0, 1.0, damping / a, 1.0}, isInverse};
    case BandType::lowShelf: return {{a, root * a, a * a, a, root, 1.0}, isInverse};
    case BandType::highShelf: return {{a * a, root * a, a, 1.0, root, a}, isInverse};
    case BandType::highPass: return {{1.0, 0.0, 0.0, 1.0, damping, 1.0}, false};
    case BandType::lowPass: return {{0.0, 0.0, 1.0, 1.0, damping, 1.0}, false};
    case BandType::notch: return {{1.0, 0.0, 1.0, 1.0, damping, 1.0}, false};
    case BandType::bandPass: break;
    }
    return {{0.0, damping, 0.0, 1.0, damping, 1.0}, false};
}

/// Where the fit looks, in radians a sample.
struct Places {
    static constexpr int capacity = 48;
    std::array<double, capacity> at{};
    int count = 0;

    void add(double w) noexcept CPPMUSIC_NONBLOCKING
    {
        if (w < highest && count < capacity) at[static_cast<std::size_t>(count++)] = w;
    }
    void addAround(double w, double width) noexcept CPPMUSIC_NONBLOCKING
    {
        for (const double x : {-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0})
            add(w * math::exp(0.5 * x * width));
    }
    static constexpr double highest = 2.9; ///< 20.35 kHz at 44.1
};

/// Around the resonance at `w` of relative width `width`, of shelves around their second one too.
Places placesOf(const EqualiserBand& band, double w0, double w,
                double width) noexcept CPPMUSIC_NONBLOCKING
{
    Places places;
    const double held = std::clamp(width, 0.02, 1.0);
    const double centre = std::min(w, 2.6);
    places.add(1.0e-3 * std::min(w, 1.0));
    places.addAround(centre, held);
    if (band.type == BandType::lowShelf || band.type == BandType::highShelf) {
        places.addAround(w0 * w0 / w, held);
        places.add(w0);
    }
    for (int i = 1; i <= 6; ++i) places.add(centre / static_cast<double>(1 << i));
    const double start = std::max(centre, 0.02);
    const double step = math::pow(Places::highest / start, 1.0 / 6.0);
    double above = start;
    for (int i = 1; i <= 6; ++i, above *= step) places.add(above * step * 0.999999);
    for (const double high : {1.0, 1.6, 2.2, 2.5, 2.75, 2.899}) places.add(high);
    return places;
}

/// Five linear equations of least squares.
struct Equations {
    std::array<std::array<double, 6>, 5> rows{};

    void add(const std::array<double, 5>& row, double right) noexcept CPPMUSIC_NONBLOCKING
    {
        for (std::size_t i = 0; i < 5; ++i) {
            for (std::size_t k = 0; k < 5; ++k) rows[i][k] += row[i] * row[k];
            rows[i][5] += row[i] * right;
        }
    }
    /// Gauss and Jordan with pivots.
    [[nodiscard]] std::array<double, 5> solved() noexcept CPPMUSIC_NONBLOCKING
    {
        for (std::size_t c = 0; c < 5; ++c) {
            std::size_t pivot = c;
            for (std::size_t i = c + 1; i < 5; ++i)
                if (std::abs(rows[i][c]) > std::abs(rows[pivot][c])) pivot = i;
            std::swap(rows[c], rows[pivot]);
            for (std::size_t i = 0; i < 5; ++i) {
                if (i == c) continue;
                const double share = rows[i][c] / rows[c][c];
                for (std::size_t k = c; k < 6; ++k) rows[i][k] -= share * rows[c][k];
            }
        }
        std::array<double, 5> x{};
        for (std::size_t i = 0; i < 5; ++i) x[i] = rows[i][5] / rows[i][i];
        return x;
    }
};

/// The part of the numerator that is 0 by nature.
std::array<bool, 3> isFree(BandType type) noexcept CPPMUSIC_NONBLOCKING
{
    if (type == BandType::highPass) return {false, false, true};
    if (type == BandType::bandPass) return {false, true, true};
    return {true, true, true};
}

/// Whether stable, minimum-phase filters have it.
bool isReal(const SquaredResponse& r) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isStable = r.d0 > 0.0 && r.d1 + 2.0 * std::sqrt(r.d0) > 1.0e-9;
    return isStable && r.n0 >= 0.0 && r.n2 >= 0.0 && r.n0 + r.n1 + r.n2 > 0.0 &&
           r.n1 + 2.0 * std::sqrt(r.n0 * r.n2) >= -1.0e-9 * (r.n0 + r.n2);
}

/// One fit, weighted by the response before it.
SquaredResponse fitted(const Prototype& prototype, const EqualiserBand& band, double w0,
                       const Places& places, double unit, const SquaredResponse& before,
                       double pull) noexcept CPPMUSIC_NONBLOCKING
{
    const auto free = isFree(band.type);
    Equations equations;
    for (int i = 0; i < places.count; ++i) {
        const double w = places.at[static_cast<std::size_t>(i)];
        const double tangent = math::tan(0.5 * w);
        const double x = tangent * tangent / unit;
        const double wanted = prototype.squaredAt(w / w0);
        if (wanted < 1.0e-9) continue;
        const double s = 1.0 / (wanted * (before.d0 + before.d1 * x + x * x));
        equations.add({free[0] ? s : 0.0, free[1] ? x * s : 0.0, free[2] ? x * x * s : 0.0,
                       -wanted * s, -wanted * x * s},
                      wanted * x * x * s);
    }
    for (std::size_t k = 0; k < 3; ++k)
        if (!free[k]) equations.rows[k][k] = 1.0;
    // Where the places leave a root open, it is pulled to where it was.
    const double scale1 = std::max(before.d0, before.d1 * before.d1);
    equations.rows[3][3] += pull / (before.d0 * before.d0);
    equations.rows[3][5] += pull / before.d0;
    equations.rows[4][4] += pull / scale1;
    equations.rows[4][5] += pull * before.d1 / scale1;
    const auto x = equations.solved();
    return {x[0], x[1], x[2], x[3], x[4]};
}

/// |H|² of the bilinear transform, x in units of `unit`.
SquaredResponse bilinear(const Prototype& p, double v0, double unit) noexcept CPPMUSIC_NONBLOCKING
{
    const double r = v0 / unit; // p² = −x/r
    const double over = 1.0 / (p.d2 * p.d2);
    return {p.n0 * p.n0 * r * r * over, (p.n1 * p.n1 - 2.0 * p.n0 * p.n2) * r * over,
            p.n2 * p.n2 * over, p.d0 * p.d0 * r * r * over,
            (p.d1 * p.d1 - 2.0 * p.d0 * p.d2) * r * over};
}

/// Only the denominator: the poles of the analogue filter, sampled (z = exp(s/fs)).
SquaredResponse withMatchedPoles(double w, double k, double unit) noexcept CPPMUSIC_NONBLOCKING
{
    const double half = 0.5 * k;
    const double fall = math::exp(-half * w);
    const double turn = std::sqrt(std::abs(1.0 - half * half)) * w;
    const double a1 = half <= 1.0 ? -2.0 * fall * math::cos(turn)
                                  : -(math::exp(turn - half * w) + math::exp(-turn - half * w));
    const double a2 = fall * fall;
    const double over = 1.0 / (1.0 - a1 + a2);
    const double g2 = (1.0 + a1 + a2) * over;
    const double damp = 2.0 * (1.0 - a2) * over;
    return {1.0, 1.0, 1.0, g2 * g2 / (unit * unit), (damp * damp - 2.0 * g2) / unit};
}

SvfDesign designOf(const SquaredResponse& r, double unit,
                   bool isInverse) noexcept CPPMUSIC_NONBLOCKING
{
    const double root = std::sqrt(r.d0);
    double g = std::sqrt(root * unit);
    double k = std::sqrt(std::max(0.0, r.d1 / root + 2.0));
    // The numerator c2·p² + c1·p + c0 in p = s/g.
    double c2 = std::sqrt(r.n2);
    double c0 = std::sqrt(r.n0) / root;
    double c1 = std::sqrt(std::max(0.0, r.n1 / root + 2.0 * c0 * c2));
    if (isInverse) {
        const double way = std::sqrt(c0 / c2);
        g *= way;
        const double newK = c1 / (c2 * way);
        c1 = k * way / c0;
        k = newK;
        c2 = 1.0 / c2;
        c0 = 1.0 / c0;
    }
    return {g, k, c2, c1 - c2 * k, c0 - c2};
}

} // namespace

SvfDesign matchedDesign(const EqualiserBand& band, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto [prototype, isInverse] = sideOf(band);
    const double hz = std::clamp(band.hz, 5.0, 0.49 * sampleRate);
    const double w0 = math::twoPi * hz / sampleRate;
    const double resonance = w0 * std::sqrt(prototype.d0 / prototype.d2);
    const double width = prototype.d1 / std::sqrt(prototype.d0 * prototype.d2);
    const Places places = placesOf(band, w0, resonance, width);
    const double edge = math::tan(0.5 * std::min(resonance, 2.0));
    const double unit = edge * edge;
    const double warped = math::tan(0.5 * w0);
    SquaredResponse best = bilinear(prototype, warped * warped, unit);
    SquaredResponse start = withMatchedPoles(resonance, width, unit);
    double pull = 1.0e-4;
    for (int i = 0; i < 4 && pull < 100.0;) {
        const SquaredResponse next = fitted(prototype, band, w0, places, unit, start, pull);
        if (isReal(next)) {
            best = start = next;
            ++i;
        } else {
            pull *= 30.0;
        }
    }
    return designOf(best, unit, isInverse);
}

} // namespace cppmusic::audio
