# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DCOMPILER=… -DINCLUDE=… -DSOURCE=… -DCOMPLAINT=<regex> -P MustFail.cmake
set(command "${COMPILER}" -std=c++20 "-I${INCLUDE}" -fsyntax-only -Wall -Wextra -Werror)

execute_process(COMMAND ${command} "${SOURCE}" RESULT_VARIABLE result ERROR_VARIABLE output)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "the control does not compile:\n${output}")
endif()

execute_process(COMMAND ${command} -DCPPMUSIC_MUST_FAIL "${SOURCE}"
                RESULT_VARIABLE result ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "${SOURCE} compiles with the mistake in it")
endif()
if(NOT output MATCHES "${COMPLAINT}")
  message(FATAL_ERROR "fails for another reason than '${COMPLAINT}':\n${output}")
endif()
