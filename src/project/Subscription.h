// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace cppmusic::project {

/// Keeps an observer registered for as long as it lives. Outliving the observed object is fine.
/// [main]
class [[nodiscard]] Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::function<void()> end) : end_(std::move(end)) {}
    Subscription(Subscription&& other) noexcept : end_(std::exchange(other.end_, nullptr)) {}
    Subscription& operator=(Subscription&& other) noexcept
    {
        if (this != &other) {
            reset();
            end_ = std::exchange(other.end_, nullptr);
        }
        return *this;
    }
    ~Subscription() { reset(); }

    /// Ends it now. An observer that ends itself or another while being called is fine.
    void reset()
    {
        if (auto end = std::exchange(end_, nullptr)) end();
    }
    [[nodiscard]] bool isActive() const noexcept { return end_ != nullptr; }

private:
    std::function<void()> end_;
};

/// A list of observers of one kind of news. [main]
template <class News>
class ObserverList {
public:
    using Observer = std::function<void(const News&)>;

    Subscription add(Observer observer)
    {
        auto entry = std::make_shared<Observer>(std::move(observer));
        list_->push_back(entry);
        return Subscription([list = std::weak_ptr<List>(list_), entry] {
            *entry = nullptr;
            if (auto alive = list.lock()) std::erase(*alive, entry);
        });
    }

    /// Calls everybody who was registered when it began and still is.
    void notify(const News& news) const
    {
        const List copy = *list_;
        for (const auto& entry : copy) {
            const Observer observer = *entry; // it may end its own subscription
            if (observer) observer(news);
        }
    }

private:
    using List = std::vector<std::shared_ptr<Observer>>;
    std::shared_ptr<List> list_ = std::make_shared<List>();
};

} // namespace cppmusic::project
