// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/TemporaryFolder.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cppmusic::test {

/// A drill as a program of its own, on a disk in memory where there is one, and what has to be left
/// of it.
class DrillRig {
public:
    DrillRig();

    /// Makes the starting song in an empty folder `name`, with what happens written to a trace.
    std::filesystem::path init(const std::string& name, const std::filesystem::path& trace = {});
    /// Performs edits; `fault`: "kind n" for Preload.c, empty for none. Returns the last edit that
    /// was acknowledged.
    std::uint64_t run(const std::filesystem::path& song, int edits, const std::string& fault = {},
                      const std::filesystem::path& trace = {});

    /// Opens the folder as the program does and compares it with what `acknowledged` promised:
    /// empty when all is well, else what is wrong. `edits` gets how many edits are there.
    std::string check(const std::filesystem::path& song, std::uint64_t acknowledged,
                      std::uint64_t* edits = nullptr);
    /// The checksum of the song after so many edits.
    const std::string& hashAfter(std::uint64_t edits);

    [[nodiscard]] std::filesystem::path path(const std::string& name) const
    {
        return folder_->file(name);
    }
    /// An empty folder, made anew.
    [[nodiscard]] std::filesystem::path fresh(const std::string& name) const;

private:
    int execute(const std::string& arguments, const std::filesystem::path& song,
                const std::string& fault, const std::filesystem::path& trace) const;

    struct Reference;
    std::unique_ptr<TemporaryFolder> folder_;
    std::shared_ptr<Reference> reference_;
};

} // namespace cppmusic::test
