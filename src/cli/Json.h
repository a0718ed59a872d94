// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/Problem.h"

#include <string>
#include <vector>

namespace cppmusic::cli {

/// One line; bytes that are not UTF-8 are replaced. `Json` is the library's object type.
template <class Json>
[[nodiscard]] std::string dump(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <class Json>
[[nodiscard]] Json toJson(const std::vector<session::Problem>& problems)
{
    Json list = Json::array();
    for (const auto& problem : problems)
        list.push_back({{"place", problem.place}, {"message", problem.message}});
    return list;
}

} // namespace cppmusic::cli
