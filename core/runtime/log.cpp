#include "core/runtime/log.hpp"

#include <cstdlib>
#include <memory>
#include <utility>

#include <spdlog/sinks/stdout_color_sinks.h>

namespace commune {

void set_up_log(spdlog::level::level_enum level) {
  const auto colour =
      std::getenv("NO_COLOR") ? spdlog::color_mode::never : spdlog::color_mode::automatic;
  auto logger = std::make_shared<spdlog::logger>(
      "commune-agent", std::make_shared<spdlog::sinks::stderr_color_sink_mt>(colour));
  logger->set_pattern(std::getenv("JOURNAL_STREAM") ? "%^%l%$ %v"
                                                    : "%Y-%m-%d %H:%M:%S%z %^%l%$ %v");
  logger->set_level(level);
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace commune
