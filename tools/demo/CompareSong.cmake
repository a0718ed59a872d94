# SPDX-License-Identifier: GPL-3.0-or-later
# Writes the demo song into SCRATCH and compares it with SONG, file by file.
file(REMOVE_RECURSE "${SCRATCH}")
execute_process(COMMAND "${COMPOSER}" "${SCRATCH}/sounds" "${SCRATCH}/song.dawproj" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "compose_demo failed")
endif()
execute_process(COMMAND diff -r -x .journal "${SCRATCH}/song.dawproj" "${SONG}" RESULT_VARIABLE differs)
if(differs)
  message(FATAL_ERROR "${SONG} is not what compose_demo writes; build the target demo_song and commit it")
endif()
