// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/FileSystem.h"

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace cppmusic::test {

/// What shall go wrong, and when.
struct Fault {
    int atChange = 1; ///< the n-th state-changing call after arm(), counted from 1
    core::ErrorCode code = core::ErrorCode::ioFailure;
    bool staysBroken = false; ///< every later state-changing call fails as well (a full disk)
    /// Half of the work is done before the failure: half of the bytes written or copied, the first
    /// half of a folder's entries removed. Otherwise nothing is done.
    bool tearsInHalf = false;
};

/// Passes everything to another file system and fails chosen state-changing calls. Reads pass.
/// Typical use: run once to learn changes(), then for every n from a fresh copy arm({n}), run, and
/// look at what is left. Usable from several threads.
class FaultyFileSystem final : public core::FileSystem {
public:
    explicit FaultyFileSystem(core::FileSystem& inner) : inner_(inner) {}

    /// Called before every reading of a file or part of it; another program may act here.
    std::function<void(const Path&)> beforeRead;

    /// Starts to count anew.
    void arm(Fault fault);
    void disarm();
    /// State-changing calls since construction or the last arm(), failed ones included.
    [[nodiscard]] int changes() const;
    /// How many of them failed on purpose.
    [[nodiscard]] int failures() const;
    /// The calls as text: "writeFile a/b.json", "rename a -> b".
    [[nodiscard]] std::vector<std::string> history() const;

    [[nodiscard]] bool exists(const Path&) const override;
    [[nodiscard]] bool isDirectory(const Path&) const override;
    [[nodiscard]] bool isLink(const Path&) const override;
    [[nodiscard]] core::Result<std::string>
    readFile(const Path&, std::uint64_t maxBytes = 1ull << 30) const override;
    [[nodiscard]] core::Result<std::string> readRange(const Path&, std::uint64_t offset,
                                                      std::size_t maxBytes) const override;
    [[nodiscard]] core::Result<std::vector<std::string>> list(const Path&) const override;
    [[nodiscard]] core::Result<std::uint64_t> fileSize(const Path&) const override;

    core::Status writeFile(const Path&, std::string_view content) override;
    core::Status createDirectories(const Path&) override;
    core::Status rename(const Path& from, const Path& to) override;
    core::Status remove(const Path&) override;
    core::Status removeAll(const Path&) override;
    core::Status copyFile(const Path& from, const Path& to) override;
    core::Status shareFile(const Path& from, const Path& to) override;
    core::Status syncDirectory(const Path&) override;

private:
    enum class Outcome { pass, fail, tear };
    Outcome next(std::string call);
    [[nodiscard]] core::Error failure(const Path&) const;

    core::FileSystem& inner_;
    mutable std::mutex mutex_;
    Fault fault_;
    bool isArmed_ = false;
    int changes_ = 0;
    int failures_ = 0;
    std::vector<std::string> history_;
};

} // namespace cppmusic::test
