// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "project/serialization/JsonValue.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Three versions of a piece of a project become one. What one side changed is taken; members of
// objects and elements of lists are looked at one by one, so that changes of different things
// always go together. [any]
namespace cppmusic::project {

/// A noun on the way to a value: its list ("notes", "inserts") or member ("instrument") and its
/// plain members, enough to name it.
struct NounFrame {
    std::string list;
    JsonObject noun;
};

/// Two changes that can't both be made.
struct Clash {
    enum class Kind : std::uint8_t {
        value,   ///< one field got two values: ours stands, theirs is kept in "otherVersion"
        copy,    ///< one note or clip was changed in two ways: theirs is a second, muted one
        removal, ///< removed on one side, changed on the other: it stays, changed
        order    ///< one list was put in two orders: ours stands
    };
    Kind kind = Kind::value;
    std::vector<NounFrame> frames;         ///< outermost first
    std::string field;                     ///< for value and order: the member or list
    std::optional<JsonValue> ours, theirs; ///< none: not there (for a field: its default)
};

/// The member in which an object keeps the values it lost in a merge: {"gainDb": -6}; null: the
/// default.
inline constexpr const char* otherVersion = "otherVersion";

class JsonMerger {
public:
    /// `isOursFirst`: whose new elements come first where both added some at one place. Let it
    /// depend on the content only, and the merge of two sides is the same either way.
    explicit JsonMerger(bool isOursFirst) : isOursFirst_(isOursFirst) {}

    /// Nulls stand for what isn't there. None: the result isn't there.
    [[nodiscard]] std::optional<JsonValue> merge(const JsonValue* base, const JsonValue* ours,
                                                 const JsonValue* theirs);
    /// Names the noun that merge() is about to be called for; pop when done.
    void push(std::string list, const JsonValue* noun);
    void pop() { frames_.pop_back(); }

    /// Order of elements in the merged list, from the three lists of keys and those that are left.
    [[nodiscard]] std::vector<std::string>
    mergeOrder(std::string_view list, const std::vector<std::string>& base,
               const std::vector<std::string>& ours, const std::vector<std::string>& theirs,
               const std::function<bool(const std::string&)>& isLeft);

    std::vector<Clash> clashes;

private:
    using Maybe = std::optional<JsonValue>;

    [[nodiscard]] Maybe mergeMember(const std::string& name, const JsonValue* base,
                                    const JsonValue* ours, const JsonValue* theirs);
    [[nodiscard]] JsonValue mergeObject(const JsonObject* base, const JsonObject& ours,
                                        const JsonObject& theirs);
    [[nodiscard]] Maybe mergeList(const std::string& name, const JsonArray& base,
                                  const JsonArray& ours, const JsonArray& theirs);
    [[nodiscard]] JsonValue mergeElement(const std::string& list, const JsonValue* base,
                                         const JsonValue& ours, const JsonValue& theirs,
                                         Maybe& copy);
    [[nodiscard]] Maybe chooseValue(const std::string& name, const JsonValue* ours,
                                    const JsonValue* theirs);
    void tell(Clash::Kind kind, std::string field, const JsonValue* ours, const JsonValue* theirs);

    bool isOursFirst_;
    bool prefersOurs_ = true;
    bool keepsOther_ = true;
    std::vector<NounFrame> frames_;
    std::vector<JsonObject> others_; // values lost, of the objects being merged
    std::string prefix_;             // of names in them, inside a device's parameters
};

} // namespace cppmusic::project
