// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/recording/TakeNote.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <memory>

namespace cppmusic::audio {

namespace {

constexpr double furthestBeat = 1.0e7;

template <class Number>
bool parse(std::string_view& text, Number& number)
{
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

} // namespace

std::filesystem::path takeNotePath(std::filesystem::path recording)
{
    recording.replace_extension(".place");
    return recording;
}

void writeTakeNote(const std::filesystem::path& recording, const TakeNote& note) noexcept
try {
    const auto path = takeNotePath(recording).string();
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wb"),
                                                               &std::fclose);
    if (file == nullptr) return;
    std::fprintf(file.get(), "%llu %.17g\n", static_cast<unsigned long long>(note.label),
                 note.startBeat);
} catch (...) {
}

std::optional<TakeNote> parseTakeNote(std::string_view text)
{
    TakeNote note;
    if (!parse(text, note.label) || !parse(text, note.startBeat)) return std::nullopt;
    if (!(note.startBeat >= 0.0 && note.startBeat <= furthestBeat)) return std::nullopt;
    return note;
}

} // namespace cppmusic::audio
