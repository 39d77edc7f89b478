// The words of the board "coverage calendar".
{
  title: ['Lịch phủ sóng', 'Coverage calendar'],
  about: [
    'Ngày nào, thôn nào, người dân không có mạng bao lâu: số liệu để lập kế hoạch, luôn kèm tỷ lệ thời gian đo được.',
    'On which day, in which village, people had no network for how long: figures for planning, always with the measured share.',
  ],
  this_month_all: {
    title: ['Cả xã, tháng này', 'The commune, this month'],
    about: [
      'Tỷ lệ thời gian các thôn có mạng trong tháng của ngày cuối đã chọn ở trên, và tỷ lệ thời gian đo được.',
      'Share of the time that villages had network in the month that the chosen time ends in, and the share that was measured.',
    ],
  },
  last_month_all: {
    title: ['Cả xã, tháng trước', 'The commune, last month'],
    about: [
      'Cũng như thế, của tháng liền trước.',
      'The same for the month before.',
    ],
  },
  days: {
    title: ['Tỷ lệ sẵn sàng từng ngày', 'Availability, day by day'],
    about: [
      'Mỗi ô là một ngày của một thôn, từ nửa đêm giờ Việt Nam: phần thời gian có mạng trong thời gian đo được. Đỏ là dưới 95 %, cam dưới 99 %. Xám là cả ngày không đo được. Thôn mất mạng nhiều nhất được chọn trước. Xem cùng hình dưới.',
      'A cell is a day of a village, from local midnight: the share of the measured time with network. Red is under 95 %, orange under 99 %. Grey was not measured all day. Villages that lost most come first. Read it with the picture below.',
    ],
  },
  measured_days: {
    title: ['Tỷ lệ thời gian đo được từng ngày', 'Measured share, day by day'],
    about: [
      'Phần thời gian trong ngày mà máy giám sát biết thôn có mạng hay không. Dưới 80 % (xám) thì con số ở hình trên chưa đủ tin.',
      'Share of the day in which the monitor knew whether the village had network. Under 80 % (grey) the figure above is not to be relied on.',
    ],
  },
  this_month: {
    title: ['Tháng này', 'This month'],
    about: [
      'Tháng của ngày cuối đã chọn ở trên. Số lần mất: Wi-Fi công cộng hoặc di động của thôn mất rồi có lại. Chậm tối đa một giờ.',
      'The month that the chosen time ends in. Outages: times that public Wi-Fi or mobile signal of the village was lost and came back. Up to an hour behind.',
    ],
  },
  last_month: {
    title: ['Tháng trước', 'Last month'],
    about: ['Cũng như thế, của tháng liền trước.', 'The same for the month before.'],
  },
  files: {
    title: ['Tải số liệu', 'Download figures'],
    about: [
      'Tệp từ chính máy giám sát, đúng từng giây, cho khoảng thời gian chọn ở trên. Máy này phải mở được địa chỉ ghi ở đầu bảng. Nhiều máy giám sát thì dùng lệnh commune-agent export --prometheus.',
      'Files from the agent itself, exact to the second, for the time chosen above. This computer must reach the address at the top. With several agents use commune-agent export --prometheus.',
    ],
  },
  file_villages: ['Từng thôn, từng ngày (Excel)', 'Villages by day (Excel)'],
  file_sites: ['Từng điểm, từng tháng (Excel)', 'Sites by month (Excel)'],
  file_outages: ['Các lần mất (CSV)', 'Outages (CSV)'],
  file_map: ['Bản đồ cho QGIS (GeoJSON)', 'Map for QGIS (GeoJSON)'],
  link_this_month: ['Xem tháng này', 'Show this month'],
  link_last_month: ['Xem tháng trước', 'Show last month'],
}
