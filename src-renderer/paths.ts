/** Addresses that more than one page links to. */
export const devicePath = (id: string) => `/devices?device=${encodeURIComponent(id)}`
export const incidentPath = (id: string) => `/alarms?incident=${encodeURIComponent(id)}`
