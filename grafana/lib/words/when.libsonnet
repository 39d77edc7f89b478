// The words of the board "when and where".
{
  title: ['Khi nào, ở đâu', 'When and where'],
  about: [
    'Thôn nào mất mạng, lúc nào, bao lâu; có trùng với sự cố lớn hay bảo trì không.',
    'Which village had no network, when and for how long; and whether a large outage or planned work goes with it.',
  ],
  cut_off: {
    title: ['Số thôn không tốt theo thời gian', 'Villages that were not well, over time'],
    about: [
      'Bao nhiêu thôn cùng lúc mất mạng, kém, bảo trì hoặc chưa đo. Nhiều thôn mất cùng lúc thường là mất điện diện rộng hoặc đứt đường trục.',
      'How many villages at a time had no network, poor network, planned work or no measurement. Many at once: mostly a wide power cut or a broken trunk.',
    ],
  },
  day: {
    title: ['Từng thôn', 'Each village'],
    about: [
      'Mỗi thôn một hàng, trong khoảng thời gian chọn ở trên; thôn tệ nhất được chọn trước, xem bao nhiêu thôn thì chọn ở đầu bảng. Ghi điều xấu nhất của từng phút. Vạch đỏ đứng là sự cố lớn, xanh dương là bảo trì báo trước. Xám là chưa đo, không phải mất.',
      'A row for each village, over the time chosen above; the worst ones, as many as chosen at the top. Each minute shows its worst. Red lines are large outages, blue ones planned work. Grey is not measured, which is not down.',
    ],
  },
  week: {
    title: ['Từng thôn, 7 ngày', 'Each village, 7 days'],
    about: [
      'Mỗi ô là 15 phút, ghi điều xấu nhất đo được trong lúc đó, nên mất một phút cũng thấy.',
      'Each cell is a quarter of an hour and shows the worst that was measured in it, so that even a minute without network is seen.',
    ],
  },
  most_lost: {
    title: ['Mất nhiều giờ nhất', 'Most hours lost'],
    about: [
      'Thôn mất mạng bao nhiêu giờ trong khoảng thời gian chọn ở trên. Tỷ lệ thời gian đo được thấp thì con số thật có thể lớn hơn. Chậm tối đa một giờ; chọn từ hai giờ trở lên.',
      'Hours without network of each village in the time chosen above. Where little was measured the truth may be worse. Up to an hour behind; choose two hours or more.',
    ],
  },
}
