#!/usr/bin/env python3
"""A planner opens the workbook: sheets, headers, dates, numbers, colours; read by another library than wrote it.

usage: workbook_test.py SMALL_LEDGER_FILE
"""
import datetime
import io
import subprocess
import sys
import unittest
import zipfile

try:
    import openpyxl
except ImportError:
    print("skipped: python3-openpyxl is not installed")
    sys.exit(77)

PROGRAM = sys.argv.pop(1)


def bytes_of(topic, columns):
    return subprocess.run([PROGRAM, topic, "xlsx", columns], check=True, capture_output=True).stdout


def book(topic="coverage", columns="vi"):
    return openpyxl.load_workbook(io.BytesIO(bytes_of(topic, columns)))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


class Workbook(unittest.TestCase):
    def test_has_figures_outages_what_was_not_measured_and_definitions(self):
        self.assertEqual(book().sheetnames, ["Phủ sóng", "Mất dịch vụ", "Không đo được", "Giải thích"])
        self.assertEqual(book("outages").sheetnames, ["Mất dịch vụ", "Giải thích"])
        self.assertEqual(book("quality").sheetnames, ["Chất lượng", "Giải thích"])

    def test_figures_are_numbers_and_times_are_dates_of_the_commune(self):
        first = rows(book(columns="machine")["Phủ sóng"])[1]
        self.assertEqual(first, [
            "ca", "ca-nvh", "fibre", datetime.datetime(2026, 10, 1), datetime.datetime(2026, 11, 1), 2570400, 0, 86400,
            21600, 0, 0.967479, 1, 1, 86400, 86400, "fibre"])

    def test_people_read_names(self):
        first = rows(book()["Phủ sóng"])[1]
        self.assertEqual(first[:3], ["Thôn Ca", 'Nhà văn hóa "Ca", thôn Ca', "Cáp quang"])
        self.assertEqual(first[15], "Lỗi cáp quang")

    def test_the_header_stays_filters_and_availability_has_colours(self):
        sheet = book()["Phủ sóng"]
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertEqual(sheet.auto_filter.ref, "A1:P4")
        (colours,) = sheet.conditional_formatting
        self.assertEqual(str(colours.sqref), "K2:K4")
        self.assertEqual([rule.type for rule in colours.rules], ["colorScale"])
        self.assertEqual(sheet["K2"].number_format, "0.000%")
        self.assertEqual(sheet["D2"].number_format, "yyyy-mm-dd hh:mm:ss")

    def test_nothing_measured_is_an_empty_cell(self):
        self.assertEqual(rows(book()["Phủ sóng"])[3][5:12], [0, 0, 0, 0, 172800, None, 0])

    def test_outages_say_what_they_cut_off_and_whether_they_last(self):
        first, second = rows(book(columns="machine")["Mất dịch vụ"])[1:]
        self.assertEqual(first[6:], [86400, "fibre", "ca-gw", "ca-nvh/wifi; cu-nvh/wifi", False])
        self.assertEqual(second[5:], [None, 93600, "radio", None, None, True])

    def test_unmeasured_time_has_its_causes(self):
        self.assertEqual([row[2:] for row in rows(book(columns="en")["Không đo được"])[1:]], [
            ["Wi-Fi", "Monitor lost power", 10800], ["Wi-Fi", "No evidence", 60],
            ["Wi-Fi", "Nothing measures it", 172800]])

    def test_definitions_speak_of_the_columns_by_their_titles(self):
        texts = dict(rows(book()["Giải thích"]))
        self.assertEqual(texts["Xã"], "Xã Kép")
        self.assertEqual(texts["Khoảng thời gian"], "2026-10-01T00:00:00+07:00 – 2026-11-01T00:00:00+07:00")
        self.assertIn("Tỷ lệ sẵn sàng", texts)
        self.assertNotIn("availability", texts)

    def test_the_file_is_as_old_as_what_it_tells(self):
        self.assertEqual(book().properties.created, datetime.datetime(2026, 10, 31, 17))
        with zipfile.ZipFile(io.BytesIO(bytes_of("coverage", "vi"))) as packed:
            self.assertEqual({part.date_time[:3] for part in packed.infolist()}, {(1980, 1, 1)})


if __name__ == "__main__":
    unittest.main()
