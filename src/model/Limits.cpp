// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Limits.h"

#include <cmath>
#include <initializer_list>
#include <sstream>

namespace cppmusic::model {

namespace {

// Both comparisons are false for NaN.
bool isWithin(double value, double low, double high)
{
    return value >= low && value <= high;
}

std::string outOfRange(std::string_view what, double value, double low, double high,
                       std::string_view unit = "")
{
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << what << " is " << value << "; it must lie within " << low << " and " << high << unit
         << ".";
    return text.str();
}

std::string checkRange(std::string_view what, double value, double low, double high,
                       std::string_view unit = "")
{
    return isWithin(value, low, high) ? std::string{} : outOfRange(what, value, low, high, unit);
}

std::string firstOf(std::initializer_list<std::string> problems)
{
    for (const auto& problem : problems)
        if (!problem.empty()) return problem;
    return {};
}

// Length of the well-formed UTF-8 sequence at `at` (Unicode, table 3-7), 0 when there is none.
std::size_t sequenceLength(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t offset) {
        return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0u;
    };
    const auto isTail = [&](std::size_t offset) { return (byte(offset) & 0xc0u) == 0x80u; };
    const unsigned first = byte(0);
    if (first < 0x80u) return 1;
    if (first >= 0xc2u && first <= 0xdfu) return isTail(1) ? 2 : 0;
    if (first >= 0xe0u && first <= 0xefu) {
        const bool isOverlong = first == 0xe0u && byte(1) < 0xa0u;
        const bool isSurrogate = first == 0xedu && byte(1) > 0x9fu;
        return isTail(1) && isTail(2) && !isOverlong && !isSurrogate ? 3 : 0;
    }
    if (first >= 0xf0u && first <= 0xf4u) {
        const bool isOverlong = first == 0xf0u && byte(1) < 0x90u;
        const bool isBeyond = first == 0xf4u && byte(1) > 0x8fu;
        return isTail(1) && isTail(2) && isTail(3) && !isOverlong && !isBeyond ? 4 : 0;
    }
    return 0;
}

std::string problemWithFile(std::string_view file)
{
    const std::string wrong = "The asset's file '" + std::string(file) +
                              "' must be a path inside the project folder, with '/' and no '..'.";
    if (file.empty() || file.front() == '/' || file.back() == '/') return wrong;
    for (const char c : file)
        if (static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == ':') return wrong;
    for (std::size_t start = 0; start <= file.size();) {
        const std::size_t end = std::min(file.find('/', start), file.size());
        const auto part = file.substr(start, end - start);
        if (part.empty() || part == "." || part == "..") return wrong;
        start = end + 1;
    }
    return {};
}

} // namespace

bool isUtf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequenceLength(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::string problemWithText(std::string_view text, std::string_view what)
{
    if (text.size() > maxTextBytes)
        return std::string(what) + " is longer than " + std::to_string(maxTextBytes) + " bytes.";
    if (!isUtf8(text)) return std::string(what) + " is not valid UTF-8 text.";
    return {};
}

std::string problemWithId(std::uint64_t id)
{
    if (id == 0) return "The id is 0, which names nothing.";
    if (id > maxId) return "The id " + std::to_string(id) + " is too large.";
    return {};
}

std::string problemWithColour(PaletteColour colour)
{
    return checkRange("The colour", colour.index, -1, 15);
}

std::string problemWithGain(float gainDb)
{
    return checkRange("The gain", gainDb, minGainDb, maxGainDb, " dB");
}

std::string problemWithPan(float pan)
{
    return checkRange("The pan", pan, -1, 1);
}

std::string problemWithPlace(core::Beats at, std::string_view what)
{
    return checkRange(what, at.value, 0, maxBeats, " beats");
}

std::string problemWithLength(core::Beats length, std::string_view what)
{
    if (length.value > 0) return checkRange(what, length.value, 0, maxBeats, " beats");
    return std::string(what) + " must be above 0 beats.";
}

std::string problemWith(const Note& note)
{
    const auto& event = note.event;
    if (!(event.velocity > 0)) return "The note's velocity must be above 0.";
    return firstOf({problemWithId(note.id.value), problemWithPlace(event.start, "The note's start"),
                    problemWithLength(event.duration, "The note's duration"),
                    checkRange("The note's velocity", event.velocity, 0, 1),
                    checkRange("The note's release velocity", event.releaseVelocity, 0, 1),
                    checkRange("The note's pitch", event.pitch, 0, 127),
                    checkRange("The note's channel", event.channel, 0, 15)});
}

std::string problemWith(const ControlEvent& control)
{
    const double lowest = control.kind == ControlEvent::Kind::pitchBend ? -1 : 0;
    return firstOf({problemWithPlace(control.at, "The controller's place"),
                    checkRange("The controller's channel", control.channel, 0, 15),
                    checkRange("The controller's number", control.number, 0, 127),
                    checkRange("The controller's value", control.value, lowest, 1)});
}

std::string problemWith(const OpaqueEvent& event)
{
    return problemWithPlace(event.at, "The MIDI message's place");
}

std::string problemWith(const Pattern& pattern)
{
    return firstOf({problemWithId(pattern.id.value),
                    problemWithText(pattern.name, "The pattern's name"),
                    problemWithColour(pattern.colour),
                    problemWithLength(pattern.length, "The pattern's length")});
}

std::string problemWith(const PatternLane& lane)
{
    const auto firstIn = [](const auto& events) -> std::string {
        for (const auto& event : events)
            if (auto problem = problemWith(event); !problem.empty()) return problem;
        return {};
    };
    return firstOf({firstIn(lane.notes), firstIn(lane.controls), firstIn(lane.opaque)});
}

std::string problemWith(const Clip& clip)
{
    std::string content;
    if (const auto* pattern = std::get_if<PatternClip>(&clip.content))
        content = problemWithPlace(pattern->offset, "The clip's offset");
    if (const auto* audio = std::get_if<AudioClip>(&clip.content))
        content = firstOf(
            {checkRange("The clip's offset", audio->offset.value, 0, maxBeats, " s"),
             checkRange("The clip's gain", audio->gainDb, minClipGainDb, maxClipGainDb, " dB"),
             checkRange("The clip's fade in", audio->fadeIn.value, 0, maxBeats, " s"),
             checkRange("The clip's fade out", audio->fadeOut.value, 0, maxBeats, " s")});
    return firstOf({problemWithId(clip.id.value), problemWithText(clip.name, "The clip's name"),
                    problemWithColour(clip.colour),
                    problemWithPlace(clip.start, "The clip's start"),
                    problemWithLength(clip.length, "The clip's length"), content});
}

std::string problemWith(const Send& send)
{
    if (send.toChannel < 0 || send.toChannel >= ChannelCount::max)
        return "A send goes to one of 16 channels.";
    return checkRange("The send's level", send.levelDb, minGainDb, maxGainDb, " dB");
}

std::string problemWith(ChannelCount channels)
{
    const bool isPossible = channels.value >= 1 && channels.value <= ChannelCount::max;
    return isPossible ? std::string() : "A track has 1 to 16 channels.";
}

std::string problemWith(const MixerStrip& strip)
{
    for (const auto& send : strip.sends)
        if (auto problem = problemWith(send); !problem.empty()) return problem;
    if (strip.panLaw && *strip.panLaw > PanLaw::minus6dB) return "There is no such pan law.";
    if (auto problem = problemWith(strip.channels); !problem.empty()) return problem;
    return firstOf({problemWithGain(strip.gainDb), problemWithPan(strip.pan)});
}

std::string problemWith(const TrackInput& input)
{
    if (input.monitoring > InputMonitoring::on) return "There is no such way of monitoring.";
    return firstOf({checkRange("The track's left input", input.left, -1, 63),
                    checkRange("The track's right input", input.right, -1, 63)});
}

std::string problemWith(const DeviceSample& sample)
{
    if (sample.lowKey > sample.highKey) return "The sample's lowest key lies above its highest.";
    return firstOf(
        {checkRange("The sample's highest key", sample.highKey, 0, 127),
         checkRange("The sample's root key", sample.rootKey, 0, 127),
         checkRange("The sample's output", sample.output, 0, maxDevicePort),
         checkRange("The sample's gain", sample.gainDb, minGainDb, maxClipGainDb, " dB")});
}

std::string problemWith(const Device& device)
{
    if (device.type.empty()) return "The device has no type.";
    for (const auto& [name, value] : device.parameters) {
        if (name.empty()) return "A parameter of the device has no name.";
        if (!std::isfinite(value)) return "The parameter '" + name + "' is not a finite number.";
        if (auto problem = problemWithText(name, "A parameter's name"); !problem.empty())
            return problem;
    }
    for (const auto& sample : device.samples)
        if (auto problem = problemWith(sample); !problem.empty()) return problem;
    int previous = 0;
    for (const auto& output : device.outputs) {
        if (output.port <= previous || output.port > maxDevicePort)
            return "The device's outputs must be ports from 1 to " + std::to_string(maxDevicePort) +
                   ", in order and each once.";
        previous = output.port;
    }
    return firstOf({problemWithId(device.id.value),
                    problemWithText(device.type, "The device's type"),
                    problemWithText(device.name, "The device's name")});
}

std::string problemWith(const AutomationPoint& point)
{
    if (!std::isfinite(point.value)) return "An automation point's value is not a finite number.";
    return firstOf({problemWithPlace(point.at, "An automation point's place"),
                    checkRange("An automation point's tension", point.tension, -1, 1)});
}

std::string problemWith(const AutomationLane& lane)
{
    if (lane.parameter.empty()) return "The automation lane names no parameter.";
    const AutomationPoint* previous = nullptr;
    for (const auto& point : lane.points) {
        if (auto problem = problemWith(point); !problem.empty()) return problem;
        if (previous != nullptr && !(previous->at < point.at))
            return "Automation points are not in order, or two lie on one place.";
        previous = &point;
    }
    return firstOf(
        {problemWithId(lane.id.value), problemWithText(lane.parameter, "The lane's parameter")});
}

std::string problemWith(const Marker& marker)
{
    return firstOf(
        {problemWithId(marker.id.value), problemWithText(marker.name, "The marker's name"),
         problemWithColour(marker.colour), problemWithPlace(marker.at, "The marker's place"),
         problemWithPlace(marker.length, "The marker's length")});
}

std::string problemWith(const Asset& asset)
{
    const bool isHash = asset.sha256.size() == 64 &&
                        asset.sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!asset.sha256.empty() && !isHash)
        return "The asset's SHA-256 must be 64 lower-case hexadecimal digits.";
    if (asset.frames < 0) return "The asset has fewer than no frames.";
    const auto& source = asset.provenance;
    if (source.fileName.find_first_of("/\\") != std::string::npos)
        return "The name an asset's file once had must be without folders.";
    return firstOf(
        {problemWithId(asset.id.value), problemWithText(asset.name, "The asset's name"),
         problemWithText(source.origin, "The asset's origin"),
         problemWithText(source.fileName, "The asset's first file name"),
         problemWithText(source.format, "The asset's first format"),
         checkRange("The asset's first sample rate", source.sampleRate, 0, 768000, " Hz"),
         problemWithText(asset.file, "The asset's file"), problemWithFile(asset.file),
         checkRange("The asset's sample rate", asset.sampleRate, 0, 768000, " Hz"),
         checkRange("The asset's channel count", asset.channels, 0, 256)});
}

std::string problemWith(const LoopRange& loop)
{
    if (!(loop.start < loop.end)) return "The loop must end after its start.";
    return firstOf({problemWithPlace(loop.start, "The loop's start"),
                    problemWithPlace(loop.end, "The loop's end")});
}

std::string problemWith(const PunchRange& punch)
{
    if (!(punch.start < punch.end)) return "Punching out must come after punching in.";
    return firstOf({problemWithPlace(punch.start, "The place to punch in"),
                    problemWithPlace(punch.end, "The place to punch out")});
}

} // namespace cppmusic::model
