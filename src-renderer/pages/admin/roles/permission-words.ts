import { useTranslation } from 'react-i18next'

const AREAS = [
  'users',
  'roles',
  'sites',
  'gateways',
  'devices',
  'measurements',
  'alarms',
  'incidents',
  'audit',
  'system',
  'energy',
  'loto',
  'firmware',
  'ota',
  'zigbee',
  'widgets',
] as const
const VERBS = ['read', 'write', 'ack', 'snooze', 'close', 'control', 'work', 'approve', 'supervise'] as const

/** Permissions by area, in the hub's order; what this window has no word for keeps its key. */
export function usePermissionWords(permissions: readonly string[]) {
  const { t } = useTranslation()
  const areaWord = (area: string) => {
    const known = AREAS.find((one) => one === area)
    return known ? t(`admin.roles.area.${known}`) : area
  }
  const verbWord = (verb: string) => {
    const known = VERBS.find((one) => one === verb)
    return known ? t(`admin.roles.verb.${known}`) : verb
  }
  const areas = new Map<string, { permission: string; verb: string }[]>()
  for (const permission of permissions) {
    const [area = permission, verb = ''] = permission.split(':')
    areas.set(area, [...(areas.get(area) ?? []), { permission, verb: verbWord(verb) }])
  }
  return [...areas].map(([area, items]) => ({ area, word: areaWord(area), items }))
}
