// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace cppmusic::core {

/// What kind of thing went wrong; decides what a program may do about it.
enum class ErrorCode {
    invalidArgument,  ///< a value out of range, or one that contradicts another
    notFound,         ///< a file, an id, a name that is not there
    alreadyExists,    ///< would overwrite or duplicate
    permissionDenied, ///< the system refuses
    ioFailure,        ///< reading or writing failed
    noSpace,          ///< the disk is full
    corrupt,          ///< data that contradicts itself or its checksum
    unsupported,      ///< a format or feature this program does not know
    newerVersion,     ///< written by a newer program
    cycle,            ///< a routing that feeds back into itself
    cancelled,        ///< somebody asked to stop
    exhausted,        ///< a fixed resource is used up
    internal          ///< a bug of ours
};

/// One sentence for the person, and the place it is about.
struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string
        message;       ///< what is wrong and what to do about it, a sentence without a place in it
    std::string place; ///< `patterns/pattern-002.json#/length`, a path, an argument; may be empty

    /// "place: message", as one line.
    [[nodiscard]] std::string text() const
    {
        return place.empty() ? message : place + ": " + message;
    }

    friend bool operator==(const Error&, const Error&) = default;
};

/// Success or an Error. Must be looked at.
class [[nodiscard]] Status {
public:
    Status() = default;
    Status(Error error) : error_(std::move(error)), ok_(false) {}

    [[nodiscard]] bool ok() const noexcept { return ok_; }
    explicit operator bool() const noexcept { return ok_; }
    [[nodiscard]] const Error& error() const noexcept { return error_; }

private:
    Error error_;
    bool ok_ = true;
};

/// A value or an Error. Must be looked at. value() on an error is a programming error.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

    /// Converts from anything that makes a T, so that `return std::make_unique<Derived>()` works.
    template <class U>
    requires(std::is_convertible_v<U, T> && !std::is_same_v<std::remove_cvref_t<U>, Result> &&
             !std::is_same_v<std::remove_cvref_t<U>, Error> &&
             !std::is_same_v<std::remove_cvref_t<U>, T>) Result(U&& value)
        : content_(std::in_place_index<0>, std::forward<U>(value))
    {
    }

    [[nodiscard]] bool ok() const noexcept { return content_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    [[nodiscard]] T& value() & { return std::get<0>(content_); }
    [[nodiscard]] const T& value() const& { return std::get<0>(content_); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(content_)); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }

    [[nodiscard]] const Error& error() const { return std::get<1>(content_); }
    [[nodiscard]] Status status() const { return ok() ? Status{} : Status{error()}; }

private:
    std::variant<T, Error> content_;
};

/// Shorthand for `Error{code, message, place}`.
[[nodiscard]] inline Error makeError(ErrorCode code, std::string message, std::string place = {})
{
    return Error{code, std::move(message), std::move(place)};
}

} // namespace cppmusic::core
