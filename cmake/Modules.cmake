# SPDX-License-Identifier: GPL-3.0-or-later
include_guard(GLOBAL)

# cppmusic_add_module(<name> [DEPENDS <modules>...] [LIBRARIES <targets>...])
# A static library cppmusic_<name> from every .cpp below the calling folder. DEPENDS are other modules
# (the arrows of the design, public); LIBRARIES are third-party targets, used only in .cpp files (private).
function(cppmusic_add_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
  if(NOT sources) # headers only so far
    file(TOUCH "${CMAKE_CURRENT_BINARY_DIR}/empty.cpp")
    set(sources "${CMAKE_CURRENT_BINARY_DIR}/empty.cpp")
  endif()
  set(target cppmusic_${name})
  add_library(${target} STATIC ${sources})
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/src" FILES ${headers})
  # Target all_verify_interface_header_sets compiles each header alone. Headers that need JUCE would cost
  # minutes; there tools/check_layers.py asks that X.cpp includes X.h first.
  if(NOT name MATCHES "^(ui|integration)$")
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  endif()
  target_link_libraries(${target} PRIVATE cppmusic_options)
  foreach(module IN LISTS ARG_DEPENDS)
    target_link_libraries(${target} PUBLIC cppmusic_${module})
  endforeach()
  target_link_libraries(${target} PRIVATE ${ARG_LIBRARIES} PUBLIC ${ARG_PUBLIC_LIBRARIES})
  add_library(cppmusic::${name} ALIAS ${target})
endfunction()

# cppmusic_add_tests(<name> [DEPENDS <modules>...] [LIBRARIES <targets>...])
# One GoogleTest program tests_<name> from every *_test.cpp and helper .cpp below the calling folder.
function(cppmusic_add_tests name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  set(target tests_${name})
  add_executable(${target} ${sources})
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(${target} PRIVATE cppmusic_options cppmusic_test_support GTest::gmock GTest::gtest_main ${ARG_LIBRARIES})
  # Tests are built once and run for seconds: full optimisation would only cost build time.
  if(NOT MSVC)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
    # g++ 12 sees null pointers inside istreambuf_iterator and unique_ptr; the programs themselves keep
    # the warning. On the sources, because options of linked targets come behind the target's own.
    set_property(SOURCE ${sources} APPEND PROPERTY COMPILE_OPTIONS $<$<CXX_COMPILER_ID:GNU>:-Wno-null-dereference>)
  endif()
  foreach(module IN LISTS ARG_DEPENDS)
    target_link_libraries(${target} PRIVATE cppmusic_${module})
  endforeach()
  set(properties TIMEOUT 900)
  # Files that others made lie beside the repository, if anywhere; the environment can name another folder.
  set(corpora "$ENV{CPPMUSIC_CORPORA}")
  if(NOT corpora AND EXISTS "${PROJECT_SOURCE_DIR}/../shared/corpora")
    set(corpora "${PROJECT_SOURCE_DIR}/../shared/corpora")
  endif()
  if(corpora)
    list(APPEND properties ENVIRONMENT "CPPMUSIC_CORPORA=${corpora}")
  endif()
  gtest_discover_tests(${target} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60 PROPERTIES ${properties})
endfunction()
