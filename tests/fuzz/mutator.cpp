#include "tests/fuzz/mutator.hpp"

#include <algorithm>
#include <array>

namespace commune::fuzz {
namespace {

constexpr std::size_t kLongestInput = 16'384;
constexpr std::size_t kLongestPiece = 64;
// Where lengths, signs and characters begin and end.
constexpr std::array<unsigned char, 14> kEdges = {0x00, 0x01, 0x7F, 0x80, 0x81, 0x82, 0xC0,
                                                  0xFE, 0xFF, '"',  '\\', '\n', '[',  '{'};

}  // namespace

std::string Mutator::next(std::span<const std::string> inputs) {
  std::string text = inputs[below(inputs.size())];
  for (std::size_t mistakes = 1 + below(8); mistakes > 0; --mistakes)
    spoil(text, inputs);
  if (text.size() > kLongestInput) text.resize(kLongestInput);
  return text;
}

// The remainder is good enough, and the same everywhere.
std::size_t Mutator::below(std::size_t bound) {
  return bound == 0 ? 0 : static_cast<std::size_t>(random_() % bound);
}

std::string Mutator::piece_of(const std::string& text) {
  return text.substr(below(text.size() + 1), below(kLongestPiece));
}

void Mutator::spoil(std::string& text, std::span<const std::string> inputs) {
  const std::size_t at = below(text.size() + 1);
  const bool inside = at < text.size();
  switch (below(8)) {
    case 0:
      if (inside) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      break;
    case 1:
      if (inside) text[at] = static_cast<char>(kEdges[below(kEdges.size())]);
      break;
    case 2:
      if (inside) text[at] = static_cast<char>(below(256));
      break;
    case 3:
      text.insert(at, 1, static_cast<char>(kEdges[below(kEdges.size())]));
      break;
    case 4:
      text.erase(at, below(kLongestPiece));
      break;
    case 5:
      text.insert(at, piece_of(text));
      break;
    case 6:
      text.insert(at, piece_of(inputs[below(inputs.size())]));
      break;
    case 7:
      if (below(4) == 0) text.resize(at);
      break;
  }
}

}  // namespace commune::fuzz
