# SPDX-License-Identifier: GPL-3.0-or-later
# Writes OUTPUT, a source that holds every preset file of FOLDER. Called as a script.
file(GLOB_RECURSE files RELATIVE "${FOLDER}" "${FOLDER}/*.json")
list(SORT files)
set(entries "")
foreach(file IN LISTS files)
  file(READ "${FOLDER}/${file}" text)
  string(APPEND entries "    {\"${file}\", R\"preset(${text})preset\"},\n")
endforeach()
file(WRITE "${OUTPUT}.new" "// SPDX-License-Identifier: GPL-3.0-or-later
#include \"session/presets/FactoryPresetTexts.h\"

#include <array>

namespace cppmusic::session {

namespace {
constexpr auto texts = std::to_array<std::pair<std::string_view, std::string_view>>({
${entries}});
} // namespace

std::span<const std::pair<std::string_view, std::string_view>> factoryPresetTexts()
{
    return texts;
}

} // namespace cppmusic::session
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
