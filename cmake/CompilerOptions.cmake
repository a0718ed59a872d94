# SPDX-License-Identifier: GPL-3.0-or-later
# Flags that every target of CPPMusic gets through cppmusic_options: the specification's warnings and
# hardening, and the floating-point rules that keep renders bit-exact on every machine.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

include(CheckPIESupported)
check_pie_supported()

find_program(CPPMUSIC_CCACHE ccache)
if(CPPMUSIC_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CPPMUSIC_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${CPPMUSIC_CCACHE}")
endif()

set(CPPMUSIC_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address,undefined or thread or realtime")
option(CPPMUSIC_COVERAGE "Instrument for coverage" OFF)

# Code generation: shared by our targets and by the one library that holds JUCE.
add_library(cppmusic_codegen INTERFACE)
add_library(cppmusic_options INTERFACE)
target_link_libraries(cppmusic_options INTERFACE cppmusic_codegen)

if(MSVC)
  target_compile_options(cppmusic_codegen INTERFACE /fp:precise /utf-8 /Zc:__cplusplus)
  target_compile_options(cppmusic_options INTERFACE /W4 /permissive-)
  if(CPPMUSIC_WERROR)
    target_compile_options(cppmusic_options INTERFACE /WX)
  endif()
else()
  # No fused multiply-add and no value-changing optimisation: same bits everywhere.
  target_compile_options(cppmusic_codegen INTERFACE -ffp-contract=off -fstack-protector-strong)
  target_compile_options(cppmusic_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnull-dereference -Wnon-virtual-dtor -Woverloaded-virtual)
  # g++ 12 reports an overlap in `"text" + std::string(...)` that cannot be (GCC bug 105329).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(cppmusic_options INTERFACE -Wno-restrict)
  endif()
  if(CPPMUSIC_WERROR)
    target_compile_options(cppmusic_options INTERFACE -Werror)
  endif()
  # _FORTIFY_SOURCE needs optimisation, and hides errors from the sanitizers.
  if(NOT CPPMUSIC_SANITIZE AND NOT CPPMUSIC_COVERAGE)
    target_compile_options(cppmusic_codegen INTERFACE
      $<$<CONFIG:Release,RelWithDebInfo>:-U_FORTIFY_SOURCE> $<$<CONFIG:Release,RelWithDebInfo>:-D_FORTIFY_SOURCE=3>)
  endif()
  target_compile_definitions(cppmusic_codegen INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
  if(UNIX AND NOT APPLE)
    target_compile_options(cppmusic_codegen INTERFACE -fstack-clash-protection)
    target_link_options(cppmusic_codegen INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
    find_program(CPPMUSIC_LLD ld.lld)
    if(CPPMUSIC_LLD AND NOT CMAKE_CROSSCOMPILING) # a cross compiler doesn't look for it there
      target_link_options(cppmusic_codegen INTERFACE -fuse-ld=lld)
    endif()
  endif()
  if(CPPMUSIC_SANITIZE)
    target_compile_options(cppmusic_codegen INTERFACE -fsanitize=${CPPMUSIC_SANITIZE} -fno-omit-frame-pointer -g)
    target_link_options(cppmusic_codegen INTERFACE -fsanitize=${CPPMUSIC_SANITIZE})
    # g++ 12 takes the checks it inserts itself for uses of unset values and null pointers.
    target_compile_options(cppmusic_options INTERFACE "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-null-dereference>")
    if(CPPMUSIC_SANITIZE MATCHES "undefined")
      target_compile_options(cppmusic_codegen INTERFACE -fno-sanitize-recover=undefined)
    endif()
  endif()
  if(CPPMUSIC_FUZZERS)
    target_compile_options(cppmusic_codegen INTERFACE -fsanitize=fuzzer-no-link)
  endif()
  # Which functions may be called on the audio thread is part of their type; clang checks the calls.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 20)
    # libstdc++ 12 uses its own deprecated get_temporary_buffer inside std::stable_sort.
    target_compile_options(cppmusic_options INTERFACE -Wfunction-effects -Wno-deprecated-declarations)
  endif()
  if(CPPMUSIC_COVERAGE)
    target_compile_options(cppmusic_codegen INTERFACE --coverage -fprofile-update=atomic)
    target_link_options(cppmusic_codegen INTERFACE --coverage)
  endif()
endif()
