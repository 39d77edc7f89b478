// The words of the board "one village".
{
  title: ['Một thôn', 'One village'],
  about: [
    'Mạng của một thôn: bây giờ ra sao, đã mất khi nào, vì sao, cần làm gì. Chọn thôn ở trên.',
    'The network of one village: how it is now, when it was lost, why, and what to do. Choose the village above.',
  ],
  whole: ['Cả thôn', 'Whole village'],
  states: {
    title: ['Bây giờ', 'Now'],
    about: [
      'Từng dịch vụ ở từng điểm của thôn đang thế nào. "Cả thôn" là cái tốt nhất trong Wi-Fi và di động: người dân còn cách nào lên mạng không.',
      'How each access at each site of the village is. "Whole village" is the best of Wi-Fi and mobile: whether people have any way to the network.',
    ],
  },
  day: {
    title: ['24 giờ qua', 'Last 24 hours'],
    about: [
      'Tỷ lệ thời gian người dân có mạng, bên cạnh là tỷ lệ thời gian đo được.',
      'Share of the time that people had network; beside it the share that was measured.',
    ],
  },
  month: {
    title: ['30 ngày qua', 'Last 30 days'],
    about: [
      'Tỷ lệ thời gian người dân có mạng trong 30 ngày, bên cạnh là tỷ lệ thời gian đo được. Chậm tối đa một giờ.',
      'Share of the time that people had network in 30 days; beside it the share that was measured. Up to an hour behind.',
    ],
  },
  outages: {
    title: ['Đang mất gì, cần làm gì', 'What is lost, what to do'],
    about: [
      'Mỗi dòng là một dịch vụ đang mất ở thôn này và sự cố gây ra nó. Thiết bị gốc có thể ở nơi khác: sửa ở đó thì ở đây có lại.',
      'A row for each access that is lost here, and the fault behind it. The root device may stand elsewhere: mend it there and this comes back.',
    ],
  },
  no_outages: ['Thôn này không mất gì (nếu đang đo được)', 'Nothing is lost here (if it is measured)'],
  timeline: {
    title: ['Diễn biến', 'Over time'],
    about: [
      'Mỗi dịch vụ một hàng. Xám là chưa đo, không phải mất.',
      'A row for each access. Grey is not measured, which is not down.',
    ],
  },
  causes: {
    title: ['Nguyên nhân của những lần mất', 'Causes of what was lost'],
    about: [
      'Lúc nào mất thì ở đây ghi vì sao. Trống là không mất.',
      'Why it was lost, at each time that it was. Empty: nothing was.',
    ],
  },
  no_causes: ['Không mất lần nào trong khoảng này', 'Nothing was lost in this time'],
  loss: {
    title: ['Mất gói', 'Packet loss'],
    about: [
      'Bao nhiêu phần gói tin gửi tới từng thiết bị không có trả lời. Trên 5 % (đường đứt nét) là người dùng thấy chậm; 100 % là thiết bị tắt hoặc đứt đường.',
      'Which share of the packets to each device is not answered. Over 5 % (dashed) users notice; 100 % is a device that is off or cut off.',
    ],
  },
  round_trip: {
    title: ['Thời gian đi về', 'Round trip'],
    about: [
      '95 trong 100 gói tin đi tới thiết bị và về nhanh hơn số này. Trên 200 ms (đường đứt nét) là chậm.',
      '95 of 100 packets to the device and back take less than this. Over 200 ms (dashed) is slow.',
    ],
  },
  traffic: {
    title: ['Lưu lượng đường truyền', 'Traffic of the line'],
    about: [
      'Nhận và gửi trên cổng nối thôn ra ngoài. Nằm sát mức hợp đồng nhiều giờ là đường đã đầy.',
      'Received and sent on the port that leads out of the village. Near what was contracted for hours: the line is full.',
    ],
  },
  received: ['nhận', 'received'],
  sent: ['gửi', 'sent'],
  clients: {
    title: ['Số máy dùng Wi-Fi', 'Wi-Fi users'],
    about: [
      'Bao nhiêu điện thoại và máy tính đang nối Wi-Fi công cộng ở từng điểm.',
      'How many telephones and computers are on the public Wi-Fi at each site.',
    ],
  },
  history: {
    title: ['Số lần mất theo nguyên nhân', 'Outages by cause'],
    about: [
      'Những lần mất đã kết thúc trong khoảng thời gian chọn ở trên. Giờ vừa qua chưa có.',
      'Outages that ended in the time chosen above. The last hour is not there yet.',
    ],
  },
  no_history: ['Không có lần mất nào đã kết thúc', 'No outage ended'],
  files: {
    title: ['Tải số liệu', 'Download figures'],
    about: [
      'Tệp từ chính máy giám sát, đúng từng giây. Máy này phải mở được địa chỉ ghi ở đầu bảng.',
      'Files from the agent itself, exact to the second. This computer must reach the address at the top.',
    ],
  },
  file_outages: ['Các lần mất, từng lần một (CSV)', 'Outages, one by one (CSV)'],
  file_days: ['Phủ sóng từng ngày (Excel)', 'Coverage by day (Excel)'],
  file_quality: ['Chất lượng từng giờ (CSV)', 'Quality by hour (CSV)'],
}
