// SPDX-License-Identifier: GPL-3.0-or-later
#include "integration/CommandLine.h"

#include "integration/DummyAudioDevice.h"

namespace cppmusic::integration {

CommandLine CommandLine::parse(const juce::StringArray& arguments)
{
    CommandLine line;
    for (int i = 0; i < arguments.size(); ++i) {
        const juce::String& argument = arguments[i];
        if (argument == "--help" || argument == "-h") {
            line.wantsHelp = true;
        } else if (argument == "--version") {
            line.wantsVersion = true;
        } else if (argument == "--fake-audio") {
            line.audioDevice = DummyAudioDevice::deviceName;
        } else if (argument == "--audio-device" && i + 1 < arguments.size()) {
            line.audioDevice = arguments[++i];
        } else if (argument.startsWith("--audio-device=")) {
            line.audioDevice = argument.fromFirstOccurrenceOf("=", false, false);
        } else if (argument.startsWith("-")) {
            line.problem = "Unknown option " + argument + "; --help lists them.";
        } else {
            line.project = juce::File::getCurrentWorkingDirectory().getChildFile(argument);
        }
    }
    if (line.audioDevice.equalsIgnoreCase("dummy")) line.audioDevice = DummyAudioDevice::deviceName;
    return line;
}

juce::String CommandLine::helpText()
{
    return "Usage: cppmusic [options] [PROJECT.dawproj]\n"
           "\n"
           "Opens a project; without one, the demo song if it is installed, else a new song.\n"
           "\n"
           "  --audio-device NAME  the audio output, by (a part of) its name; \"none\" for "
           "silence\n"
           "  --fake-audio         the dummy output: the song runs, nothing is heard\n"
           "  --version            print the version\n"
           "  --help               print this\n";
}

} // namespace cppmusic::integration
