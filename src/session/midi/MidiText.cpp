// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/midi/MidiText.h"

#include "model/Limits.h"

namespace cppmusic::session {

std::string textFromMidi(std::string_view bytes)
{
    constexpr std::string_view blank{" \t\r\n\0", 5};
    const auto first = bytes.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    bytes = bytes.substr(first, bytes.find_last_not_of(blank) - first + 1);
    bytes = bytes.substr(0, model::maxTextBytes / 2);
    if (model::problemWithText(bytes, "").empty()) return std::string(bytes);

    std::string text;
    for (const char c : bytes) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x80) {
            text += c;
            continue;
        }
        text += static_cast<char>(0xc0 | (code >> 6));
        text += static_cast<char>(0x80 | (code & 0x3f));
    }
    return text;
}

} // namespace cppmusic::session
