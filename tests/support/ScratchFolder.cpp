// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ScratchFolder.h"

#include <random>
#include <stdexcept>
#include <string>
#include <system_error>

namespace cppmusic::test {

ScratchFolder::ScratchFolder()
{
    // A name that no other test process uses, so not from a fixed seed.
    std::random_device device;
    for (int tries = 0; tries < 100; ++tries) {
        path_ = std::filesystem::temp_directory_path() /
                ("cppmusic-test-" + std::to_string(device()) + std::to_string(device()));
        if (std::filesystem::create_directory(path_)) return;
    }
    throw std::runtime_error("no scratch folder could be made");
}

ScratchFolder::~ScratchFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace cppmusic::test
