// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "project/commands/AutomationCommands.h"
#include "project/commands/ClipCommands.h"
#include "project/commands/DeviceCommands.h"
#include "project/commands/MixerCommands.h"
#include "project/commands/PatternCommands.h"
#include "project/commands/SongCommands.h"
#include "project/commands/TrackCommands.h"

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace cppmusic::project {

struct Command;

/// Several commands as one: all of them or none, one entry in the history.
struct Batch {
    std::string label; ///< "Add suggested chords"; empty: the first command's
    std::vector<Command> commands;
    friend bool operator==(const Batch&, const Batch&);
};

namespace detail {

template <class Action, class Group>
struct IsAlternative : std::false_type {
};
template <class Action, class... Alternatives>
struct IsAlternative<Action, std::variant<Alternatives...>>
    : std::disjunction<std::is_same<Action, Alternatives>...> {
};

template <class Action, class... Groups>
struct GroupOf {
};
template <class Action, class First, class... Rest>
struct GroupOf<Action, First, Rest...>
    : std::conditional_t<IsAlternative<Action, First>::value, std::type_identity<First>,
                         GroupOf<Action, Rest...>> {
};

template <class Action>
using GroupOfAction = typename GroupOf<Action, TrackCommand, ClipCommand, PatternCommand,
                                       DeviceCommand, MixerCommand, AutomationCommand, TempoCommand,
                                       MarkerCommand, AssetCommand, ProjectCommand>::type;

} // namespace detail

/// Any action that `Command` can hold: SetTrackGain, InsertNotes …
template <class Action>
concept CommandAction = requires
{
    typename detail::GroupOfAction<Action>;
};

/// An edit of the project, as a value: `Command{SetTrackGain{track, -6.0f}}`. It holds everything
/// that applying it needs, so a history replays to the same project, bit for bit. [any]
struct Command {
    using Body = std::variant<TrackCommand, ClipCommand, PatternCommand, DeviceCommand,
                              MixerCommand, AutomationCommand, TempoCommand, MarkerCommand,
                              AssetCommand, ProjectCommand, Batch>;

    Body body;
    /// Project::nextId after this command; 0: just above the largest id the command brought. Set in
    /// inverses only, so that undo restores the counter too.
    std::uint64_t nextIdAfter = 0;

    Command() : body(Batch{}) {}
    template <CommandAction Action>
    Command(Action action)
        : body(std::in_place_type<detail::GroupOfAction<Action>>, std::in_place_type<Action>,
               std::move(action))
    {
    }
    Command(Batch batch) : body(std::move(batch)) {}

    /// The action when it is one of this type, else null.
    template <CommandAction Action>
    [[nodiscard]] const Action* getIf() const noexcept
    {
        const auto* group = std::get_if<detail::GroupOfAction<Action>>(&body);
        return group == nullptr ? nullptr : std::get_if<Action>(group);
    }

    friend bool operator==(const Command&, const Command&) = default;
};

inline bool operator==(const Batch& a, const Batch& b)
{
    return a.label == b.label && a.commands == b.commands;
}

/// What the history calls it: "Move clip", a batch's label.
[[nodiscard]] std::string labelOf(const Command&);

/// Whether `later` overwrites all that `earlier` did, so that a gesture needs only the later one.
[[nodiscard]] bool overwrites(const Command& later, const Command& earlier);

} // namespace cppmusic::project
