// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/edit/EditStatement.h"

#include <utility>

namespace cppmusic::session {

namespace {

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

class Parser {
public:
    explicit Parser(std::string_view source) : source_(source) { statement_.source = source; }

    core::Result<EditStatement> run()
    {
        do {
            if (!readStep()) return error();
        } while (take('.'));
        if (take('=')) {
            EditArgument value;
            if (!readValue(value, {})) return error();
            statement_.value = std::move(value);
        }
        skipSpace();
        if (at_ != source_.size() && fail("There is something behind the end of the statement.")) {}
        if (!message_.empty()) return error();
        return std::move(statement_);
    }

private:
    bool fail(std::string message)
    {
        if (message_.empty()) {
            message_ = std::move(message);
            column_ = at_ + 1;
        }
        return false;
    }
    [[nodiscard]] core::Error error() const
    {
        return core::makeError(core::ErrorCode::invalidArgument, message_,
                               placeIn(source_, column_));
    }

    void skipSpace()
    {
        while (at_ < source_.size() && (source_[at_] == ' ' || source_[at_] == '\t')) ++at_;
    }
    bool take(char c)
    {
        skipSpace();
        if (at_ == source_.size() || source_[at_] != c) return false;
        ++at_;
        return true;
    }

    std::string readName()
    {
        skipSpace();
        const auto start = at_;
        while (at_ < source_.size() && isNameCharacter(source_[at_])) ++at_;
        return std::string(source_.substr(start, at_ - start));
    }

    bool readStep()
    {
        EditStep step;
        skipSpace();
        step.column = at_ + 1;
        step.name = readName();
        if (step.name.empty()) return fail("A name is missing here, such as track or gain.");
        step.isCall = take('(');
        if (step.isCall && !take(')')) {
            do {
                if (!readArgument(step)) return false;
            } while (take(','));
            if (!take(')')) return fail("A closing parenthesis is missing.");
        }
        statement_.steps.push_back(std::move(step));
        return true;
    }

    bool readArgument(EditStep& step)
    {
        EditArgument argument;
        skipSpace();
        const auto start = at_;
        argument.name = readName();
        if (argument.name.empty() || !take('=')) {
            argument.name.clear();
            at_ = start;
        }
        if (!readValue(argument, ",)")) return false;
        step.arguments.push_back(std::move(argument));
        return true;
    }

    // A text in quotes, or everything up to one of `ends`.
    bool readValue(EditArgument& value, std::string_view ends)
    {
        skipSpace();
        value.column = at_ + 1;
        if (at_ < source_.size() && (source_[at_] == '"' || source_[at_] == '\''))
            return readQuoted(value.text);
        const auto end = std::min(source_.find_first_of(ends, at_), source_.size());
        value.text = source_.substr(at_, end - at_);
        while (!value.text.empty() && value.text.back() == ' ') value.text.pop_back();
        if (value.text.empty()) return fail("A value is missing here.");
        at_ = end;
        return true;
    }

    bool readQuoted(std::string& text)
    {
        const char quote = source_[at_++];
        for (; at_ < source_.size(); ++at_) {
            if (source_[at_] == quote) {
                ++at_;
                return true;
            }
            if (source_[at_] == '\\' && at_ + 1 < source_.size()) ++at_;
            text += source_[at_];
        }
        return fail("The closing quote is missing.");
    }

    std::string_view source_;
    std::size_t at_ = 0;
    EditStatement statement_;
    std::string message_;
    std::size_t column_ = 0;
};

} // namespace

const EditArgument* EditStep::find(std::string_view argument, std::size_t place) const
{
    for (const auto& each : arguments)
        if (each.name == argument) return &each;
    for (const auto& each : arguments)
        if (each.name.empty() && place-- == 0) return &each;
    return nullptr;
}

core::Result<EditStatement> parseEdit(std::string_view source)
{
    return Parser(source).run();
}

std::string placeIn(std::string_view source, std::size_t column)
{
    return "column " + std::to_string(column) + " of " + std::string(source.substr(0, 200));
}

} // namespace cppmusic::session
