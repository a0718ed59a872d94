// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/DiskError.h"

#include <cerrno>
#include <string>

namespace cppmusic::core {
namespace {

struct Meaning {
    std::errc condition;
    ErrorCode code;
    std::string_view advice;
};

constexpr Meaning meanings[] = {
    {std::errc::no_such_file_or_directory, ErrorCode::notFound, "it does not exist"},
    {std::errc::permission_denied, ErrorCode::permissionDenied,
     "the system does not allow it; check the rights of the file and its folder"},
    {std::errc::operation_not_permitted, ErrorCode::permissionDenied,
     "the system does not allow it; check the rights of the file and its folder"},
    {std::errc::read_only_file_system, ErrorCode::permissionDenied,
     "the disk is mounted read-only"},
    {std::errc::no_space_on_device, ErrorCode::noSpace,
     "the disk is full; free some space and try again"},
    {std::errc::file_too_large, ErrorCode::noSpace,
     "the file would be larger than the disk or its limits allow"},
    {std::errc::file_exists, ErrorCode::alreadyExists, "something with this name is there already"},
    {std::errc::directory_not_empty, ErrorCode::alreadyExists,
     "a folder that is not empty is there already"},
    {std::errc::is_a_directory, ErrorCode::invalidArgument, "it is a folder, not a file"},
    {std::errc::not_a_directory, ErrorCode::invalidArgument,
     "a part of the path is a file, not a folder"},
    {std::errc::too_many_symbolic_link_levels, ErrorCode::permissionDenied,
     "it is a link to another place; nothing is written through it"},
    {std::errc::filename_too_long, ErrorCode::invalidArgument, "the name is too long"},
    {std::errc::too_many_files_open, ErrorCode::exhausted,
     "too many files are open; close some and try again"},
};

} // namespace

Error diskError(std::string_view action, const std::filesystem::path& path,
                const std::error_code& code)
{
    std::string message = "cannot " + std::string(action) + ": ";
    for (const Meaning& meaning : meanings)
        if (code == meaning.condition)
            return makeError(meaning.code, message + std::string(meaning.advice), path.string());
#ifdef EDQUOT
    if (code.value() == EDQUOT)
        return makeError(ErrorCode::noSpace, message + "your share of the disk is used up",
                         path.string());
#endif
    return makeError(ErrorCode::ioFailure, message + code.message(), path.string());
}

} // namespace cppmusic::core
