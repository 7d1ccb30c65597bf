# How every target of the project is built. One function for each kind of target, so that a folder's
# CMakeLists.txt says only what is in it and what it stands on.

set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()

# ccache has to be told that a precompiled header is one like any other.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros
                                  "${CCACHE_PROGRAM}")
endif()

# Links the many test programs in a fraction of the time.
find_program(LLD_PROGRAM ld.lld)
if(LLD_PROGRAM)
  add_link_options(-fuse-ld=lld)
endif()

# What clang alone says about Qt's own idioms is left out: the logging macros, and Qt::CTRL | Qt::Key_F, which is the
# form that Qt 5 and Qt 6 have in common.
add_library(landline_options INTERFACE)
target_compile_options(landline_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                                  $<$<BOOL:${LANDLINE_WERROR}>:-Werror>
                                                  $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-zero-variadic-macro-arguments>
                                                  $<$<CXX_COMPILER_ID:Clang>:-Wno-enum-enum-conversion>)
target_compile_definitions(
  landline_options
  INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_KEYWORDS
            QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DEPRECATED_WARNINGS
            LANDLINE_VERSION="${PROJECT_VERSION}")
target_include_directories(landline_options INTERFACE "${CMAKE_SOURCE_DIR}/common" "${CMAKE_SOURCE_DIR}")

if(LANDLINE_SANITIZE STREQUAL "address")
  target_compile_options(landline_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                    -fno-omit-frame-pointer)
  target_link_options(landline_options INTERFACE -fsanitize=address,undefined)
elseif(LANDLINE_SANITIZE STREQUAL "thread")
  target_compile_options(landline_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(landline_options INTERFACE -fsanitize=thread)
elseif(LANDLINE_SANITIZE)
  message(FATAL_ERROR "LANDLINE_SANITIZE is '${LANDLINE_SANITIZE}'; say address or thread")
endif()

if(LANDLINE_FUZZ)
  target_compile_options(landline_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# landline_precompile(TARGET): with LANDLINE_PRECOMPILE, TARGET takes the headers that nearly every source needs from
# one that is compiled once. Not in every preset: with them, a source that forgets an include builds all the same. For
# clang only: GCC takes one just for targets with the very same macros.
function(landline_precompile target)
  if(NOT LANDLINE_PRECOMPILE)
    return()
  endif()
  if(NOT TARGET landline_precompiled)
    find_package(GTest REQUIRED)
    add_library(landline_precompiled OBJECT "${CMAKE_SOURCE_DIR}/cmake/precompiled.cpp")
    target_link_libraries(landline_precompiled PRIVATE landline_options Qt${QT_VERSION_MAJOR}::Network GTest::gmock)
    target_compile_options(landline_precompiled PRIVATE -Xclang -fno-pch-timestamp)
    target_precompile_headers(landline_precompiled PRIVATE "${CMAKE_SOURCE_DIR}/cmake/precompiled.h")
  endif()
  target_precompile_headers(${target} REUSE_FROM landline_precompiled)
endfunction()

# landline_library(NAME SOURCES file... [LINK target...]): one static library, `landline_NAME`.
function(landline_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(landline_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(landline_${name} PUBLIC landline_options ${ARG_LINK})
  landline_precompile(landline_${name})
endfunction()

# All tests with the label `threads`: what ThreadSanitizer has to see.
add_custom_target(threaded_tests)

# landline_test(NAME SOURCES file... [ALONE file...] LINK target... [LABELS label...] [QT_MAIN gui|core] [LOCK name]):
# one GoogleTest program, each of its tests known to ctest. QT_MAIN picks the application object that main() makes:
# `core` (the default) a QCoreApplication, `gui` an offscreen QApplication. LOCK: of the tests that have the same one,
# only one runs at a time; they begin before all others. Sources are compiled several at a time, a fifth of the work as
# most of it is headers; those in ALONE, which share names with others, are not.
function(landline_test name)
  cmake_parse_arguments(ARG "" "QT_MAIN;LOCK" "SOURCES;LINK;ALONE;LABELS" ${ARGN})
  if(NOT ARG_QT_MAIN)
    set(ARG_QT_MAIN core)
  endif()
  add_executable(${name} ${ARG_SOURCES} ${ARG_ALONE} "${CMAKE_SOURCE_DIR}/tests/support/main_${ARG_QT_MAIN}.cpp")
  target_link_libraries(${name} PRIVATE ${ARG_LINK} landline_test_support GTest::gtest GTest::gmock)
  if(ARG_QT_MAIN STREQUAL "gui")
    target_link_libraries(${name} PRIVATE Qt${QT_VERSION_MAJOR}::Widgets)
  endif()
  landline_precompile(${name})
  set_target_properties(${name} PROPERTIES UNITY_BUILD ${LANDLINE_UNITY_TESTS} UNITY_BUILD_BATCH_SIZE 8)
  set_source_files_properties(${ARG_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set(locked "")
  if(ARG_LOCK)
    set(locked RESOURCE_LOCK ${ARG_LOCK} COST 1000)
  endif()
  gtest_discover_tests(
    ${name}
    NO_PRETTY_VALUES  # parameters with brackets in them confuse CMake's lists, and pointers change
    DISCOVERY_MODE PRE_TEST
    DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT 120 ${locked} LABELS "${ARG_LABELS}")
  if("threads" IN_LIST ARG_LABELS)
    add_dependencies(threaded_tests ${name})
  endif()
endfunction()
