// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/SharedList.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <string>
#include <vector>

using cppmusic::core::SharedList;

namespace {

struct Item {
    int id = 0;
    std::string name;
    friend bool operator==(const Item&, const Item&) = default;
};
struct IdOfItem {
    int operator()(const Item& item) const noexcept { return item.id; }
};
using List = SharedList<Item, IdOfItem>;

Item item(int id)
{
    return {id, "item " + std::to_string(id)};
}

void expectSame(const List& list, const std::vector<Item>& model)
{
    ASSERT_EQ(list.size(), model.size());
    ASSERT_TRUE(std::equal(list.begin(), list.end(), model.begin(), model.end()));
    for (std::size_t i = 0; i < model.size(); ++i) {
        ASSERT_EQ(list[i], model[i]);
        ASSERT_EQ(list.indexOf(model[i].id), i);
        ASSERT_EQ(*list.find(model[i].id), model[i]);
    }
    ASSERT_EQ(list.find(-1), nullptr);
    auto back = list.end();
    for (std::size_t i = model.size(); i-- > 0;) ASSERT_EQ(*--back, model[i]);
}

} // namespace

TEST(SharedList, DoesWhatAVectorDoesWhateverIsDoneToIt)
{
    std::mt19937 random(0x5a3e'0117);
    List list;
    std::vector<Item> model;
    int next = 0;
    for (int step = 0; step < 3000; ++step) {
        const auto place = static_cast<std::size_t>(random() % (model.size() + 1));
        const auto at = model.begin() + static_cast<std::ptrdiff_t>(place);
        const auto kind = random() % 8;
        if (kind < 4 || model.empty()) {
            list.insert(place, item(next));
            model.insert(at, item(next++));
        } else if (kind == 4) {
            list.push_back(item(next));
            model.push_back(item(next++));
        } else if (place < model.size() && kind == 5) {
            list.set(place, item(next));
            *at = item(next++);
        } else if (place < model.size()) {
            list.erase(place);
            model.erase(at);
        }
        if (step % 100 == 0) expectSame(list, model);
    }
    expectSame(list, model);
    EXPECT_EQ(list.front(), model.front());
    EXPECT_EQ(list.back(), model.back());
}

TEST(SharedList, ACopyKeepsWhatItHeldWhenTheOtherChanges)
{
    List list;
    for (int i = 0; i < 500; ++i) list.push_back(item(i));
    const List before = list;
    list.set(250, item(1000));
    list.erase(10);
    list.insert(400, item(1001));
    EXPECT_EQ(before.size(), 500u);
    for (int i = 0; i < 500; ++i) ASSERT_EQ(before[static_cast<std::size_t>(i)].id, i);
    EXPECT_FALSE(before == list);
    EXPECT_EQ(*list.find(1000), item(1000));
    EXPECT_EQ(before.find(1000), nullptr);
}

TEST(SharedList, ComparingWhatCameFromOneAnotherLooksOnlyAtWhatChanged)
{
    List list;
    for (int i = 0; i < 1000; ++i) list.push_back(item(i));
    List changed = list;
    changed.set(500, item(500));
    std::size_t numSeen = 0;
    EXPECT_TRUE(List::visitPairs(list, changed, [&](const Item& a, const Item& b) {
        ++numSeen;
        return a == b;
    }));
    EXPECT_GE(numSeen, 1u);
    EXPECT_LE(numSeen, 64u);
    EXPECT_TRUE(list == changed);
}

TEST(SharedList, AnEmptyListHasNothing)
{
    const List list;
    EXPECT_TRUE(list.empty());
    EXPECT_TRUE(list.begin() == list.end());
    EXPECT_EQ(list.indexOf(0), std::nullopt);
    EXPECT_TRUE(list == List{});
}
