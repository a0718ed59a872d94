// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/memory/MemoryTracker.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace cppmusic::core {

void MemoryTracker::Account::add(std::size_t bytes) noexcept CPPMUSIC_NONBLOCKING
{
    const auto more = static_cast<std::int64_t>(bytes);
    const std::int64_t now = bytes_.fetch_add(more, std::memory_order_relaxed) + more;
    std::int64_t peak = peak_.load(std::memory_order_relaxed);
    while (now > peak && !peak_.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {}
}

void MemoryTracker::Account::remove(std::size_t bytes) noexcept CPPMUSIC_NONBLOCKING
{
    bytes_.fetch_sub(static_cast<std::int64_t>(bytes), std::memory_order_relaxed);
}

MemoryTracker::~MemoryTracker()
{
    accounts_.forEach([](const std::string&, Account* account) { delete account; });
}

MemoryTracker::Account& MemoryTracker::account(std::string_view name)
{
    const std::string key(name);
    Account* known = nullptr;
    if (accounts_.find(key, known)) return *known;
    auto made = std::make_unique<Account>(key);
    switch (accounts_.insert(key, made.get())) {
    case MapInsert::inserted: return *made.release();
    case MapInsert::present: // by another thread, meanwhile; accounts are never erased
        return accounts_.find(key, known) ? *known : other_;
    case MapInsert::full: break;
    }
    return other_;
}

std::vector<MemoryTracker::Usage> MemoryTracker::report() const
{
    std::vector<Usage> usages;
    const auto add = [&usages](const Account& account) {
        usages.push_back({account.name(), account.bytes(), account.peakBytes()});
    };
    accounts_.forEach([&add](const std::string&, const Account* account) { add(*account); });
    if (other_.peakBytes() != 0) add(other_);
    std::sort(usages.begin(), usages.end(), [](const Usage& a, const Usage& b) {
        return a.bytes != b.bytes ? a.bytes > b.bytes : a.name < b.name;
    });
    return usages;
}

std::int64_t MemoryTracker::bytes() const
{
    std::int64_t sum = other_.bytes();
    accounts_.forEach([&sum](const std::string&, const Account* one) { sum += one->bytes(); });
    return sum;
}

std::string MemoryTracker::describeLeaks() const
{
    std::string text;
    for (const Usage& usage : report()) {
        if (usage.bytes == 0) continue;
        if (!text.empty()) text += "; ";
        text += usage.name + ": " + std::to_string(usage.bytes) + " bytes";
    }
    return text;
}

} // namespace cppmusic::core
