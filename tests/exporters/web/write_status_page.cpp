// Writes the status page of config/commune.toml with invented states, for the tests in a browser.
// usage: write_status_page vi|en
#include <iostream>
#include <string_view>

#include "agent/settings/settings.hpp"
#include "exporters/web/pages/status_page.hpp"
#include "tests/exporters/web/sample_commune.hpp"

int main(int argc, char** argv) {
  using namespace commune;
  if (argc != 2) return 2;
  const auto settings = settings::load_settings(COMMUNE_SOURCE_DIR "/config/commune.toml");
  if (!settings) return 1;
  const auto sample = web::sample_commune(settings->inventory);
  const auto calendar = web::sample_calendar();
  web::StatusPage page{sample.picture, settings->inventory, calendar};
  page.language = std::string_view(argv[1]) == "en" ? Language::en : Language::vi;
  page.devices_up = 140;
  page.devices_silent = 8;
  page.devices_unmeasured = 3;
  page.last_day = sample.last_day;
  page.version = "0.1.0";
  std::cout << web::status_page(page);
}
