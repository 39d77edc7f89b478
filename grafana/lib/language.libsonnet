// The words of the language that is being generated: jsonnet --ext-str lang=vi (or en).
(import 'words.libsonnet')[std.extVar('lang')]
