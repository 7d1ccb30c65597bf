#include <optional>

#include "files/destination_folder.h"
#include "files/part_state.h"

// How several verified parts become files together.
//
// fsync on each of 256 small files is 256 times that the disk empties its cache: on a disk of the cheaper kind half a
// second, where the octets themselves take a few milliseconds. syncfs does it once. It waits for what others have
// written too, but so does fsync on most file systems, by way of their journal.

namespace landline::files {

/// A group on its way: for each part what has come of it so far.
class PartFile::Group {
 public:
  explicit Group(std::vector<State*> states)
      : m_states(std::move(states)),
        m_results(m_states.size(), Result<Published>(Published{})),
        m_names(m_states.size()) {}

  std::vector<Result<Published>> publish() {
    prepare();
    flushOctets();
    // Only now: the rename of the first must not come before the octets of the last.
    giveNames();
    flushGivenNames();
    return std::move(m_results);
  }

 private:
  void prepare() {
    for (std::size_t i = 0; i < m_states.size(); ++i) {
      if (auto begun = m_states[i]->begin(State::Step::Verified); begun) {
        m_states[i]->prepare();
      } else {
        m_results[i] = begun.error();
      }
    }
  }

  void flushOctets() {
    std::vector<const OpenFolder*> folders;
    folders.reserve(m_states.size());
    for (const State* state : m_states) {
      folders.push_back(state->part.folder().get());
    }
    const bool together = flushedTogether(folders, m_states.front()->system);
    const State::Flushing how = together ? State::Flushing::Check : State::Flushing::Wait;
    for (std::size_t i = 0; i < m_states.size(); ++i) {
      if (m_results[i]) {
        if (auto flushed = m_states[i]->flushOctets(how); !flushed) {
          m_results[i] = flushed.error();
        }
      }
    }
  }

  void giveNames() {
    for (std::size_t i = 0; i < m_states.size(); ++i) {
      State& state = *m_states[i];
      if (m_results[i] && !state.identical_copy.isEmpty()) {
        m_results[i] = Published{state.pathOf(state.identical_copy), true, false};
      } else if (m_results[i]) {
        if (auto name = state.giveName()) {
          m_names[i] = std::move(*name);
        } else {
          m_results[i] = name.error();
        }
      }
    }
  }

  void flushGivenNames() {
    // Files of one folder mostly follow each other, and share it when they do (SaveFolder remembers it).
    FlushedFolders folders;
    for (std::size_t i = 0; i < m_states.size(); ++i) {
      if (m_names[i]) {
        folders.emplace(m_states[i]->part.folder().get(), 0);
      }
    }
    if (folders.empty()) {
      return;
    }
    flushNames(m_states.front()->folder, folders, m_states.front()->system);
    for (std::size_t i = 0; i < m_states.size(); ++i) {
      if (m_names[i]) {
        m_results[i] = m_states[i]->conclude(*m_names[i], folders.at(m_states[i]->part.folder().get()));
      }
    }
  }

  std::vector<State*> m_states;
  std::vector<Result<Published>> m_results;
  std::vector<std::optional<FinalName>> m_names;  // of those that have got one
};

std::vector<Result<Published>> PartFile::publishGroup(std::vector<PartFile>& parts) {
  if (parts.empty()) {
    return {};
  }
  std::vector<State*> states;
  states.reserve(parts.size());
  for (const PartFile& part : parts) {
    states.push_back(part.m_state.get());
  }
  return Group(std::move(states)).publish();
}

}  // namespace landline::files
