// SPDX-License-Identifier: GPL-3.0-or-later
// bench_core [rounds] [discipline]: our lock-free structures and pools beside those of other
// libraries, round by round, so that a disturbance of the machine hits all. Prints the best and the
// median of the rounds. Fails only if a result is wrong.
#include "Peers.h"

#include <cstdio>
#include <cstdlib>

namespace {

using cppmusic::bench::Contender;

bool measure(std::vector<Contender>& all, int rounds)
{
    bool isCorrect = true;
    for (int round = 0; round < rounds; ++round)
        for (Contender& contender : all) {
            const double value = contender.run();
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

int main(int argc, char** argv)
{
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    const std::string wanted = argc > 2 ? argv[2] : "";
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
    const bool isCorrect = measure(all, rounds);
    print(all);
    return isCorrect ? 0 : 1;
}
