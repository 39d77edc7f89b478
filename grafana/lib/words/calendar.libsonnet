{ title: ['calendar', 'calendar'], about: ['calendar', 'calendar'] }
