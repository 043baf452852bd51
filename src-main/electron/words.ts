const tr = {
  file: 'Dosya',
  edit: 'Düzen',
  view: 'Görünüm',
  go: 'Git',
  help: 'Yardım',
  overview: 'Genel bakış',
  map: 'Harita',
  devices: 'Cihazlar',
  alarms: 'Alarmlar',
  undo: 'Geri al',
  redo: 'Yinele',
  cut: 'Kes',
  copy: 'Kopyala',
  paste: 'Yapıştır',
  selectAll: 'Tümünü seç',
  reload: 'Yenile',
  zoomIn: 'Yakınlaştır',
  zoomOut: 'Uzaklaştır',
  zoomReset: 'Gerçek boyut',
  fullScreen: 'Tam ekran',
  developer: 'Geliştirici araçları',
  documents: 'API belgeleri',
  hide: 'Tepsiye küçült',
  show: 'Quaywatch’ı göster',
  quit: 'Çık',
  critical: 'Kritik alarm',
  stillWatching: 'Quaywatch izlemeye devam ediyor',
  stillWatchingBody: 'Kayıt ve alarmlar sürer. Çıkmak için tepsi simgesini kullanın.',
  cannotStart: 'Quaywatch başlatılamadı',
  mqttTaken: 'MQTT portu kullanımda',
  mqttTakenBody: 'MQTT ağ geçitleri bağlanamaz. Başka bir port için --mqtt-port ile başlatın.',
  goOn: 'MQTT olmadan sürdür',
}

export type Words = typeof tr

const en: Words = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  go: 'Go',
  help: 'Help',
  overview: 'Overview',
  map: 'Map',
  devices: 'Devices',
  alarms: 'Alarms',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  reload: 'Reload',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Actual size',
  fullScreen: 'Full screen',
  developer: 'Developer tools',
  documents: 'API documents',
  hide: 'Hide to the tray',
  show: 'Show Quaywatch',
  quit: 'Quit',
  critical: 'Critical alarm',
  stillWatching: 'Quaywatch keeps watching',
  stillWatchingBody: 'Recording and alarms go on. Quit from the tray icon.',
  cannotStart: 'Quaywatch could not start',
  mqttTaken: 'The MQTT port is in use',
  mqttTakenBody: 'MQTT gateways cannot connect. Start with --mqtt-port to use another port.',
  goOn: 'Go on without MQTT',
}

/** Turkish unless the system speaks English, as in the window. */
export function languageOf(locale: string): 'tr' | 'en' {
  return locale.toLowerCase().startsWith('en') ? 'en' : 'tr'
}

export function wordsFor(locale: string): Words {
  return { tr, en }[languageOf(locale)]
}
