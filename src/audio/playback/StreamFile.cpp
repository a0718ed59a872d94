// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/StreamFile.h"

namespace cppmusic::audio {

StreamFile::StreamFile(std::filesystem::path path, AudioFileReader&& reader)
    : path_(std::move(path)), info_(reader.info()), reader_(std::move(reader))
{
}

core::Result<std::shared_ptr<StreamFile>> StreamFile::open(const std::filesystem::path& path)
{
    auto reader = AudioFileReader::open(path);
    if (!reader) return reader.error();
    return std::shared_ptr<StreamFile>(new StreamFile(path, std::move(*reader)));
}

core::Status StreamFile::read(std::int64_t frame, const AudioBlock& out)
{
    const std::lock_guard lock(mutex_);
    roundsIdle_ = 0;
    if (!reader_) {
        auto opened = AudioFileReader::open(path_);
        if (!opened) return opened.status();
        if (opened->info().frames != info_.frames || opened->info().channels != info_.channels)
            return core::makeError(core::ErrorCode::corrupt,
                                   "the file was changed while the song uses it; open the song "
                                   "again",
                                   path_.string());
        reader_.emplace(std::move(*opened));
    }
    const auto status = reader_->read(frame, out).status();
    if (!status) reader_.reset();
    return status;
}

void StreamFile::close()
{
    const std::lock_guard lock(mutex_);
    reader_.reset();
}

bool StreamFile::isOpen() const
{
    const std::lock_guard lock(mutex_);
    return reader_.has_value();
}

void StreamFile::noteRound(int idleRounds)
{
    const std::lock_guard lock(mutex_);
    if (reader_ && ++roundsIdle_ >= idleRounds) reader_.reset();
}

} // namespace cppmusic::audio
