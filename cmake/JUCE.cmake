# SPDX-License-Identifier: GPL-3.0-or-later
# JUCE, compiled once into the static library juce_all. Link cppmusic::juce, never juce::juce_*: a second
# target that carries the modules would compile them again.
#
# -DJUCE_SOURCE_DIR=<folder> builds on a checkout of JUCE 7 or 8; without it the installed package is used.
include_guard(GLOBAL)
set(JUCE_SOURCE_DIR "" CACHE PATH "A checkout of JUCE; empty means the installed package")
if(JUCE_SOURCE_DIR)
  add_subdirectory("${JUCE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/juce" EXCLUDE_FROM_ALL SYSTEM)
else()
  # Asked for without a version, because JUCE's packages answer to their very own version only.
  find_package(JUCE CONFIG REQUIRED)
  if(JUCE_VERSION VERSION_LESS 7.0.5)
    message(FATAL_ERROR "JUCE ${JUCE_VERSION} is too old: CPPMusic needs 7.0.5 or newer")
  endif()
endif()

add_library(juce_all STATIC)
target_link_libraries(juce_all
  PRIVATE juce::juce_core juce::juce_events juce::juce_data_structures juce::juce_graphics
          juce::juce_gui_basics juce::juce_audio_basics juce::juce_audio_devices cppmusic_codegen
  PUBLIC juce::juce_recommended_config_flags)

# Debian takes zlib, libpng and libjpeg out of the modules; upstream JUCE brings its own.
if(UNIX AND NOT APPLE)
  pkg_check_modules(JUCE_CODECS REQUIRED IMPORTED_TARGET zlib libpng libjpeg freetype2)
  target_link_libraries(juce_all PUBLIC PkgConfig::JUCE_CODECS)
  find_path(CPPMUSIC_JACK_INCLUDE jack/jack.h)
endif()

# One list for every target: changing it compiles JUCE again.
target_compile_definitions(juce_all
  PUBLIC JUCE_WEB_BROWSER=0 JUCE_USE_CURL=0 JUCE_MODAL_LOOPS_PERMITTED=0 JUCE_DISPLAY_SPLASH_SCREEN=0
         JUCE_REPORT_APP_USAGE=0 JUCE_STANDALONE_APPLICATION=1 JUCE_STRICT_REFCOUNTEDPOINTER=1
         JUCE_DONT_DECLARE_PROJECTINFO=1 JUCE_JACK_CLIENT_NAME="CPPMusic"
         $<$<PLATFORM_ID:Linux>:JUCE_ALSA=1>
         $<$<AND:$<PLATFORM_ID:Linux>,$<BOOL:${CPPMUSIC_JACK_INCLUDE}>>:JUCE_JACK=1>
  INTERFACE $<TARGET_PROPERTY:juce_all,COMPILE_DEFINITIONS>)
target_include_directories(juce_all SYSTEM INTERFACE $<TARGET_PROPERTY:juce_all,INCLUDE_DIRECTORIES>)
if((JUCE_SOURCE_DIR OR JUCE_VERSION VERSION_GREATER_EQUAL 8) AND NOT MSVC)
  # JUCE 8 deprecates functions that JUCE 7 has no other name for.
  target_compile_options(juce_all INTERFACE -Wno-deprecated-declarations)
endif()
set_target_properties(juce_all PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
add_library(cppmusic::juce ALIAS juce_all)

# Inter: one static face per weight, read from the system's fonts at build time.
find_path(CPPMUSIC_INTER_DIR Inter-Regular.otf
  PATHS /usr/share/fonts/opentype/inter /usr/share/fonts/OTF /usr/share/fonts/inter
  DOC "Folder of Inter-Regular.otf (Debian: fonts-inter)")
