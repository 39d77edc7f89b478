// The words of the board "the monitor itself".
{
  title: ['Hệ thống giám sát', 'The monitor itself'],
  about: [
    'Máy giám sát có tự khoẻ không: còn trả lời không, đo được bao nhiêu, ổ đĩa, tin báo. Số liệu ở các bảng khác chỉ đáng tin khi bảng này không đỏ.',
    'Is the monitoring itself well: does it answer, how much does it measure, disks, messages. Other boards are to be trusted only while this one is not red.',
  ],
  silent: {
    title: ['Máy giám sát im lặng', 'Silent monitors'],
    about: [
      'Số máy giám sát không trả lời. Những gì chỉ máy đó đo thì là "chưa đo", không phải "mất". Xem điện và đường truyền tới máy.',
      'Monitors that do not answer. What they alone measure is "not measured", not "down". Check their power and the way to them.',
    ],
  },
  age: {
    title: ['Số liệu cũ nhất (giờ:phút:giây)', 'Oldest figures (h:mm:ss)'],
    about: [
      'Máy giám sát im lặng lâu nhất đã không trả lời bao lâu.',
      'For how long the monitor that is silent longest has not answered.',
    ],
  },
  unmeasured: {
    title: ['Chưa đo, bây giờ', 'Not measured, now'],
    about: [
      'Phần các dịch vụ mà lúc này không ai biết có hay mất. Gồm cả những dịch vụ chưa có cách đo.',
      'Share of the accesses of which nobody knows just now. Those that nothing measures are among them.',
    ],
  },
  unmeasured_day: {
    title: ['Chưa đo, 24 giờ qua', 'Not measured, last 24 hours'],
    about: [
      'Phần thời gian của 24 giờ mà không biết các thôn có mạng hay không. Trên 20 % thì số liệu phủ sóng chưa đủ tin.',
      'Share of 24 hours in which it was not known whether villages had network. Over 20 %: coverage figures are not to be relied on.',
    ],
  },
  alerts: {
    title: ['Cảnh báo về hệ thống', 'Alerts about the monitoring'],
    about: ['Số cảnh báo đang bật về chính hệ thống giám sát. Chi tiết ở bảng "Kỹ thuật".', 'Alerts about the monitoring itself that fire now. Details on the board "Engineering".'],
  },
  agents: {
    title: ['Các máy giám sát', 'Monitors'],
    about: [
      'Mỗi máy một dòng: trả lời không, lần cuối cách đây bao lâu, phiên bản, chạy từ bao giờ, cấu hình và ổ đĩa có ổn không. Máy vừa khởi động lại: mất điện hoặc bị lỗi.',
      'A row for each: does it answer, how long ago did it, version, running for how long, are configuration and disk well. Started just now: a power cut or a crash.',
    ],
  },
  agent: ['Máy giám sát', 'Monitor'],
  version: ['Phiên bản', 'Version'],
  answers: ['Trả lời', 'Answers'],
  answering: ['có', 'yes'],
  not_answering: ['im lặng', 'silent'],
  last_answer: ['Lần cuối cách đây', 'Last answer ago'],
  running: ['Đã chạy', 'Running for'],
  configuration: ['Cấu hình', 'Configuration'],
  history: ['Ghi lịch sử', 'History'],
  good: ['tốt', 'good'],
  bad: ['lỗi', 'at fault'],
  answering_time: {
    title: ['Máy nào im lặng lúc nào', 'Which monitor was silent when'],
    about: [
      'Mỗi máy giám sát một hàng. Khoảng trống cả bảng là lúc Prometheus không chạy.',
      'A row for each monitor. Where all are empty, Prometheus did not run.',
    ],
  },
  unmeasured_time: {
    title: ['Phần chưa đo theo thời gian', 'Share not measured, over time'],
    about: [
      'Tăng đột ngột: một máy giám sát hỏng hoặc mất đường của chính nó. Cao đều: nhiều nơi chưa có cách đo.',
      'A sudden rise: a monitor failed or lost its own path. High all the time: many places have nothing that measures them.',
    ],
  },
  not_measured: ['chưa đo', 'not measured'],
  unmeasured_list: {
    title: ['Những gì chưa đo được bây giờ', 'What is not measured now'],
    about: [
      'Dịch vụ nào, ở đâu. Thường do mật khẩu SNMP, máy giám sát im lặng, hoặc chưa khai báo cách đo.',
      'Which access, where. Mostly an SNMP password, a silent monitor, or nothing configured that measures it.',
    ],
  },
  all_measured: ['Mọi thứ đều đang được đo', 'Everything is measured'],
  scrape: {
    title: ['Prometheus đọc máy giám sát mất bao lâu', 'How long Prometheus takes to read a monitor'],
    about: [
      'Gần 10 giây là máy hoặc đường truyền quá chậm và sắp mất số liệu.',
      'Near 10 seconds the machine or the way to it is too slow, and figures will be lost.',
    ],
  },
  polls: {
    title: ['Đọc thiết bị không được', 'Polls that failed'],
    about: [
      'Số lần hỏi SNMP không có kết quả, mỗi phút, theo lý do. Im lặng (timeout) là thiết bị tắt hay sai mật khẩu.',
      'SNMP requests a minute that brought nothing, by reason. Timeouts: the device is off, or the password is wrong.',
    ],
  },
  devices: {
    title: ['Thiết bị không đọc được số liệu', 'Devices whose figures cannot be read'],
    about: [
      'Thiết bị trả lời ping mà không trả lời SNMP: thường sai mật khẩu (community). Không trả lời cả hai: tắt hoặc mất đường.',
      'Answers ping but not SNMP: mostly a wrong password (community). Answers neither: off or cut off.',
    ],
  },
  all_polled: ['Thiết bị nào cũng đọc được', 'Every device can be read'],
  ping: ['Ping', 'Ping'],
  slow: {
    title: ['Thiết bị đọc lâu nhất', 'Slowest devices to read'],
    about: [
      'Mỗi lần đọc mất bao lâu, mười thiết bị lâu nhất. Gần chu kỳ đọc (30 giây) thì nên đọc thưa hơn.',
      'How long a poll takes, the ten slowest. Near the interval (30 seconds): poll less often.',
    ],
  },
  disk: {
    title: ['Ổ đĩa của máy giám sát', 'Disk of the monitors'],
    about: [
      'Lịch sử đã dùng bao nhiêu hạn mức, mỗi ngày ghi bao nhiêu (thẻ nhớ có hạn số lần ghi), đã lỗi ghi hay mất bản ghi chưa. Gần 100 % là bình thường: cái cũ nhất được xoá.',
      'How much of its quota the history takes, how much is written a day (memory cards wear out), write errors and lost records. Near 100 % is normal: the oldest goes.',
    ],
  },
  used: ['Đã dùng', 'Used'],
  written: ['Ghi mỗi ngày', 'Written a day'],
  errors: ['Lỗi ghi, 24 giờ', 'Write errors, 24 h'],
  lost: ['Bản ghi mất, 24 giờ', 'Records lost, 24 h'],
  backlog: {
    title: ['Số liệu chờ gửi về máy chủ', 'Samples that wait to be pushed'],
    about: [
      'Máy chủ nhận (tỉnh, huyện) có lấy số liệu không, còn bao nhiêu mẫu chờ, mẫu cũ nhất bao lâu, đã dùng bao nhiêu hạn mức, đã bỏ mẫu nào chưa. Mất đường thì số chờ tăng, có lại đường thì gửi bù hết.',
      'Does the receiver (province, district) take samples, how many wait, how old is the oldest, how much of the quota is used, were any given up. They pile up while the line is down and go out when it is back.',
    ],
  },
  receiver: ['Máy chủ nhận', 'Receiver'],
  takes: ['Nhận số liệu', 'Takes samples'],
  waiting: ['Mẫu đang chờ', 'Samples waiting'],
  oldest: ['Chờ lâu nhất', 'Waiting longest'],
  samples_lost: ['Mẫu bị bỏ, 24 giờ', 'Samples given up, 24 h'],
  no_receivers: ['Không gửi số liệu đi đâu (không có [[remote_write]])', 'Samples are pushed nowhere (no [[remote_write]])'],
  backlog_time: {
    title: ['Mẫu đang chờ theo thời gian', 'Samples waiting, over time'],
    about: [
      'Tăng đều: không gửi được. Giảm nhanh về 0: đang gửi bù. Tăng mãi mà vẫn gửi được: đường quá chậm.',
      'Rising: nothing is delivered. Falling quickly to 0: the backlog goes out. Rising although some is delivered: the line is too slow.',
    ],
  },
  load: {
    title: ['Bộ xử lý của chương trình giám sát', 'Processor time of the agent'],
    about: ['Phần của một nhân mà chương trình dùng. Trên 80 % là máy quá yếu.', 'Share of one core that the agent uses. Over 80 %: the machine is too weak.'],
  },
  memory: {
    title: ['Bộ nhớ của chương trình giám sát', 'Memory of the agent'],
    about: ['Bộ nhớ chương trình đang giữ. Tăng mãi nhiều ngày là lỗi: báo cho người phát triển.', 'Memory that the agent holds. Growing for days is a fault: tell the developers.'],
  },
  messages: {
    title: ['Tin báo đã gửi', 'Messages sent'],
    about: [
      'Tin đã tới, tin phải gửi lại và tin bỏ cuộc, trong khoảng thời gian chọn ở trên. Có tin bỏ cuộc nghĩa là có người không được báo.',
      'Messages delivered, tried again and given up in the time chosen above. Given up: somebody was not told.',
    ],
  },
  no_messages: ['Chưa gửi tin nào, hoặc chưa dùng commune-agent notify', 'No message yet, or commune-agent notify is not used'],
  channel: ['Kênh', 'Channel'],
  result: ['Kết quả', 'Result'],
  results: { delivered: ['đã tới', 'delivered'], failed: ['lỗi, gửi lại', 'failed, tried again'], abandoned: ['bỏ cuộc', 'given up'] },
  count: ['Số tin', 'Messages'],
}
