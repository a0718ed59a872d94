// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/FaultyFileSystem.h"

namespace cppmusic::test {

using core::Error;
using core::Result;
using core::Status;

void FaultyFileSystem::arm(Fault fault)
{
    const std::scoped_lock lock(mutex_);
    fault_ = fault;
    isArmed_ = true;
    changes_ = failures_ = 0;
    history_.clear();
}

void FaultyFileSystem::disarm()
{
    const std::scoped_lock lock(mutex_);
    isArmed_ = false;
}

int FaultyFileSystem::changes() const
{
    const std::scoped_lock lock(mutex_);
    return changes_;
}

int FaultyFileSystem::failures() const
{
    const std::scoped_lock lock(mutex_);
    return failures_;
}

std::vector<std::string> FaultyFileSystem::history() const
{
    const std::scoped_lock lock(mutex_);
    return history_;
}

FaultyFileSystem::Outcome FaultyFileSystem::next(std::string call)
{
    const std::scoped_lock lock(mutex_);
    ++changes_;
    history_.push_back(std::move(call));
    const bool isFirst = changes_ == fault_.atChange;
    if (!isArmed_ || !(isFirst || (fault_.staysBroken && changes_ > fault_.atChange)))
        return Outcome::pass;
    ++failures_;
    return isFirst && fault_.tearsInHalf ? Outcome::tear : Outcome::fail;
}

Error FaultyFileSystem::failure(const Path& path) const
{
    const std::scoped_lock lock(mutex_);
    return core::makeError(fault_.code, "failed on purpose", path.string());
}

bool FaultyFileSystem::exists(const Path& path) const
{
    return inner_.exists(path);
}
bool FaultyFileSystem::isLink(const Path& path) const
{
    return inner_.isLink(path);
}
bool FaultyFileSystem::isDirectory(const Path& path) const
{
    return inner_.isDirectory(path);
}

Result<std::string> FaultyFileSystem::readFile(const Path& path, std::uint64_t maxBytes) const
{
    if (beforeRead) beforeRead(path);
    return inner_.readFile(path, maxBytes);
}

Result<std::string> FaultyFileSystem::readRange(const Path& path, std::uint64_t offset,
                                                std::size_t maxBytes) const
{
    if (beforeRead) beforeRead(path);
    return inner_.readRange(path, offset, maxBytes);
}

Result<std::vector<std::string>> FaultyFileSystem::list(const Path& path) const
{
    return inner_.list(path);
}

Result<std::uint64_t> FaultyFileSystem::fileSize(const Path& path) const
{
    return inner_.fileSize(path);
}

Status FaultyFileSystem::writeFile(const Path& path, std::string_view content)
{
    const Outcome outcome = next("writeFile " + path.string());
    if (outcome == Outcome::pass) return inner_.writeFile(path, content);
    if (outcome == Outcome::tear)
        (void)inner_.writeFile(path, content.substr(0, content.size() / 2));
    return failure(path);
}

Status FaultyFileSystem::createDirectories(const Path& path)
{
    const Outcome outcome = next("createDirectories " + path.string());
    return outcome == Outcome::pass ? inner_.createDirectories(path) : failure(path);
}

Status FaultyFileSystem::rename(const Path& from, const Path& to)
{
    const Outcome outcome = next("rename " + from.string() + " -> " + to.string());
    return outcome == Outcome::pass ? inner_.rename(from, to) : failure(from);
}

Status FaultyFileSystem::remove(const Path& path)
{
    const Outcome outcome = next("remove " + path.string());
    return outcome == Outcome::pass ? inner_.remove(path) : failure(path);
}

Status FaultyFileSystem::removeAll(const Path& path)
{
    const Outcome outcome = next("removeAll " + path.string());
    if (outcome == Outcome::pass) return inner_.removeAll(path);
    if (outcome == Outcome::tear) {
        const auto names = inner_.list(path);
        for (std::size_t i = 0; names.ok() && i < names->size() / 2; ++i)
            (void)inner_.removeAll(path / (*names)[i]);
    }
    return failure(path);
}

Status FaultyFileSystem::shareFile(const Path& from, const Path& to)
{
    const Outcome outcome = next("shareFile " + from.string() + " -> " + to.string());
    return outcome == Outcome::pass ? inner_.shareFile(from, to) : failure(to);
}

Status FaultyFileSystem::copyFile(const Path& from, const Path& to)
{
    const Outcome outcome = next("copyFile " + from.string() + " -> " + to.string());
    if (outcome == Outcome::pass) return inner_.copyFile(from, to);
    if (outcome == Outcome::tear)
        if (const auto content = inner_.readFile(from); content.ok())
            (void)inner_.writeFile(to, std::string_view(*content).substr(0, content->size() / 2));
    return failure(to);
}

Status FaultyFileSystem::syncDirectory(const Path& path)
{
    const Outcome outcome = next("syncDirectory " + path.string());
    return outcome == Outcome::pass ? inner_.syncDirectory(path) : failure(path);
}

} // namespace cppmusic::test
