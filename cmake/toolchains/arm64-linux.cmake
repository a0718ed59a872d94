# SPDX-License-Identifier: GPL-3.0-or-later
# 64-bit ARM Linux, cross-compiled with Debian's g++-aarch64-linux-gnu; programs run here under
# qemu-user-static. The libraries are where tools/arm64-libraries.sh put them: CPPMUSIC_ARM64_LIBRARIES.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)

set(CPPMUSIC_ARM64_LIBRARIES "$ENV{CPPMUSIC_ARM64_LIBRARIES}" CACHE PATH "Folder that tools/arm64-libraries.sh filled")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CPPMUSIC_ARM64_LIBRARIES)
if(NOT CPPMUSIC_ARM64_LIBRARIES)
  get_filename_component(CPPMUSIC_ARM64_LIBRARIES "${CMAKE_CURRENT_LIST_DIR}/../../build/arm64-libraries" ABSOLUTE)
endif()
set(sysroot "${CPPMUSIC_ARM64_LIBRARIES}/sysroot")
set(CMAKE_FIND_ROOT_PATH "${sysroot}" /usr/aarch64-linux-gnu)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${sysroot}")
set(ENV{PKG_CONFIG_LIBDIR} "${sysroot}/usr/lib/aarch64-linux-gnu/pkgconfig:${sysroot}/usr/share/pkgconfig")
# Headers that differ between processors; and what Highway's vectors are compiled for, so that g++ 12 may
# inline their constructors everywhere.
set(CMAKE_C_FLAGS_INIT "-isystem ${sysroot}/usr/include/aarch64-linux-gnu")
set(CMAKE_CXX_FLAGS_INIT "-march=armv8-a+crypto -isystem ${sysroot}/usr/include/aarch64-linux-gnu")
# Libraries of libraries, while linking and while running in the build folder.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,--disable-new-dtags -Wl,-rpath-link,${sysroot}/usr/lib/aarch64-linux-gnu -Wl,-rpath,${sysroot}/usr/lib/aarch64-linux-gnu")
set(CMAKE_CROSSCOMPILING_EMULATOR "qemu-aarch64-static;-L;/usr/aarch64-linux-gnu")
