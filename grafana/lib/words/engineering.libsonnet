// The words of the board "engineering".
{
  title: ['Kỹ thuật', 'Engineering'],
  about: [
    'Đường truyền, quang, Wi-Fi, di động, tốc độ: chỗ nào đang yếu và sắp hỏng. Dành cho kỹ thuật viên.',
    'Lines, light, Wi-Fi, cellular, speed: what is weak now and breaks next. For technicians.',
  ],
  alerts: {
    title: ['Cảnh báo đang bật', 'Firing alerts'],
    about: [
      'Những gì hệ thống đang báo. Mỗi loại có một trang hướng dẫn trong docs/runbooks.',
      'What is being told just now. Each kind has a page of what to do in docs/runbooks.',
    ],
  },
  alert: ['Cảnh báo', 'Alert'],
  no_alerts: ['Không có cảnh báo nào', 'No alert fires'],
  alert_names: {
    Outage: ['Mất mạng', 'Outage'],
    CommuneOutage: ['Quá nửa xã mất mạng', 'Most of the commune cut off'],
    AgentSilent: ['Máy giám sát im lặng', 'Monitor silent'],
    Unmeasured: ['Không đo được', 'Not measured'],
    Flapping: ['Chập chờn', 'Comes and goes'],
    CoverageBudget: ['Mất quá nhiều', 'Too much time lost'],
    OpticalMarginGone: ['Tín hiệu quang quá yếu', 'Light too weak'],
    OpticalMarginFalling: ['Tín hiệu quang đang giảm', 'Light is fading'],
    ChannelBusy: ['Kênh Wi-Fi quá đông', 'Wi-Fi channel too busy'],
    LinkBusy: ['Đường truyền đầy', 'Line is full'],
    CertificateExpiring: ['Chứng chỉ sắp hết hạn', 'Certificate about to expire'],
    NationalServiceDown: ['Dịch vụ hỏng ở mọi nơi', 'Service fails everywhere'],
    ThroughputLow: ['Tốc độ dưới hợp đồng', 'Speed under the contract'],
    HistoryTrouble: ['Không ghi được lịch sử', 'History not written'],
    CaptureDrops: ['Số liệu lưu lượng thiếu', 'Traffic figures lack some'],
    ConfigurationRejected: ['Cấu hình mới có lỗi', 'New configuration rejected'],
    NotificationsFailing: ['Tin báo không gửi được', 'Messages not delivered'],
  },
  flapping: {
    title: ['Chập chờn trong một giờ qua', 'Came and went within the last hour'],
    about: [
      'Chỗ mất rồi có, có rồi mất. Từ ba lần trở lên: xem đầu nối lỏng, nguồn điện yếu, thiết bị tự khởi động lại.',
      'What was lost and came back. Three times or more: look for loose connectors, weak power, devices that restart.',
    ],
  },
  no_flapping: ['Không chỗ nào mất rồi có lại trong một giờ qua', 'Nothing came and went within the last hour'],
  begun: ['Số lần mất trong giờ', 'Times lost in the hour'],
  links: {
    title: ['Đường truyền', 'Links'],
    about: [
      'Cổng của từng đường truyền có tín hiệu không, đầy bao nhiêu (theo chiều bận hơn), mang được bao nhiêu. Trên 90 % là nghẽn.',
      'Whether the port of each link has a signal, how full it is by its busier direction, and what it can carry. Over 90 % it is congested.',
    ],
  },
  link: ['Đường', 'Link'],
  port_state: ['Tín hiệu', 'Signal'],
  port_up: ['có', 'yes'],
  port_down: ['mất', 'lost'],
  towards: ['Tới', 'Towards'],
  utilization: ['Đầy', 'Full'],
  capacity: ['Sức tải', 'Capacity'],
  upstreams: {
    title: ['Thiết bị mà nơi khác phụ thuộc', 'Devices that others hang on'],
    about: [
      'Bao nhiêu thiết bị đi ra ngoài ngay qua thiết bị này. Nó hỏng thì tất cả mất theo: sửa trước.',
      'How many devices reach the world through this one directly. When it fails all of them do: mend it first.',
    ],
  },
  answers: ['Trả lời', 'Answers'],
  behind: ['Thiết bị phía sau', 'Devices behind it'],
  optical: {
    title: ['Công suất quang và dự phòng', 'Light and what is in reserve'],
    about: [
      'Ánh sáng nhận được, còn cách mức mất tín hiệu bao nhiêu, thay đổi thế nào sau 7 ngày. Dự phòng dưới 2 dB (cam) thì vệ sinh đầu nối; dưới 0 (đỏ) là coi như đứt. Cổng không có sáng thì không kể.',
      'Light received, how far it is above the floor, how it changed in 7 days. Under 2 dB (orange) clean the connectors; under 0 (red) it counts as cut. Dark ports are left out.',
    ],
  },
  light: ['Nhận (dBm)', 'Received (dBm)'],
  margin: ['Dự phòng (dB)', 'Reserve (dB)'],
  change: ['Thay đổi 7 ngày (dB)', 'Change in 7 days (dB)'],
  weakest: {
    title: ['Mười cổng quang yếu nhất', 'The ten weakest ports'],
    about: [
      'Ánh sáng nhận được theo thời gian. Tụt từ từ là đầu nối bẩn hay cáp gập; tụt đột ngột là có người động vào.',
      'Light received over time. A slow fall is a dirty connector or a bent cable; a sudden one is somebody at work.',
    ],
  },
  errors: {
    title: ['Gói hỏng và gói bị bỏ, 15 phút qua', 'Damaged and dropped packets, last 15 minutes'],
    about: [
      'Gói hỏng tăng là cáp, đầu nối hay cổng hỏng. Gói bị bỏ tăng là đường đầy hoặc thiết bị quá tải.',
      'Damaged packets: cable, connector or port is bad. Dropped packets: the line is full or the device is overloaded.',
    ],
  },
  no_errors: ['Không cổng nào có gói hỏng hay bị bỏ', 'No port has damaged or dropped packets'],
  damaged: ['gói hỏng', 'damaged'],
  dropped: ['gói bị bỏ', 'dropped'],
  packets: ['Số gói', 'Packets'],
  access_points: {
    title: ['Bộ phát Wi-Fi theo tải', 'Access points by load'],
    about: [
      'Kênh bận trên 80 % (đỏ) thì người dùng thấy chậm dù đường truyền tốt: đổi kênh, dùng 5 GHz hoặc thêm bộ phát.',
      'With the channel busy over 80 % (red) people find it slow although the line is good: change the channel, use 5 GHz or add an access point.',
    ],
  },
  clients: ['Số máy', 'Users'],
  busy: ['Kênh bận', 'Channel busy'],
  noise: ['Nhiễu (dBm)', 'Noise (dBm)'],
  cellular: {
    title: ['Sóng di động', 'Cellular signal'],
    about: [
      'RSRP là độ mạnh: dưới -110 là yếu, dưới -120 coi như mất. RSRQ là chất lượng: dưới -15 là kém. SINR là độ sạch: dưới 0 là kém.',
      'RSRP is strength: under -110 weak, under -120 counts as lost. RSRQ is quality: under -15 poor. SINR is clearness: under 0 poor.',
    ],
  },
  modem: ['Modem', 'Modem'],
  technology: ['Công nghệ', 'Technology'],
  throughput: {
    title: ['Tốc độ đo được', 'Measured speed'],
    about: [
      'Lần đo gần nhất, khi không ai dùng. Dưới 70 % hợp đồng thì gửi cho nhà mạng. Chỉ có khi cấu hình có [[throughput_test]].',
      'The last test, made when nobody was online. Under 70 % of the contract: send it to the operator. Only where [[throughput_test]] is configured.',
    ],
  },
  no_throughput: ['Chưa có lần đo nào', 'No test yet'],
  download: ['Tải xuống', 'Download'],
  upload: ['Tải lên', 'Upload'],
  of_contract: ['So với hợp đồng', 'Of the contract'],
  tested: ['Đo cách đây', 'Tested ago'],
  waiting: {
    title: ['Người dùng phải chờ', 'How long users wait'],
    about: [
      'Thời gian đi về của các kết nối thật (95 trong 100 nhanh hơn). Phía Wi-Fi cao: sóng yếu hoặc kênh bận. Phía Internet cao: đường truyền hoặc nơi đến.',
      'Round trips of real connections (95 of 100 are faster). High on the Wi-Fi side: weak signal or busy channel. High on the Internet side: the line or the far end.',
    ],
  },
  lan: ['phía Wi-Fi', 'Wi-Fi side'],
  wan: ['phía Internet', 'Internet side'],
  services: {
    title: ['Kiểm tra dịch vụ', 'Service probes'],
    about: [
      'Dịch vụ trực tuyến vào được không, mất bao lâu, chứng chỉ còn mấy ngày. Dưới 14 ngày thì báo đơn vị quản lý trang.',
      'Whether online services are reached, how long it takes, for how many days the certificate lasts. Under 14: tell whoever runs the site.',
    ],
  },
  reached: ['Vào được', 'Reached'],
  time: ['Mất (ms)', 'Takes (ms)'],
  certificate: ['Chứng chỉ còn', 'Certificate lasts'],
  power: {
    title: ['Nguồn điện', 'Power'],
    about: [
      'Bộ lưu điện đang chạy ắc quy (đỏ) là nơi đó mất điện; còn bao lâu thì phải có máy nổ.',
      'A UPS on battery (red): no mains there; a generator is needed before the time runs out.',
    ],
  },
  on_battery: ['Nguồn', 'Fed by'],
  battery: ['ắc quy', 'battery'],
  mains: ['điện lưới', 'mains'],
  charge: ['Ắc quy còn', 'Charge'],
  runtime: ['Chạy được thêm', 'Lasts for'],
}
