// The words of the board "the commune now".
{
  title: ['Toàn xã – bây giờ', 'The commune now'],
  about: [
    'Ngay lúc này thôn nào không có mạng, vì sao, ai đang phụ trách. Để trên màn hình lớn ở trụ sở.',
    'Which villages have no network right now, why, and who looks after it. For the large screen at the office.',
  ],
  down: {
    title: ['Thôn mất mạng', 'Villages without network'],
    about: [
      'Số thôn mà người dân không dùng được cả Wi-Fi công cộng lẫn sóng di động. Đỏ là có ít nhất một thôn: xem bảng "Sự cố đang mở".',
      'Villages where people can use neither public Wi-Fi nor mobile signal. Red: at least one; see "Open outages".',
    ],
  },
  degraded: {
    title: ['Thôn mạng kém', 'Villages with poor network'],
    about: [
      'Số thôn có mạng nhưng chậm, chập chờn hoặc chỉ còn một phần.',
      'Villages that have network, but slow, unsteady or only in part.',
    ],
  },
  unmeasured: {
    title: ['Thôn chưa đo được', 'Villages not measured'],
    about: [
      'Số thôn không ai biết có mạng hay không. Chưa đo không phải là mất mạng: xem máy giám sát có chạy không.',
      'Villages of which nobody knows whether they have network. Not measured is not down: see whether the monitor runs.',
    ],
  },
  planned: {
    title: ['Thôn đang bảo trì', 'Villages with planned work'],
    about: [
      'Số thôn có công việc đã báo trước. Lúc này mất mạng không tính là sự cố.',
      'Villages where work was announced. No network counts as no outage meanwhile.',
    ],
  },
  up: {
    title: ['Thôn mạng tốt', 'Villages that work'],
    about: ['Số thôn mà người dân đang dùng mạng tốt.', 'Villages whose people have working network.'],
  },
  age: {
    title: ['Số liệu cách đây (giờ:phút:giây)', 'Age of what you see (h:mm:ss)'],
    about: [
      'Lần cuối một máy giám sát trả lời cách đây bao lâu. Quá một phút thì mọi ô trên bảng này đã cũ: xem bảng "Hệ thống giám sát".',
      'How long ago a monitor last answered. After more than a minute everything on this board is old: see the board of the monitor.',
    ],
  },
  map: {
    title: ['Bản đồ', 'Map'],
    about: [
      'Mỗi thôn một chấm: xanh lá là tốt, cam là kém, đỏ là mất mạng, xanh dương là bảo trì, xám là chưa đo. Thôn không tốt có chữ kèm theo. Bấm vào chấm để mở bảng của thôn.',
      'A dot for each village: green works, orange is poor, red has no network, blue has planned work, grey is not measured. What does not work says so in words. Click a dot for the village board.',
    ],
  },
  outages: {
    title: ['Sự cố đang mở', 'Open outages'],
    about: [
      'Mỗi sự cố một dòng, không phải mỗi nơi bị mất một dòng. Bấm vào tên thôn để xem chi tiết và việc cần làm. Số hộ chỉ có khi cấu hình có ghi.',
      'A row for each fault, not for each place that it cuts off. Click the village for details and what to do. Households are there where the configuration tells them.',
    ],
  },
  no_outages: ['Không có sự cố đang mở (nếu số liệu không cũ)', 'No open outage (if the figures are not old)'],
  shares: {
    title: ['Cả xã, 24 giờ qua', 'The commune, last 24 hours'],
    about: [
      'Tỷ lệ thời gian các thôn có mạng, và bên cạnh là tỷ lệ thời gian đo được. Đo được ít thì đừng tin con số thứ nhất.',
      'Share of the time that villages had network, and beside it the share of the time that was measured. Little measured: do not trust the first figure.',
    ],
  },
  loudspeakers: {
    title: ['Loa truyền thanh', 'Loudspeakers'],
    about: [
      'Bao nhiêu loa im lặng, bao nhiêu loa chưa đo được, trên tổng số. Danh sách loa im lặng ở ô bên cạnh.',
      'How many loudspeakers are silent, how many are not measured, of how many. The silent ones are listed beside it.',
    ],
  },
  silent: ['im lặng', 'silent'],
  total: ['tổng số', 'in all'],
  silent_list: {
    title: ['Loa im lặng', 'Silent loudspeakers'],
    about: [
      'Những loa không trả lời. Xem nguồn điện trước, rồi tới đường mạng của thôn.',
      'Loudspeakers that do not answer. Check power first, then the network of the village.',
    ],
  },
  no_silent: ['Không loa nào im lặng', 'No loudspeaker is silent'],
  villages: {
    title: ['Thôn không tốt', 'Villages that are not well'],
    about: [
      'Thôn mất mạng, kém, đang bảo trì hoặc chưa đo. Cùng nội dung với bản đồ, dễ đọc trên điện thoại.',
      'Villages without network, with poor network, planned work or no measurement. What the map shows, for a telephone.',
    ],
  },
  all_well: ['Mọi thôn đều tốt (nếu số liệu không cũ)', 'All villages are well (if the figures are not old)'],
  services: {
    title: ['Dịch vụ trực tuyến', 'Online services'],
    about: [
      'Các dịch vụ người dân cần có vào được từ xã không. "Không vào được" ở mọi nơi thường là lỗi của dịch vụ, không phải của mạng xã.',
      'Whether the services that people need can be reached from the commune. One that fails everywhere is mostly at fault itself, not the network here.',
    ],
  },
  no_services: ['Chưa khai báo dịch vụ nào', 'No service is configured'],
  reached: ['vào được', 'reached'],
  reached_in_part: ['chỉ một số nơi', 'from some places only'],
  not_reached: ['không vào được', 'not reached'],
}
