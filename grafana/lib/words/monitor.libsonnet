{ title: ['monitor', 'monitor'], about: ['monitor', 'monitor'] }
