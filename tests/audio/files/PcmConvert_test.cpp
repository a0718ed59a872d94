// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/PcmConvert.h"

#include "audio/files/AudioFileReader.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>
#include <sndfile.h>

#include <bit>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace cppmusic::audio;
using cppmusic::test::TemporaryFolder;

constexpr PcmEncoding encodings[] = {PcmEncoding::int16, PcmEncoding::int24, PcmEncoding::int32,
                                     PcmEncoding::float32};

/// What a sample means, by the definition of the formats.
float meaning(const PcmLayout& layout, const std::byte* at)
{
    const int size = layout.bytesPerSample();
    std::int64_t value = 0;
    for (int i = 0; i < size; ++i) {
        const auto byte = std::to_integer<std::int64_t>(at[layout.isBigEndian ? i : size - 1 - i]);
        value = value * 256 + byte;
    }
    if (layout.encoding == PcmEncoding::float32) {
        const float number = std::bit_cast<float>(static_cast<std::uint32_t>(value));
        return std::isfinite(number) ? number : 0.0f;
    }
    const std::int64_t range = std::int64_t{1} << (8 * size);
    if (value >= range / 2) value -= range;
    return static_cast<float>(value) / static_cast<float>(range / 2);
}

bool haveSameBits(float a, float b)
{
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

struct Sound {
    int container;
    int samples;
    int endian;
    int channels;
};

/// Random bits, so NaN, infinity, −0 and denormal numbers are among them.
void writeRandom(const std::string& path, const Sound& sound, int frames, std::uint32_t seed)
{
    SF_INFO info{};
    info.samplerate = 48000;
    info.channels = sound.channels;
    info.format = sound.container | sound.samples | sound.endian;
    ASSERT_TRUE(sf_format_check(&info)) << path;
    SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
    ASSERT_NE(file, nullptr) << sf_strerror(nullptr);
    std::mt19937 random(seed);
    const auto count = static_cast<std::size_t>(frames) * static_cast<std::size_t>(sound.channels);
    if (sound.samples == SF_FORMAT_FLOAT) {
        std::vector<float> values(count);
        for (float& value : values) value = std::bit_cast<float>(static_cast<unsigned>(random()));
        values[0] = std::numeric_limits<float>::infinity();
        values[1] = -0.0f;
        ASSERT_EQ(sf_writef_float(file, values.data(), frames), frames);
    } else {
        std::vector<int> values(count);
        for (int& value : values) value = static_cast<int>(random());
        values[0] = std::numeric_limits<int>::min();
        values[1] = std::numeric_limits<int>::max();
        ASSERT_EQ(sf_writef_int(file, values.data(), frames), frames);
    }
    ASSERT_EQ(sf_close(file), 0);
}

std::vector<float> readWithLibsndfile(const std::string& path)
{
    SF_INFO info{};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    EXPECT_NE(file, nullptr);
    std::vector<float> all(static_cast<std::size_t>(info.frames) *
                           static_cast<std::size_t>(info.channels));
    EXPECT_EQ(sf_readf_float(file, all.data(), info.frames), info.frames);
    sf_close(file);
    for (float& value : all) value = std::isfinite(value) ? value : 0.0f;
    return all;
}

} // namespace

TEST(PcmConvert, EveryLayoutAndLengthMeansWhatItShould)
{
    std::mt19937 random(7);
    for (const PcmEncoding encoding : encodings) {
        for (int variant = 0; variant < 8; ++variant) {
            const PcmLayout layout{encoding, variant % 2 == 1, 1 + variant / 2};
            for (int frames = 0; frames < 41; ++frames) {
                // Exactly as long as the samples: a read beyond is for AddressSanitizer to find.
                std::vector<std::byte> bytes(static_cast<std::size_t>(frames) *
                                             static_cast<std::size_t>(layout.bytesPerFrame()));
                for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
                for (int taken = 1; taken <= layout.channels; ++taken) {
                    std::vector<std::vector<float>> out(
                        static_cast<std::size_t>(taken),
                        std::vector<float>(static_cast<std::size_t>(frames) + 1, 77.0f));
                    std::vector<float*> pointers;
                    for (auto& channel : out) pointers.push_back(channel.data());
                    pcmToFloat(layout, bytes.data(), frames, pointers.data(), taken);
                    for (int c = 0; c < taken; ++c) {
                        const auto& channel = out[static_cast<std::size_t>(c)];
                        for (int i = 0; i < frames; ++i)
                            ASSERT_TRUE(haveSameBits(
                                channel[static_cast<std::size_t>(i)],
                                meaning(layout, bytes.data() + i * layout.bytesPerFrame() +
                                                    c * layout.bytesPerSample())))
                                << "frame " << i << " of " << frames;
                        ASSERT_EQ(channel.back(), 77.0f) << "nothing is written behind the end";
                    }
                }
            }
        }
    }
}

TEST(PcmConvert, FilesOfEveryKindReadWithLibsndfilesBits)
{
    TemporaryFolder folder;
    constexpr int frames = 10007;
    std::uint32_t seed = 1;
    for (const int container : {SF_FORMAT_WAV, SF_FORMAT_WAVEX, SF_FORMAT_RF64, SF_FORMAT_W64,
                                SF_FORMAT_AIFF, SF_FORMAT_CAF, SF_FORMAT_AU}) {
        for (const int samples :
             {SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_PCM_32, SF_FORMAT_FLOAT}) {
            for (const int endian : {SF_ENDIAN_FILE, SF_ENDIAN_BIG, SF_ENDIAN_LITTLE}) {
                for (const int channels : {1, 2, 3, 6}) {
                    SF_INFO wanted{};
                    wanted.samplerate = 48000;
                    wanted.channels = channels;
                    wanted.format = container | samples | endian;
                    if (!sf_format_check(&wanted)) continue;
                    const auto path = folder.file("a.audio").string();
                    writeRandom(path, {container, samples, endian, channels}, frames, ++seed);
                    const auto expected = readWithLibsndfile(path);
                    auto reader = AudioFileReader::open(path);
                    ASSERT_TRUE(reader.ok()) << reader.error().text();
                    EXPECT_TRUE(reader->pcmPlace().has_value())
                        << "read directly: " << reader->info().formatName;
                    std::vector<std::vector<float>> out(static_cast<std::size_t>(channels),
                                                        std::vector<float>(frames));
                    std::vector<float*> pointers;
                    for (auto& channel : out) pointers.push_back(channel.data());
                    const auto got = reader->read(0, {pointers.data(), channels, frames});
                    ASSERT_TRUE(got.ok()) << got.error().text();
                    for (std::size_t i = 0; i < expected.size(); ++i)
                        ASSERT_TRUE(haveSameBits(out[i % out.size()][i / out.size()], expected[i]))
                            << reader->info().formatName << ", value " << i;
                }
            }
        }
    }
    EXPECT_GT(seed, 100u) << "so many kinds of file";
}

TEST(PcmConvert, KindsThatNeedADecoderGoToLibsndfile)
{
    TemporaryFolder folder;
    for (const int format : {SF_FORMAT_WAV | SF_FORMAT_PCM_U8, SF_FORMAT_WAV | SF_FORMAT_ULAW,
                             SF_FORMAT_WAV | SF_FORMAT_DOUBLE, SF_FORMAT_FLAC | SF_FORMAT_PCM_24}) {
        const auto path = folder.file("a.audio").string();
        writeRandom(path, {format & SF_FORMAT_TYPEMASK, format & SF_FORMAT_SUBMASK, 0, 2}, 5000, 3);
        const auto expected = readWithLibsndfile(path);
        auto reader = AudioFileReader::open(path);
        ASSERT_TRUE(reader.ok()) << reader.error().text();
        EXPECT_FALSE(reader->pcmPlace().has_value());
        std::vector<float> interleaved(expected.size());
        ASSERT_TRUE(reader->readInterleaved(0, 5000, interleaved.data()).ok());
        EXPECT_EQ(interleaved, expected);
        EXPECT_FALSE(reader->readInterleaved(1, 5000, interleaved.data()).ok());
    }
}

TEST(PcmConvert, AFileThatChangedIsNotReadOn)
{
    TemporaryFolder folder;
    const auto path = folder.file("a.wav").string();
    writeRandom(path, {SF_FORMAT_WAV, SF_FORMAT_PCM_24, 0, 2}, 5000, 3);
    const auto place = *AudioFileReader::open(path)->pcmPlace();
    EXPECT_TRUE(PcmFile::reopen(path, place).ok());
    writeRandom(path, {SF_FORMAT_WAV, SF_FORMAT_PCM_24, 0, 2}, 4000, 3);
    const auto changed = PcmFile::reopen(path, place);
    ASSERT_FALSE(changed.ok());
    EXPECT_EQ(changed.error().code, cppmusic::core::ErrorCode::corrupt);
    EXPECT_EQ(changed.error().place, path);
}
