// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Console.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace cppmusic::cli {

namespace {

std::string dumpError(std::string_view code, std::string_view place, std::string_view message)
{
    nlohmann::ordered_json error;
    error["error"]["code"] = code;
    error["error"]["place"] = place;
    error["error"]["message"] = message;
    return error.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void writeError(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stderr);
}

/// Errors are one line, whatever a file name contains.
std::string asOneLine(std::string text)
{
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return text;
}

} // namespace

std::string_view nameOf(core::ErrorCode code)
{
    switch (code) {
    case core::ErrorCode::invalidArgument: return "invalidArgument";
    case core::ErrorCode::notFound: return "notFound";
    case core::ErrorCode::alreadyExists: return "alreadyExists";
    case core::ErrorCode::permissionDenied: return "permissionDenied";
    case core::ErrorCode::ioFailure: return "ioFailure";
    case core::ErrorCode::noSpace: return "noSpace";
    case core::ErrorCode::corrupt: return "corrupt";
    case core::ErrorCode::unsupported: return "unsupported";
    case core::ErrorCode::newerVersion: return "newerVersion";
    case core::ErrorCode::cycle: return "cycle";
    case core::ErrorCode::cancelled: return "cancelled";
    case core::ErrorCode::exhausted: return "exhausted";
    case core::ErrorCode::internal: return "internal";
    }
    return "internal";
}

void Console::write(std::string_view text)
{
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() ||
        std::fputc('\n', stdout) == EOF)
        hasFailedToWrite_ = true;
}

void Console::line(std::string_view text)
{
    if (!isJson) write(text);
}

void Console::object(std::string_view json)
{
    if (isJson) write(json);
}

void Console::warning(std::string_view text)
{
    if (!isJson) writeError(asOneLine("cppmusic-cli: warning: " + std::string(text)) + "\n");
}

void Console::note(std::string_view text)
{
    if (!isJson) writeError(asOneLine("cppmusic-cli: " + std::string(text)) + "\n");
}

int Console::fail(const core::Error& error)
{
    if (isJson)
        write(dumpError(nameOf(error.code), error.place, error.message));
    else
        writeError(asOneLine("cppmusic-cli: " + error.text()) + "\n");
    return exitFailed;
}

int Console::failUsage(std::string_view message, std::string_view place,
                       std::string_view helpCommand)
{
    if (isJson) {
        write(dumpError("usage", place, message));
        return exitWrongUsage;
    }
    std::string text = "cppmusic-cli: ";
    if (!place.empty()) text.append(place).append(": ");
    text.append(message).append(" (see ").append(helpCommand).append(")");
    writeError(asOneLine(text) + "\n");
    return exitWrongUsage;
}

int Console::finish(int exitCode)
{
    if (std::fflush(stdout) != 0) hasFailedToWrite_ = true;
    if (!hasFailedToWrite_) return exitCode;
    writeError("cppmusic-cli: standard output: cannot be written to\n");
    return exitCode == exitOk ? exitFailed : exitCode;
}

} // namespace cppmusic::cli
