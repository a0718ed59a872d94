// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "project/serialization/JsonValue.h"

#include <map>
#include <string>

// Files of older versions become files of this one, a step at a time, before they are decoded.
namespace cppmusic::project {

/// A project's files, parsed, by their path within the folder.
using JsonFiles = std::map<std::string, JsonValue>;

/// Brings the files of format `version` (1…schemaVersion) to schemaVersion. corrupt with the file
/// when they aren't what that version wrote. [any]
core::Status migrate(JsonFiles& files, int version);

// The steps, a file each. Every one gets whole projects of its version and leaves the next one's;
// fields it doesn't know stay.
core::Status migrateFrom1(JsonFiles& files);

} // namespace cppmusic::project
