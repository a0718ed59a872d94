// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/services/CacheFolder.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <system_error>

namespace cppmusic::session {

namespace {

std::filesystem::path fromEnvironment(const char* variable)
{
    const char* value = std::getenv(variable);
    return value == nullptr ? std::filesystem::path{} : std::filesystem::path(value);
}

} // namespace

std::filesystem::path cacheFolder()
{
    if (auto own = fromEnvironment("CPPMUSIC_CACHE"); !own.empty()) return own;
#if defined(_WIN32)
    if (auto local = fromEnvironment("LOCALAPPDATA"); !local.empty())
        return local / "CPPMusic" / "Cache";
#elif defined(__APPLE__)
    if (auto home = fromEnvironment("HOME"); !home.empty())
        return home / "Library" / "Caches" / "CPPMusic";
#else
    if (auto cache = fromEnvironment("XDG_CACHE_HOME"); cache.is_absolute())
        return cache / "cppmusic";
    if (auto home = fromEnvironment("HOME"); !home.empty()) return home / ".cache" / "cppmusic";
#endif
    std::error_code error;
    const auto temporary = std::filesystem::temp_directory_path(error);
    return (error ? std::filesystem::path(".") : temporary) / "cppmusic";
}

std::filesystem::path draftsFolder()
{
    if (auto own = fromEnvironment("CPPMUSIC_STATE"); !own.empty()) return own / "drafts";
#if !defined(_WIN32) && !defined(__APPLE__)
    if (fromEnvironment("CPPMUSIC_CACHE").empty()) {
        if (auto state = fromEnvironment("XDG_STATE_HOME"); state.is_absolute())
            return state / "cppmusic" / "drafts";
        if (auto home = fromEnvironment("HOME"); !home.empty())
            return home / ".local" / "state" / "cppmusic" / "drafts";
    }
#endif
    return cacheFolder() / "drafts";
}

std::filesystem::path newDraftFolder()
{
    static std::atomic<unsigned> count{0};
    // A name nobody else has, not a secret: the time and a random number.
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    const auto name = "draft-" + std::to_string(now) + "-" +
                      std::to_string(std::random_device{}()) + "-" + std::to_string(++count);
    return draftsFolder() / (name + ".dawproj");
}

} // namespace cppmusic::session
