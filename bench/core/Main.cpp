// SPDX-License-Identifier: GPL-3.0-or-later
// bench_core [--pinned] [rounds] [discipline]: our lock-free structures and pools beside those of
// other libraries, round by round, so that a disturbance of the machine hits all. Prints the best
// and the median of the rounds. --pinned deals the threads out to the processors in turns. Fails
// only if a result is wrong.
#include "Peers.h"

#include <cstdio>
#include <cstdlib>

#ifdef __linux__
#include <pthread.h>
#include <sched.h>
#endif

namespace {

using cppmusic::bench::Contender;
using cppmusic::bench::Placement;

bool measure(std::vector<Contender>& all, Placement placement, int rounds)
{
    bool isCorrect = true;
    for (int round = 0; round < rounds; ++round)
        for (Contender& contender : all) {
            const double value = contender.run(placement);
            if (value < 0.0) {
                std::fprintf(stderr, "WRONG RESULT: %s, %s\n", contender.name.c_str(),
                             contender.discipline.c_str());
                isCorrect = false;
            }
            contender.measured.push_back(value);
        }
    return isCorrect;
}

void print(std::vector<Contender>& all)
{
    std::printf("%-26s %-42s %10s %10s\n", "discipline", "structure", "best", "median");
    std::string last;
    for (Contender& contender : all) {
        auto values = contender.measured;
        std::sort(values.begin(), values.end());
        const bool isTime = contender.discipline.find("(ns)") != std::string::npos;
        const bool isNew = contender.discipline != last;
        last = contender.discipline;
        std::printf("%-26s %-42s %10.1f %10.1f\n", isNew ? last.c_str() : "",
                    (contender.isOurs ? "* " + contender.name : "  " + contender.name).c_str(),
                    isTime ? values.front() : values.back(), values[values.size() / 2]);
    }
    std::printf("* ours. M operations/s, higher is better; (ns) per free + allocate, lower is "
                "better.\n");
}

} // namespace

namespace cppmusic::bench {

void place([[maybe_unused]] Placement placement, [[maybe_unused]] int thread)
{
#ifdef __linux__
    if (placement == Placement::free) return;
    const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
    cpu_set_t mine;
    CPU_ZERO(&mine);
    CPU_SET(static_cast<unsigned>(thread) % processors, &mine);
    (void)pthread_setaffinity_np(pthread_self(), sizeof mine, &mine);
#endif
}

} // namespace cppmusic::bench

int main(int argc, char** argv)
{
    std::vector<std::string> arguments(argv + 1, argv + argc);
    const bool isPinned = std::erase(arguments, "--pinned") != 0;
    const int rounds = arguments.empty() ? 5 : std::max(1, std::atoi(arguments[0].c_str()));
    const std::string wanted = arguments.size() > 1 ? arguments[1] : "";
    std::vector<Contender> all;
    cppmusic::bench::addQueues(all);
#ifdef CPPMUSIC_HAS_LIBCDS
    cppmusic::bench::addQueuesOfLibcds(all);
#endif
    cppmusic::bench::addMaps(all);
    cppmusic::bench::addPools(all);
    std::erase_if(all, [&wanted](const Contender& contender) {
        return contender.discipline.find(wanted) == std::string::npos;
    });
    std::stable_sort(all.begin(), all.end(), [](const Contender& a, const Contender& b) {
        return a.discipline < b.discipline;
    });
    const bool isCorrect = measure(all, isPinned ? Placement::pinned : Placement::free, rounds);
    print(all);
    return isCorrect ? 0 : 1;
}
