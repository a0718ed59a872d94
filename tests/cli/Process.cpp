// SPDX-License-Identifier: GPL-3.0-or-later
#include "Process.h"

#include "support/TemporaryFolder.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <linux/capability.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cppmusic::test {

namespace {

std::string readFile(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

[[noreturn]] void becomeCli(const std::vector<std::string>& arguments,
                            const ProcessOptions& options, const std::string& out,
                            const std::string& error)
{
    const int outFile = options.hasFullOutput
                            ? open("/dev/full", O_WRONLY)
                            : open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int errorFile = open(error.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (outFile < 0 || errorFile < 0 || dup2(outFile, 1) < 0 || dup2(errorFile, 2) < 0) _exit(98);
    if (options.largestFile > 0) {
        const rlimit limit{options.largestFile, options.largestFile};
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(97);
    }
    if (options.isBoundByPermissions && geteuid() == 0 &&
        (prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE) != 0 ||
         prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH) != 0))
        _exit(96);
    std::vector<char*> argv{const_cast<char*>(CPPMUSIC_CLI)};
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execv(CPPMUSIC_CLI, argv.data());
    _exit(99);
}

/// Whether any file of the folder has grown to this size.
bool hasFileOf(const std::string& folder, std::uintmax_t bytes)
{
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.is_regular_file(error) && entry.file_size(error) >= bytes && !error) return true;
    return false;
}

} // namespace

ProcessResult runCli(const std::vector<std::string>& arguments, const ProcessOptions& options)
{
    const TemporaryFolder folder;
    const std::string out = folder.file("out").string(), error = folder.file("error").string();
    const pid_t child = fork();
    if (child == 0) becomeCli(arguments, options, out, error);
    int state = 0;
    bool isInterrupted = options.interruptAfterBytes == 0;
    while (waitpid(child, &state, isInterrupted ? 0 : WNOHANG) == 0) {
        if (!isInterrupted &&
            hasFileOf(options.watched, static_cast<std::uintmax_t>(options.interruptAfterBytes))) {
            kill(child, SIGINT);
            isInterrupted = true;
        }
    }
    return {WIFEXITED(state) ? WEXITSTATUS(state) : -1, readFile(out), readFile(error)};
}

} // namespace cppmusic::test
