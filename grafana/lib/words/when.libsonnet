{ title: ['when', 'when'], about: ['when', 'when'] }
