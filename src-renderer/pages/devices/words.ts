export const tr = {
  title: 'Cihazlar',
}

export const en: typeof tr = {
  title: 'Devices',
}
