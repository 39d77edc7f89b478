// Every word that a board shows, in both languages: { vi: {…}, en: {…} }. Shared words are here, the others in words/.
// A word is ['Vietnamese', 'English'], a panel { title: […], about: […] }: neither language can lack what the other has.
local shared = {
  state: {
    unmeasured: ['chưa đo', 'not measured'],
    down: ['mất mạng', 'no network'],
    degraded: ['kém', 'poor'],
    up: ['tốt', 'working'],
    planned: ['bảo trì', 'planned work'],
  },
  cause: {
    power: ['mất điện', 'power cut'],
    upstream: ['đường truyền phía trên bị hỏng', 'the path upstream is broken'],
    fibre: ['đứt cáp quang hoặc mất tín hiệu quang', 'fibre cut or no light'],
    device: ['thiết bị không trả lời', 'the device does not answer'],
    radio: ['thiết bị không phát sóng', 'no radio on the air'],
    congestion: ['nghẽn mạng', 'congestion'],
    provider: ['sự cố phía nhà mạng', 'fault at the network operator'],
    service: ['dịch vụ ở xa không trả lời', 'the service at the far end does not answer'],
    unknown: ['chưa rõ nguyên nhân', 'cause not known yet'],
  },
  access: {
    fibre: ['cáp quang', 'fibre'],
    wifi: ['Wi-Fi', 'Wi-Fi'],
    mobile: ['sóng di động', 'mobile signal'],
    loudspeaker: ['loa truyền thanh', 'loudspeaker'],
    internet: ['dịch vụ trực tuyến', 'online services'],
  },
  severity: { critical: ['nghiêm trọng', 'critical'], warning: ['cảnh báo', 'warning'], info: ['để biết', 'for information'] },
  column: {
    village: ['Thôn', 'Village'],
    site: ['Điểm', 'Site'],
    access: ['Dịch vụ', 'Access'],
    device: ['Thiết bị', 'Device'],
    state: ['Trạng thái', 'State'],
    cause: ['Nguyên nhân', 'Cause'],
    check: ['Xem gì trước', 'What to check first'],
    duration: ['Đã mất', 'Down for'],
    root_device: ['Thiết bị gốc', 'Root device'],
    contact: ['Người phụ trách', 'Technician'],
    severity: ['Mức', 'Severity'],
    cut_off: ['Số thôn bị mất', 'Villages cut off'],
    households: ['Số hộ', 'Households'],
    availability: ['Tỷ lệ sẵn sàng', 'Availability'],
    measured: ['Tỷ lệ thời gian đo được', 'Measured share'],
    hours_down: ['Số giờ mất mạng', 'Hours without network'],
    outages: ['Số lần mất dịch vụ', 'Outages'],
    name: ['Tên', 'Name'],
    kind: ['Loại', 'Kind'],
    port: ['Cổng', 'Port'],
  },
  unit: { hours: ['giờ', 'h'], days: ['ngày', 'days'] },
  yes: ['có', 'yes'],
  no: ['không', 'no'],
  link: {
    boards: ['Các bảng', 'Boards'],
    other_language: ['English', 'Tiếng Việt'],
    village: ['Mở bảng của thôn', 'Open the village board'],
    export_village: ['Tải số liệu của thôn (Excel)', 'Download the figures of the village (Excel)'],
    kiosk: ['Toàn màn hình', 'Full screen'],
  },
  variable: {
    datasource: ['Nguồn dữ liệu', 'Data source'],
    job: ['Việc thu thập', 'Job'],
    instance: ['Địa chỉ máy giám sát', 'Address of the monitor'],
    village: ['Thôn', 'Village'],
    villages: ['Thôn', 'Villages'],
    rows: ['Số thôn xem, tệ nhất trước', 'Villages shown, worst first'],
    agent_address: ['Địa chỉ trang giám sát', 'Address of the agent'],
    month_start: ['Đầu tháng này', 'Start of this month'],
    month_end: ['Cuối tháng này', 'End of this month'],
    month_seconds: ['Độ dài tháng này', 'Length of this month'],
    last_month_seconds: ['Độ dài tháng trước', 'Length of last month'],
  },
  annotation: {
    outage: ['Sự cố lớn', 'Large outages'],
    village_outage: ['Sự cố của thôn', 'Outages of the village'],
    planned: ['Bảo trì báo trước', 'Planned work'],
  },
  no_data: ['không có số liệu', 'no data'],
};

local boards = {
  now: import 'words/now.libsonnet',
  when: import 'words/when.libsonnet',
  calendar: import 'words/calendar.libsonnet',
  village: import 'words/village.libsonnet',
  engineering: import 'words/engineering.libsonnet',
  monitor: import 'words/monitor.libsonnet',
};

// A leaf is a pair; anything else is an error when boards are generated.
local pick(words, language, path='') =
  if std.isObject(words) then { [key]: pick(words[key], language, path + '.' + key) for key in std.objectFields(words) }
  else
    assert std.isArray(words) && std.length(words) == 2 : 'words' + path + ': want [Vietnamese, English]';
    assert std.length(words[0]) > 0 && std.length(words[1]) > 0 : 'words' + path + ': one language is empty';
    words[language];

local keys(words, path='') =
  if std.isObject(words) then std.flattenArrays([keys(words[key], path + '.' + key) for key in std.objectFields(words)]) else [path];

local all = { vi: pick(shared + boards, 0), en: pick(shared + boards, 1) };
assert keys(all.vi) == keys(all.en) : 'the languages differ in their keys';
all
