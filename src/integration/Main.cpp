// SPDX-License-Identifier: GPL-3.0-or-later
#include "integration/App.h"

START_JUCE_APPLICATION(cppmusic::integration::App)
