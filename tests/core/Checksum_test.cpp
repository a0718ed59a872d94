// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/Checksum.h"

#include "core/io/MemoryFileSystem.h"

#include <gtest/gtest.h>

#include <string>

using namespace cppmusic::core;

// The answers are the examples of FIPS 180-4 and its long-message test.
TEST(Checksum, AgreesWithTheExamplesOfTheStandard)
{
    EXPECT_EQ(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256Hex(std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Checksum, PiecesGiveTheSameAsTheWholeAndFinishingStartsAnew)
{
    Sha256 sum;
    sum.update(std::string_view("a"));
    sum.update(std::string_view("bc"));
    EXPECT_EQ(sum.finishHex(), sha256Hex("abc"));
    EXPECT_EQ(sum.finishHex(), sha256Hex(""));
}

TEST(Checksum, AFileIsStreamedWhateverItsSize)
{
    MemoryFileSystem files;
    for (const std::size_t size : {0u, 1u, (1u << 20) - 1, 1u << 20, (1u << 20) + 1, 3u << 20}) {
        std::string content(size, 'x');
        if (size > 0) content.back() = 'y';
        ASSERT_TRUE(files.writeFile("a.wav", content).ok());
        EXPECT_EQ(sha256OfFile(files, "a.wav").value(), sha256Hex(content)) << size;
    }
}

TEST(Checksum, AMissingFileIsAnErrorWithItsName)
{
    const MemoryFileSystem files;
    const auto sum = sha256OfFile(files, "gone.wav");
    ASSERT_FALSE(sum.ok());
    EXPECT_EQ(sum.error().code, ErrorCode::notFound);
    EXPECT_EQ(sum.error().place, "gone.wav");
}
