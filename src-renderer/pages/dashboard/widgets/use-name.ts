import { useQuery } from '@tanstack/react-query'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'

/** The device's name; empty until it is known. */
export function useDeviceName(id: string): string {
  return (
    useQuery({ ...deviceIndexQuery, select: (all) => all.find((device) => device.id === id)?.name ?? '' }).data ?? ''
  )
}
