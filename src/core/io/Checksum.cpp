// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/Checksum.h"

#include <array>
#include <cstdio>
#include <cstdlib>

#include <openssl/evp.h>

namespace cppmusic::core {
namespace {

/// OpenSSL fails here only without memory or with a broken installation: no checksum is better than
/// a wrong one.
void require(int outcome)
{
    if (outcome == 1) return;
    std::fputs("cppmusic: the system's OpenSSL cannot compute SHA-256\n", stderr);
    std::abort();
}

} // namespace

struct Sha256::State {
    struct Free {
        void operator()(EVP_MD_CTX* digest) const noexcept { EVP_MD_CTX_free(digest); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};

    State() { start(); }
    void start() { require(EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr)); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::span<const std::byte> piece)
{
    require(EVP_DigestUpdate(state_->context.get(), piece.data(), piece.size()));
}

void Sha256::update(std::string_view piece)
{
    require(EVP_DigestUpdate(state_->context.get(), piece.data(), piece.size()));
}

std::string Sha256::finishHex()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    require(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length));
    state_->start();
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned int i = 0; i < length; ++i) {
        hex += digits[digest[i] >> 4];
        hex += digits[digest[i] & 15u];
    }
    return hex;
}

std::string sha256Hex(std::string_view content)
{
    Sha256 sum;
    sum.update(content);
    return sum.finishHex();
}

Result<std::string> sha256OfFile(const FileSystem& files, const FileSystem::Path& path)
{
    constexpr std::size_t pieceBytes = std::size_t{1} << 20;
    Sha256 sum;
    std::uint64_t offset = 0;
    while (true) {
        const Result<std::string> piece = files.readRange(path, offset, pieceBytes);
        if (!piece.ok()) return piece.error();
        sum.update(*piece);
        offset += piece->size();
        if (piece->size() < pieceBytes) return sum.finishHex();
    }
}

} // namespace cppmusic::core
