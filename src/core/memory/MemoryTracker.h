// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/LockFreeHashMap.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cppmusic::core {

/// Who uses how much memory, as far as the users say so: caches, pools and streams each keep an
/// account under a name. Made once and passed on; no global.
class MemoryTracker {
public:
    static constexpr std::size_t maxAccounts = 256;

    /// Bytes in use under one name, and their highest sum.
    /// Progress: every call is lock-free. Memory order: relaxed; the figures stand alone.
    class Account {
    public:
        explicit Account(std::string name) : name_(std::move(name)) {}

        void add(std::size_t bytes) noexcept CPPMUSIC_NONBLOCKING; ///< [any]
        /// What was added before. [any]
        void remove(std::size_t bytes) noexcept CPPMUSIC_NONBLOCKING;
        /// Below 0 if more was removed than added. [any]
        [[nodiscard]] std::int64_t bytes() const noexcept CPPMUSIC_NONBLOCKING
        {
            return bytes_.load(std::memory_order_relaxed);
        }
        [[nodiscard]] std::int64_t peakBytes() const noexcept CPPMUSIC_NONBLOCKING
        {
            return peak_.load(std::memory_order_relaxed);
        }
        [[nodiscard]] const std::string& name() const noexcept { return name_; }

    private:
        const std::string name_;
        std::atomic<std::int64_t> bytes_{0};
        std::atomic<std::int64_t> peak_{0};
    };

    /// Bytes that belong to an account as long as this lives. [any]
    class Holding {
    public:
        Holding() = default;
        Holding(Account& account, std::size_t bytes) noexcept : account_(&account), bytes_(bytes)
        {
            account.add(bytes);
        }
        Holding(Holding&& other) noexcept
            : account_(std::exchange(other.account_, nullptr)), bytes_(other.bytes_)
        {
        }
        Holding& operator=(Holding&& other) noexcept
        {
            std::swap(account_, other.account_);
            std::swap(bytes_, other.bytes_);
            return *this;
        }
        ~Holding()
        {
            if (account_ != nullptr) account_->remove(bytes_);
        }

    private:
        Account* account_ = nullptr;
        std::size_t bytes_ = 0;
    };

    struct Usage {
        std::string name;
        std::int64_t bytes = 0;
        std::int64_t peakBytes = 0;
    };

    MemoryTracker() = default;
    /// Accounts end here. [main]
    ~MemoryTracker();
    MemoryTracker(const MemoryTracker&) = delete;
    MemoryTracker& operator=(const MemoryTracker&) = delete;

    /// The account of that name, made when it is first asked for; names beyond maxAccounts share
    /// the account "other". [any but audio]
    [[nodiscard]] Account& account(std::string_view name);

    /// All accounts, the largest first. [any but audio]
    [[nodiscard]] std::vector<Usage> report() const;
    [[nodiscard]] std::int64_t bytes() const; ///< of all accounts. [any but audio]
    /// Accounts that are not empty, for the end of a program: "samples: 4096 bytes; …", or "".
    [[nodiscard]] std::string describeLeaks() const;

private:
    LockFreeHashMap<std::string, Account*> accounts_{maxAccounts};
    Account other_{"other"};
};

} // namespace cppmusic::core
