// What nearly every source includes and does not change: see landline_precompile() in Landline.cmake. Nothing of our own,
// and not QTest, which is another one where Qt Widgets are there.
#ifndef LANDLINE_PRECOMPILED_H
#define LANDLINE_PRECOMPILED_H

#include <QHostAddress>
#include <QtCore/QtCore>
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#endif  // LANDLINE_PRECOMPILED_H
