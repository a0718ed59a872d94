// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/StreamFile.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace cppmusic::audio {

StreamFile::StreamFile(std::filesystem::path path, AudioFileReader&& reader,
                       std::shared_ptr<OpenFiles> openFiles)
    : path_(std::move(path)),
      info_(reader.info()),
      place_(reader.pcmPlace()),
      openFiles_(std::move(openFiles))
{
    layout_ = place_ ? place_->layout
                     : PcmLayout{PcmEncoding::float32, std::endian::native == std::endian::big, 0};
    layout_.channels = std::min(info_.channels, 2);
    // Plain PCM is opened again at the first read, which costs little.
    if (place_ || openFiles_->count.load(std::memory_order_relaxed) >= openFiles_->budget) return;
    decoder_.emplace(std::move(reader));
    openFiles_->count.fetch_add(1, std::memory_order_relaxed);
}

StreamFile::~StreamFile()
{
    drop();
}

core::Result<std::shared_ptr<StreamFile>> StreamFile::open(const std::filesystem::path& path,
                                                           std::shared_ptr<OpenFiles> openFiles)
{
    auto reader = AudioFileReader::open(path);
    if (!reader) return reader.error();
    return std::shared_ptr<StreamFile>(
        new StreamFile(path, std::move(*reader), std::move(openFiles)));
}

void StreamFile::drop()
{
    if (isOpen()) openFiles_->count.fetch_sub(1, std::memory_order_relaxed);
    pcm_.reset();
    decoder_.reset();
    std::vector<std::byte>().swap(wide_);
}

core::Status StreamFile::reopen()
{
    if (place_) {
        auto opened = PcmFile::reopen(path_, *place_);
        if (!opened) return opened.status();
        pcm_.emplace(std::move(*opened));
    } else {
        auto opened = AudioFileReader::open(path_);
        if (!opened) return opened.status();
        if (opened->info().frames != info_.frames || opened->info().channels != info_.channels ||
            opened->pcmPlace())
            return core::makeError(core::ErrorCode::corrupt,
                                   "the file was changed while the song uses it; open the song "
                                   "again",
                                   path_.string());
        decoder_.emplace(std::move(*opened));
    }
    openFiles_->count.fetch_add(1, std::memory_order_relaxed);
    return {};
}

core::Status StreamFile::readPcm(std::int64_t frame, int count, std::byte* into)
{
    if (info_.channels == layout_.channels) return pcm_->read(frame, count, into);
    const auto from = static_cast<std::size_t>(place_->layout.bytesPerFrame());
    const auto to = static_cast<std::size_t>(layout_.bytesPerFrame());
    wide_.resize(static_cast<std::size_t>(count) * from);
    if (auto got = pcm_->read(frame, count, wide_.data()); !got) return got;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
        std::memcpy(into + i * to, wide_.data() + i * from, to);
    return {};
}

core::Status StreamFile::decode(std::int64_t frame, int count, std::byte* into)
{
    const auto from = static_cast<std::size_t>(info_.channels) * sizeof(float);
    const auto to = static_cast<std::size_t>(layout_.bytesPerFrame());
    std::vector<float> values(static_cast<std::size_t>(count) *
                              static_cast<std::size_t>(info_.channels));
    if (auto got = decoder_->readInterleaved(frame, count, values.data()); !got) return got;
    const auto* bytes = reinterpret_cast<const std::byte*>(values.data());
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
        std::memcpy(into + i * to, bytes + i * from, to);
    return {};
}

core::Status StreamFile::read(std::int64_t frame, int count, std::byte* into)
{
    const std::lock_guard lock(mutex_);
    roundsIdle_ = 0;
    if (!isOpen())
        if (auto opened = reopen(); !opened) return opened;
    auto status = place_ ? readPcm(frame, count, into) : decode(frame, count, into);
    if (!status || openFiles_->count.load(std::memory_order_relaxed) > openFiles_->budget) drop();
    return status;
}

void StreamFile::noteRound(int idleRounds)
{
    const std::lock_guard lock(mutex_);
    if (isOpen() && ++roundsIdle_ >= idleRounds) drop();
}

} // namespace cppmusic::audio
