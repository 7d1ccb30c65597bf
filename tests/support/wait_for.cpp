#include "support/wait_for.h"

#include <QTest>

namespace landline::test {

bool waitFor(const std::function<bool()>& condition, int timeout_ms) {
  return QTest::qWaitFor([&condition] { return condition(); }, timeout_ms);
}

}  // namespace landline::test
