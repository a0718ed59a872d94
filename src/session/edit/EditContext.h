// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/params/ParameterSpec.h"
#include "session/edit/EditScript.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::session {

/// One statement on its way to a command: reads values, finds what names mean, tells errors. [any]
class EditContext {
public:
    EditContext(const EditStatement& theStatement, const model::Project& theProject,
                const NewId& theNewId)
        : statement(theStatement), project(theProject), newId(theNewId)
    {
    }

    const EditStatement& statement;
    const model::Project& project;
    const NewId& newId;

    [[nodiscard]] core::Error error(std::size_t column, std::string message) const;
    /// "There is no gian here; there are: gain, pan".
    [[nodiscard]] core::Error unknown(const EditStep& step, std::string_view known) const;
    [[nodiscard]] bool isLast(std::size_t index) const
    {
        return index + 1 == statement.steps.size();
    }
    /// The value behind '='; an error at the step when there is none or the step is called.
    [[nodiscard]] core::Result<EditArgument> value(const EditStep& step) const;
    [[nodiscard]] core::Result<EditArgument> argument(const EditStep& step, std::string_view name,
                                                      std::size_t place) const;

    [[nodiscard]] core::Result<double> number(const EditArgument& argument) const;
    [[nodiscard]] core::Result<float> number(const EditArgument& argument,
                                             const core::ParameterSpec& spec) const;
    [[nodiscard]] core::Result<bool> flag(const EditArgument& argument) const;
    /// Beats (2.5) or bar.beat.tick ("17.1.0") by the song's metre.
    [[nodiscard]] core::Result<core::Beats> place(const EditArgument& argument) const;
    [[nodiscard]] core::Result<std::uint8_t> pitch(const EditArgument& argument) const;

    /// The place in a list of names that an argument means: a name, or a number from 1.
    [[nodiscard]] core::Result<std::size_t> choose(const EditArgument& argument, const char* noun,
                                                   const std::vector<std::string>& names) const;
    [[nodiscard]] core::Result<model::TrackId> track(const EditArgument& argument) const;
    [[nodiscard]] core::Result<model::PatternId> pattern(const EditArgument& argument) const;
};

using EditResult = core::Result<project::Command>;

/// Statements that begin with track(…), pattern(…), marker(…) and the others. `index`: the step
/// behind the noun.
[[nodiscard]] EditResult editTrack(const EditContext& context, model::TrackId id,
                                   std::size_t index);
[[nodiscard]] EditResult editClip(const EditContext& context, model::TrackId track,
                                  const model::Clip& clip, std::size_t index);
[[nodiscard]] EditResult addClip(const EditContext& context, model::TrackId track,
                                 const EditStep& step);
[[nodiscard]] EditResult editPattern(const EditContext& context, model::PatternId id,
                                     std::size_t index);
[[nodiscard]] EditResult editSong(const EditContext& context);

} // namespace cppmusic::session
