/** Addresses that more than one page links to. */
export const devicePath = (id: string) => `/devices?device=${encodeURIComponent(id)}`
export const incidentPath = (id: string) => `/alarms?incident=${encodeURIComponent(id)}`
export const lotoPath = (id: string) => `/loto?session=${encodeURIComponent(id)}`
export const lotoPointPath = (id: string) => `/loto/points?edit=${encodeURIComponent(id)}`
export const lockOutPath = (deviceId: string) => `/loto?session=new&device=${encodeURIComponent(deviceId)}`
