# Translations: translations/landline_LANGUAGE.ts, compiled by lrelease into the resource `translations`, below
# :/landline/translations. The tools are called directly: that works the same with Qt 5 and Qt 6, and without the
# CMake files of Qt's Linguist, which Debian keeps in another package.
#
#   cmake --build BUILD --target update_translations     reads the sources anew; then translate what is unfinished

set(LANDLINE_TRANSLATED_LANGUAGES zh_CN)

get_target_property(landline_qmake Qt${QT_VERSION_MAJOR}::qmake IMPORTED_LOCATION)
if(NOT landline_qmake)
  set(landline_qmake "")
endif()
cmake_path(GET landline_qmake PARENT_PATH landline_qt_tools)
set(landline_linguist_places "${landline_qt_tools}" "/usr/lib/qt${QT_VERSION_MAJOR}/bin")
foreach(tool lrelease lupdate)
  string(TOUPPER ${tool} variable)
  find_program(LANDLINE_${variable} NAMES ${tool} ${tool}-qt${QT_VERSION_MAJOR} HINTS ${landline_linguist_places})
endforeach()
if(NOT LANDLINE_LRELEASE)
  message(FATAL_ERROR "lrelease is missing: install qttools5-dev-tools (Debian), or Qt's Linguist tools")
endif()

# landline_translations(TARGET): compiles every language and puts them into TARGET as a resource.
function(landline_translations target)
  set(qrc "${CMAKE_CURRENT_BINARY_DIR}/translations.qrc")
  set(compiled "")
  set(entries "")
  foreach(language ${LANDLINE_TRANSLATED_LANGUAGES})
    set(ts "${CMAKE_SOURCE_DIR}/translations/landline_${language}.ts")
    set(qm "${CMAKE_CURRENT_BINARY_DIR}/landline_${language}.qm")
    add_custom_command(
      OUTPUT "${qm}"
      COMMAND ${LANDLINE_LRELEASE} -silent "${ts}" -qm "${qm}"
      DEPENDS "${ts}"
      COMMENT "Compile the translation ${language}"
      VERBATIM)
    list(APPEND compiled "${qm}")
    string(APPEND entries "    <file>landline_${language}.qm</file>\n")
  endforeach()
  file(CONFIGURE OUTPUT "${qrc}"
       CONTENT "<RCC>\n  <qresource prefix=\"/landline/translations\">\n${entries}  </qresource>\n</RCC>\n")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/qrc_translations.cpp")
  add_custom_command(
    OUTPUT "${source}"
    COMMAND Qt${QT_VERSION_MAJOR}::rcc --name translations --output "${source}" "${qrc}"
    DEPENDS "${qrc}" ${compiled}
    VERBATIM)
  set_source_files_properties("${source}" PROPERTIES SKIP_AUTOGEN ON)
  target_sources(${target} PRIVATE "${source}")
endfunction()

if(LANDLINE_LUPDATE AND NOT TARGET update_translations)
  set(landline_ts_files ${LANDLINE_TRANSLATED_LANGUAGES})
  list(TRANSFORM landline_ts_files REPLACE "(.+)" "${CMAKE_SOURCE_DIR}/translations/landline_\\1.ts")
  add_custom_target(
    update_translations
    COMMAND ${LANDLINE_LUPDATE} -no-obsolete -locations none -I common -I . client server common -ts
            ${landline_ts_files}
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
    VERBATIM)
endif()
