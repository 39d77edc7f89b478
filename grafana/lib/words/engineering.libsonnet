{ title: ['engineering', 'engineering'], about: ['engineering', 'engineering'] }
