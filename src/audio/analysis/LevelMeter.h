// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace cppmusic::audio {

/// How a pointer moves and what its 0 means.
enum class LevelScale {
    peak,   ///< the highest sample; falls 20 dB in 1.7 s; 0 is full scale
    rms,    ///< of the last 300 ms; 0 is a sine of full scale (AES17)
    vu,     ///< IEC 60268-17: 99 % in 300 ms; 0 VU is a sine of −18 dBFS (EBU R 68)
    ppmDin, ///< IEC 60268-10 type I: 10 ms read −1 dB; falls 20 dB in 1.7 s; 0 is a sine of full
            ///< scale
    ppmBritish, ///< type IIa: 10 ms read −2.5 dB; falls 24 dB in 2.8 s; 0 is a sine of full scale
    k12,        ///< Katz's K-System: RMS of 600 ms; 0 is a sine of −12 dBFS
    k14,        ///< −14 dBFS
    k20         ///< −20 dBFS
};

/// The level of one channel on one of the usual scales. The same sound in other blocks gives the
/// same numbers. Allocates when it is made. [main or job]
class LevelMeter {
public:
    LevelMeter(LevelScale, double sampleRate);

    void add(const float* samples, int frames);
    /// Where the pointer stands, dB on the scale; −infinity for silence.
    [[nodiscard]] double level() const;
    /// The highest it has been since the last reset().
    [[nodiscard]] double maximum() const;
    [[nodiscard]] LevelScale scale() const noexcept { return scale_; }
    void reset();

private:
    void addToPeak(double magnitude);
    void addToVu(double magnitude);
    void addToPpm(double magnitude);
    void addToMean(double square);

    LevelScale scale_;
    double rate_;
    double offsetDb_ = 0.0;
    double fall_ = 1.0;                        // a sample
    double attackOne_ = 0.0, attackTwo_ = 0.0; // a sample
    double stiffness_ = 0.0, damping_ = 0.0;   // a sample
    double one_ = 0.0, two_ = 0.0;             // followers; place and speed of the pointer
    std::vector<double> cells_;                // sums of squares, a ring
    std::size_t cellFrames_ = 0, inCell_ = 0, cell_ = 0;
    double sum_ = 0.0, value_ = 0.0, highest_ = 0.0;
};

} // namespace cppmusic::audio
