// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log/Logger.h"

#include "core/io/DiskFileSystem.h"
#include "core/log/RealtimeLog.h"
#include "core/log/RotatingFileSink.h"
#include "core/log/StderrSink.h"
#include "support/ScratchFolder.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

using namespace cppmusic::core;

namespace {

using Records = std::vector<LogRecord>;

class CollectingSink final : public LogSink {
public:
    explicit CollectingSink(Records& records) : records_(records) {}
    void write(const LogRecord& record) noexcept override { records_.push_back(record); }

private:
    Records& records_;
};

std::chrono::system_clock::time_point fixedTime()
{
    using namespace std::chrono;
    return sys_days{year{2026} / March / 1} + 12h + 5min + 9s + 42ms;
}

std::vector<std::string> messagesOf(const Records& records)
{
    std::vector<std::string> messages;
    for (const LogRecord& record : records) messages.push_back(record.message);
    return messages;
}

} // namespace

TEST(Logger, RecordsReachEverySinkWithTimeLevelAndArea)
{
    Records first;
    Records second;
    Logger logger(LogLevel::info, fixedTime);
    logger.addSink(std::make_unique<CollectingSink>(first));
    logger.addSink(std::make_unique<CollectingSink>(second));
    logger.warning("project", "sample 'kick.wav' is missing");
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(second.size(), 1u);
    EXPECT_EQ(lineOf(first[0]),
              "2026-03-01T12:05:09.042Z warning project: sample 'kick.wav' is missing");
}

TEST(Logger, LessImportantRecordsAreDropped)
{
    Records records;
    Logger logger(LogLevel::warning);
    logger.addSink(std::make_unique<CollectingSink>(records));
    logger.debug("a", "1");
    logger.info("a", "2");
    logger.warning("a", "3");
    logger.error("a", "4");
    logger.setLeastLevel(LogLevel::debug);
    logger.debug("a", "5");
    EXPECT_EQ(messagesOf(records), (std::vector<std::string>{"3", "4", "5"}));
}

TEST(Logger, AMessageStaysOneLineWhateverIsInIt)
{
    LogRecord record{fixedTime(), LogLevel::error, "midi", "track\nname\r\t\x1b[31m"};
    EXPECT_EQ(lineOf(record), "2026-03-01T12:05:09.042Z error midi: track name   [31m");
}

TEST(Logger, LinesOfManyThreadsNeverMix)
{
    Records records;
    int ticks = 0; // not atomic: the logger asks one thread at a time
    const auto at = [](int tick) { return fixedTime() + std::chrono::seconds(tick); };
    Logger logger(LogLevel::info, [&ticks, at] { return at(++ticks); });
    logger.addSink(std::make_unique<CollectingSink>(records));
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&logger, t] {
            for (int i = 0; i < 1000; ++i) logger.info(std::to_string(t), std::to_string(i));
        });
    for (auto& thread : threads) thread.join();
    ASSERT_EQ(records.size(), 4000u);
    std::vector<int> next(4, 0);
    for (std::size_t i = 0; i < records.size(); ++i) {
        int& expected = next[static_cast<std::size_t>(std::stoi(records[i].area))];
        ASSERT_EQ(records[i].message, std::to_string(expected++));
        ASSERT_EQ(records[i].time, at(static_cast<int>(i) + 1));
    }
}

TEST(StderrSink, WritesALineWithoutTheTime)
{
    ::testing::internal::CaptureStderr();
    StderrSink().write({fixedTime(), LogLevel::warning, "audio", "late"});
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "warning audio: late\n");
}

namespace {

class RotatingFile : public ::testing::Test {
protected:
    std::string read(const std::string& name) const
    {
        const auto content = DiskFileSystem().readFile(scratch.path() / "logs" / name);
        return content.ok() ? *content : "missing";
    }
    /// A line of 60 characters that ends in the number.
    static LogRecord record(int number)
    {
        std::string message = std::to_string(number);
        message.insert(0, 60 - 1 - 33 - message.size(), '.');
        return {fixedTime(), LogLevel::info, "aa", message};
    }

    cppmusic::test::ScratchFolder scratch;
};

} // namespace

TEST_F(RotatingFile, TheFileNeverGrowsBeyondItsLimitAndTheOldestGoes)
{
    auto sink = RotatingFileSink::open(scratch.path() / "logs" / "log", {200, 2});
    ASSERT_TRUE(sink.ok());
    for (int i = 1; i <= 11; ++i) sink.value()->write(record(i));
    const auto names = DiskFileSystem().list(scratch.path() / "logs").value();
    EXPECT_EQ(names, (std::vector<std::string>{"log", "log.1", "log.2"}));
    for (const std::string& name : names) EXPECT_LE(read(name).size(), 200u) << name;
    EXPECT_TRUE(read("log").ends_with(".11\n"));
    EXPECT_NE(read("log").find(".10\n"), std::string::npos);
    EXPECT_TRUE(read("log.1").ends_with(".9\n"));
    EXPECT_TRUE(read("log.2").ends_with(".6\n"));
}

TEST_F(RotatingFile, ASecondStartGoesOnAtTheEnd)
{
    for (int i = 1; i <= 2; ++i) {
        auto sink = RotatingFileSink::open(scratch.path() / "logs" / "log");
        ASSERT_TRUE(sink.ok());
        sink.value()->write(record(i));
    }
    EXPECT_EQ(read("log"), lineOf(record(1)) + "\n" + lineOf(record(2)) + "\n");
}

TEST_F(RotatingFile, ALineIsOnDiskAsSoonAsItIsWritten)
{
    auto sink = RotatingFileSink::open(scratch.path() / "logs" / "log");
    ASSERT_TRUE(sink.ok());
    sink.value()->write(record(1));
    EXPECT_EQ(read("log"), lineOf(record(1)) + "\n");
}

TEST_F(RotatingFile, APlaceWhereNoFileCanBeIsAnError)
{
    ASSERT_TRUE(DiskFileSystem().writeFile(scratch.path() / "file", "").ok());
    const auto sink = RotatingFileSink::open(scratch.path() / "file" / "log");
    ASSERT_FALSE(sink.ok());
    EXPECT_EQ(sink.error().place, (scratch.path() / "file").string());
    EXPECT_FALSE(RotatingFileSink::open(scratch.path()).ok()) << "a folder is no log";
}

TEST(RealtimeLog, NumbersArriveInTheText)
{
    Records records;
    Logger logger;
    logger.addSink(std::make_unique<CollectingSink>(records));
    RealtimeLog log("audio");
    log.write(LogLevel::warning, "block {} took {} us of {}", 9007199254740991ll, 1250, 1333.25);
    log.write(LogLevel::error, "device lost");
    EXPECT_EQ(log.drain(logger), 2u);
    EXPECT_EQ(messagesOf(records),
              (std::vector<std::string>{"block 9007199254740991 took 1250 us of 1333.25",
                                        "device lost"}));
    EXPECT_EQ(records[0].level, LogLevel::warning);
    EXPECT_EQ(records[0].area, "audio");
    EXPECT_EQ(log.drain(logger), 0u);
}

TEST(RealtimeLog, AFullLogDropsAndSaysHowMany)
{
    Records records;
    Logger logger;
    logger.addSink(std::make_unique<CollectingSink>(records));
    RealtimeLog log("audio", 4);
    for (int i = 0; i < 10; ++i) log.write(LogLevel::info, "event {}", i);
    EXPECT_EQ(log.drain(logger), 4u);
    EXPECT_EQ(messagesOf(records),
              (std::vector<std::string>{"event 0", "event 1", "event 2", "event 3",
                                        "6 messages were dropped, the log was full"}));
    log.write(LogLevel::info, "event {}", 10);
    log.drain(logger);
    EXPECT_EQ(records.back().message, "event 10");
}

TEST(RealtimeLog, EveryRecordIsPassedOnOrCountedWhileTheAudioThreadRuns)
{
    constexpr int total = 20000;
    Records records;
    Logger logger;
    logger.addSink(std::make_unique<CollectingSink>(records));
    RealtimeLog log("audio", 64);
    std::atomic<bool> isDone{false};
    std::thread audio([&] {
        for (int i = 0; i < total; ++i) log.write(LogLevel::info, "{}", i);
        isDone = true;
    });
    while (!isDone) log.drain(logger);
    audio.join();
    while (log.drain(logger) > 0) {}
    int passed = 0;
    int dropped = 0;
    int before = -1;
    for (const LogRecord& record : records) {
        const int number = std::stoi(record.message);
        if (record.level == LogLevel::warning) {
            dropped += number;
            continue;
        }
        EXPECT_GT(number, before);
        before = number;
        ++passed;
    }
    EXPECT_EQ(passed + dropped, total);
}
